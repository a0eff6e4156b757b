#!/bin/sh
# SVG drawings as pictures: scripts, addresses, files of the machine, entities that grow, depth, size; under their own name
# and another one, beside an article and inside an EPUB. None is read: each is named, its caption stays, and not a byte of it
# is in either book.
set -eu
# shellcheck source=/dev/null
. "$SOURCE_DIR/tests/book/lib.sh"

mkdir -p book
head='<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="40" height="40">'
# drawing NAME: writes its standard input as a drawing
drawing() { cat >"book/$1.svg"; }
printf '%s<script>fetch("https://zzdia.example/")</script><rect width="9" height="9" onclick="zzbam()"/></svg>\n' "$head" | drawing script
printf '%s<image xlink:href="https://zzdia.example/a.png" width="9" height="9"/><use href="file:///etc/passwd#zzte"/></svg>\n' "$head" | drawing address
printf '%s<style>@import url(https://zzdia.example/a.css);</style><foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="//zzdia.example"/></foreignObject></svg>\n' \
    "$head" | drawing foreign
{
    printf '<?xml version="1.0"?>\n<!DOCTYPE svg [<!ENTITY a0 "zzno"><!ENTITY f SYSTEM "file:///etc/passwd">'
    for i in 1 2 3 4 5 6 7 8 9; do
        printf '<!ENTITY a%s "&a%s;&a%s;&a%s;&a%s;&a%s;&a%s;&a%s;&a%s;&a%s;&a%s;">' $i $((i - 1)) $((i - 1)) $((i - 1)) \
            $((i - 1)) $((i - 1)) $((i - 1)) $((i - 1)) $((i - 1)) $((i - 1)) $((i - 1))
    done
    printf ']>\n%s<text>&a9;&f;</text></svg>\n' "$head"
} | drawing entities
{ printf '%s' "$head" && awk 'BEGIN { for (i = 0; i < 200000; i++) printf "<g>" }'; } | drawing deep
{ printf '%s<path d="M0 0' "$head" && awk 'BEGIN { for (i = 0; i < 100000; i++) printf "L%d %d", i, i }' && printf '"/></svg>\n'; } | drawing long
printf '<!-- zzchu -->\n%s' "$head" | drawing broken
cp book/script.svg book/disguised.png
gzip -nc book/script.svg >book/packed.svgz

names="script.svg address.svg foreign.svg entities.svg deep.svg long.svg broken.svg disguised.png"
{
    printf '# Bài có bản vẽ\n\nMột đoạn văn mở đầu.\n\n'
    for name in $names packed.svgz; do printf '![thay cho %s](%s "Chú thích của %s.")\n\n' "$name" "$name" "$name"; done
} >book/bai.md
printf '<html><body><article><h1>Trang</h1><p>Một đoạn văn đủ dài để là một bài báo thật, có ảnh ở giữa.</p><figure><img src="script.svg" alt="thay"><figcaption>Chú thích trên trang.</figcaption></figure><p>%s</p><p>Đoạn cuối của bài, cũng đủ dài.</p></article></body></html>\n' \
    "$head<script>zzbam()</script></svg>" >book/trang.html

"$BRIEFBOOK" build --lang en --max-seconds 30 --max-memory 400 --pdf book.pdf --epub book.epub book/bai.md book/trang.html 2>messages ||
    fail "build: $(cat messages)"
for name in $names; do
    grep -q "$name' is an SVG drawing; it is left out" messages || fail "$name: $(grep "$name" messages || echo no word)"
done
grep -q "packed.svgz.*\[image-" messages || fail "packed.svgz: no word"
check_pdf book.pdf
check_epub book.epub
mkdir -p found
(cd found && unzip -qo ../book.epub)
qpdf --qdf --object-streams=disable book.pdf found/book.qdf
pdftotext -enc UTF-8 book.pdf found/book.txt
if grep -raEl 'zz(dia|bam|te|no|chu)|<svg|onclick|<script|root:x:' found >bad; then
    fail "something of a drawing is in: $(cat bad)"
fi
! grep -rqi 'image/svg' found/EPUB || fail "a drawing is in the EPUB"
for name in $names packed.svgz; do
    grep -rq "Chú thích của $name" found/EPUB/text && grep -q "Chú thích của $name" found/book.txt || fail "$name: its caption is gone"
done
done_with_book

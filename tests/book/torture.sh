#!/bin/sh
# The torture book: every kind of block, every kind of input, in every layout. PDF, EPUB and tree say the same; every
# page begins at the same word in both; the EPUB conforms; two builds, and one without the PDF, give the same bytes.
set -eu
# shellcheck source=/dev/null
. "$SOURCE_DIR/tests/book/lib.sh"

sh "$SOURCE_DIR/tests/book/torture/make.sh" "$BRIEFBOOK" "$PWD/raw" || fail "make.sh"

for file in "$SOURCE_DIR"/layouts/*.yaml; do
    layout=$(basename "$file" .yaml)
    if make_book "$layout" --layout "$layout" raw; then
        same_book "$layout" --no-poppler --min 0.999
    fi
done

# With a half title and a title page that the cover does not stand for.
sed 's/^  - cover$/  - cover\n  - half-title\n  - title-page/' raw/book.yaml >raw/titles.yaml
grep -q title-page raw/titles.yaml || fail "no front: with a cover in raw/book.yaml"
make_book titles --layout book-a5 raw/titles.yaml && same_book titles --no-poppler --min 0.999 --cover printed
rm -r titles

# Every kind of node is there.
sed -n 's/.*\[DOC_[A-Z_]*\] = "\([a-z-]*\)".*/\1/p' "$SOURCE_DIR"/src/doc/*.c | grep -vx article | sort >kinds
sed 's/^ *//; s/[ :].*//' ./*/tree | sort -u >present
missing=$(comm -23 kinds present | tr '\n' ' ')
[ -s kinds ] && [ -z "$missing" ] || fail "no node of the kinds: $missing"

check_epub briefing-a4/book.epub
"$BRIEFBOOK" build --layout briefing-a4 --epub alone.epub --jobs 1 raw 2>/dev/null || fail "build of the EPUB alone"
cmp briefing-a4/book.epub alone.epub || fail "the EPUB changes with the PDF"
for message in image-words image-missing; do
    grep -q "\[$message\]" briefing-a4/messages || fail "no warning $message"
done

# Pictures fit: none transparent, none in four colours, none with an edge above 2000.
unzip -qo briefing-a4/book.epub 'EPUB/*' -d unpacked
for picture in unpacked/EPUB/images/*.png; do
    case $picture in */cover.png) continue ;; esac
    # shellcheck disable=SC2046 # ten numbers
    set -- $(od -An -tu1 -j16 -N10 "$picture")
    [ $((${3} * 256 + ${4})) -le 2000 ] && [ $((${7} * 256 + ${8})) -le 2000 ] || fail "$picture is too large"
    [ "${10}" -ne 4 ] && [ "${10}" -ne 6 ] || fail "$picture is transparent"
done
[ -e unpacked/EPUB/images/in-an.jpg ] || fail "no in-an.jpg"
size=$(find unpacked/EPUB/text -size +300k | wc -l)
[ "$size" -eq 0 ] || fail "$size files above 300 kB"
grep -q '<thead class="again">' unpacked/EPUB/text/ch-bang-dai-b.xhtml || fail "no repeated head"
grep -q 'role="presentation"' unpacked/EPUB/text/*hinh*.xhtml || fail "no decorative picture"

# Fonts only where they are wanted.
"$BRIEFBOOK" build --epub bare.epub --set fonts=none raw 2>/dev/null || fail "build without fonts"
unzip -l bare.epub | grep -q EPUB/fonts && fail "fonts: none embeds fonts"
unzip -l alone.epub | grep -q EPUB/fonts || fail "no fonts"
unzip -p bare.epub EPUB/css/book.css | grep -q 'font-face' && fail "fonts: none names faces"

# Who signs is named, and nobody signs unasked.
grep -q 'conformsTo' unpacked/EPUB/package.opf && fail "a claim that nobody signed"
"$BRIEFBOOK" build --epub signed.epub --set "metadata.conformance=WCAG 2.2 AA" --set "metadata.certifier=Bến Lặng" raw \
    2>/dev/null || fail "build with a claim"
unzip -p signed.epub EPUB/package.opf >signed.opf
grep -q '>EPUB Accessibility 1.1 - WCAG 2.2 Level AA<' signed.opf || fail "no claim"
grep -q 'property="a11y:certifiedBy">Bến Lặng<' signed.opf || fail "no certifier"
check_epub signed.epub
"$BRIEFBOOK" build --epub contact.epub --set "metadata.contact=van-phong@example.org" raw 2>/dev/null ||
    fail "build with a contact"
unzip -p contact.epub EPUB/package.opf | grep -q '<meta property="a11y:contactEmail">van-phong@example.org</meta>' ||
    fail "no contact"
grep -q contactEmail signed.opf && fail "a contact that nobody gave"
if "$BRIEFBOOK" build --epub unsigned.epub --set "metadata.conformance=WCAG 2.2 AA" raw 2>/dev/null; then
    fail "a claim without a certifier"
fi
done_with_book

#!/bin/sh
# archive: attach-sources: every original in the PDF, byte for byte, under a safe name that the list of sources tells;
# PDF/A-3a by its own word; copies carry only what their reader may see.
set -eu
# shellcheck source=/dev/null
. "$SOURCE_DIR/tests/book/lib.sh"

mkdir -p articles/sub
body='Đoạn một của bài này đủ dài để là một đoạn văn. Đoạn này nói về quan hệ hai nước.'
printf 'Bài văn bản\n\n%s\n' "$body" >'articles/Tên có dấu.txt'
printf '<!DOCTYPE html><html lang="vi"><title>Bài trang mạng</title><h1>Bài trang mạng</h1><p>%s</p><p>%s</p></html>' "$body" "$body" >articles/sub/web.txt
printf '# Bài Markdown\n\n%s\n' "$body" >articles/web.md
printf '# Bài trùng tên\n\n%s\n' "$body$body" >articles/sub/web.md
printf '# Bài để trống\n\n%s\n' "khác $body" >articles/out.md
cat >articles/book.yaml <<'Y'
name: kem
title: Sách kèm bài gốc
language: vi
date: 2026-11-20
archive: attach-sources
chapters: ["Tên có dấu.txt", sub/web.txt, web.md, sub/web.md, {file: out.md, omit: yes}]
Y
"$BRIEFBOOK" build -q -o out articles || fail build
"$BRIEFBOOK" build -q -j1 -o again articles && cmp out/kem.pdf again/kem.pdf || fail "other bytes in another run"
check_pdf out/kem.pdf
qpdf --list-attachments out/kem.pdf | sed 's/ ->.*//' >names
printf '%s\n' ten-co-dau.txt web-2.md web.html web.md | cmp - names || fail "names: $(cat names)"

# same NAME FILE TYPE
same() {
    qpdf --show-attachment="$1" out/kem.pdf >bytes && cmp bytes "articles/$2" || fail "$1 is not $2"
    qpdf --list-attachments --verbose out/kem.pdf | sed -n "/^$1 ->/,/^[a-z]/p" >about
    grep -q "mime type: $3\$" about || fail "$1: no type $3: $(cat about)"
    grep -q "modification date: D:20261120000000Z" about || fail "$1: date: $(cat about)"
    grep -q "checksum: $(md5sum <"articles/$2" | cut -d ' ' -f 1)" about || fail "$1: checksum: $(cat about)"
}
same ten-co-dau.txt 'Tên có dấu.txt' text/plain
same web.html sub/web.txt text/html
same web.md web.md text/markdown
same web-2.md sub/web.md text/markdown

qpdf --qdf --object-streams=disable out/kem.pdf open.pdf
[ "$(grep -ac '/AFRelationship /Source' open.pdf)" -eq 4 ] && grep -aq '^  /AF \[' open.pdf || fail "associated files"
[ "$(grep -ac '/Subtype /text#2f' open.pdf)" -eq 4 ] || fail "types of streams"
size=$(wc -c <articles/web.md)
grep -aq "/Size $size\$" open.pdf || fail "no size $size"
grep -aq '<pdfaid:part>3</pdfaid:part>' out/kem.pdf && grep -aq '<pdfaid:conformance>A<' out/kem.pdf &&
    grep -aq '<pdfuaid:part>1<' out/kem.pdf || fail "claims"

# Named in the list of sources, in both forms of the book; not where nothing is attached.
pdftotext -enc UTF-8 -layout out/kem.pdf text
for name in ten-co-dau.txt web.html web.md web-2.md; do
    grep -q "Bài gốc đính kèm tệp PDF: $name" text || fail "$name is not in the sources"
done
unzip -p out/kem.epub 'EPUB/text/*' | grep -q 'Bài gốc đính kèm tệp PDF: web-2.md' || fail "not in the EPUB"
for set in archive=none preset=press; do
    "$BRIEFBOOK" build -q --pdf none.pdf --set $set articles 2>/dev/null || fail "$set"
    ! qpdf --list-attachments none.pdf | grep -qv 'no embedded files' || fail "$set: attached all the same"
    ! pdftotext none.pdf - | grep -q 'đính kèm' || fail "$set: said to be attached"
done

# Copies: what a reader may not see is not attached either.
printf 'name,hide\nA,\nB,sub/web.txt\n' >list.csv
"$BRIEFBOOK" build -q -o copies --recipients list.csv articles || fail copies
qpdf --list-attachments copies/kem-01-a.pdf | sed 's/ ->.*//' | cmp - names || fail "a whole copy"
[ "$(qpdf --list-attachments copies/kem-02-b.pdf | sed 's/ ->.*//' | tr '\n' ' ')" = "ten-co-dau.txt web-2.md web.md " ] ||
    fail "a copy without a chapter: $(qpdf --list-attachments copies/kem-02-b.pdf)"
check_pdf copies/kem-02-b.pdf

# An edited article: its original is attached, unless it has changed; it may not name other files.
"$BRIEFBOOK" ingest --to markdown -o edited articles/sub/web.txt
"$BRIEFBOOK" build -q --pdf edited.pdf --set archive=attach-sources edited/web.md || fail edited
qpdf --show-attachment=web.html edited.pdf | cmp - articles/sub/web.txt || fail "not the original"
echo >>articles/sub/web.txt
"$BRIEFBOOK" build --lang en --preset press --pdf pressed.pdf --set archive=attach-sources edited/web.md 2>err || fail "press: $(cat err)"
grep -q 'warning: a PDF for the press (PDF/X) carries no files.*attach-sources' err || fail "press is silent: $(cat err)"
"$BRIEFBOOK" build --lang en --pdf changed.pdf --set archive=attach-sources edited/web.md 2>err || fail changed
grep -q 'web.md: warning: .*attach-sources' err && grep -q 'no embedded files' <<E2 || fail "changed: $(cat err)"
$(qpdf --list-attachments changed.pdf)
E2
printf -- '---\ningested: 1\noriginal: /etc/passwd\noriginal_sha256: %s\ntitle: X\n---\n\n%s\n' "$(sha256sum </etc/passwd | cut -d ' ' -f 1)" "$body" >evil.md
"$BRIEFBOOK" build --lang en --pdf evil.pdf --sandbox off --set archive=attach-sources evil.md 2>err || fail evil
qpdf --list-attachments evil.pdf | grep -q 'no embedded files' || fail "a file that is no article was taken: $(qpdf --list-attachments evil.pdf)"
done_with_book

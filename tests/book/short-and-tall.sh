#!/bin/sh
# Chapters of next to nothing, and rows, words and tables larger than their room, in every layout and on a page of A6: nothing
# hangs, nothing is lost.
set -eu
# shellcheck source=/dev/null
. "$SOURCE_DIR/tests/book/lib.sh"

head_of() { printf -- '---\ntitle: %s\ndate: 2024-06-01\n---\n\n' "$1"; }
{ head_of "Một dòng" && echo "Chỉ một dòng."; } >line.md
{ head_of "Chỉ bảng" && printf '| A | B |\n|---|---|\n| một | 1 |\n'; } >table.md
{ head_of "Chỉ danh sách" && printf -- '- một\n- hai\n  - ba\n    - bốn\n'; } >list.md
{ head_of "Chỉ chú thích" && printf 'Chữ[^1]\n\n[^1]: Chú thích.\n'; } >note.md
{
    head_of "Hàng cao hơn trang"
    printf '| A | B |\n|---|---|\n'
    awk 'BEGIN { for (i = 1; i <= 2; i++) { printf "| hàng%d | ", i; for (k = 1; k <= 900; k++) printf "ô%d-%d ", i, k; print "|" } }'
} >tall.md
{
    head_of "Bảng mười bốn cột"
    awk 'BEGIN { for (r = 0; r < 6; r++) { printf "|"; for (i = 1; i <= 14; i++) printf r == 1 ? "---|" : " cột%d hàng%d dài |", i, r; print "" } }'
} >wide.md
{
    head_of "Địa chỉ dài"
    printf 'Xem https://example.org/thu-muc/%s?a=1&b=2 nhé, và ' "$(awk 'BEGIN { for (i = 0; i < 40; i++) printf "phan-%d/", i }')"
    awk 'BEGIN { for (i = 0; i < 40; i++) printf "abcdefghij"; print "." }'
} >address.md
{
    head_of "Lời nhấc ra"
    printf 'Đoạn trước.\n\n::: pull-quote\nMột câu được nhấc ra khỏi bài.\n:::\n\nĐoạn sau.\n'
} >pulled.md
{
    head_of "Chú thích cao hơn trang"
    printf 'Chữ đứng trước.[^1] Chữ đứng sau.\n\n[^1]: '
    awk 'BEGIN { for (k = 1; k <= 2500; k++) printf "chú%d ", k; print "hết." }'
} >longnote.md
{
    head_of "Lời nhấc ra cao hơn trang"
    printf 'Đoạn trước.\n\n::: pull-quote\n'
    awk 'BEGIN { for (k = 1; k <= 1500; k++) printf "nhấc%d ", k; print "hết." }'
    printf ':::\n\nĐoạn sau.\n'
} >longpull.md
{
    head_of "Lời ảnh cao hơn trang"
    printf 'Đoạn trước.\n\n![thay](anh.png "'
    awk 'BEGIN { for (k = 1; k <= 1500; k++) printf "lời%d ", k; print "hết.\")" }'
    printf '\nĐoạn sau.\n'
} >caption.md
cp "$SOURCE_DIR/tests/book/torture/anh/mau.png" anh.png
cat >a6.yaml <<'TEXT'
extends: book-a5
page: {size: a6, inner: 12mm, outer: 10mm, top: 14mm, bottom: 16mm, gutter: 2mm, full-width: 81mm}
opening: {sink: 20pt, title-width: 81mm}
cover: {left: 12mm, width: 82mm, bar-top: 40mm, meeting-rule: 100mm, foot: 138mm}
folio: {baseline: -8mm}
foot: {baseline: -8mm}
TEXT
for layout in briefing-a4 report-a4 book-a5 nd30-a4 large-print-a4 tablet ./a6.yaml; do
    make_book all --layout "$layout" line.md table.md list.md note.md tall.md wide.md address.md pulled.md longpull.md longnote.md || continue
    same_book all --no-poppler
    ! grep 'page-overfull' all/messages || [ "$layout" = ./a6.yaml ] || fail "$layout: something runs over a page"
done

# A row higher than the page goes on under a head set again; the address is divided behind its slashes alone.
make_book tall --layout briefing-a4 tall.md && pdftotext -layout tall/book.pdf tall/text
[ "$(grep -c '^ *A  *B *$' tall/text)" -ge 4 ] || fail "the head of the table is not set again"
make_book address --layout briefing-a4 address.md && pdftotext -layout address/book.pdf address/text
grep -q 'phan-[0-9]*/$' address/text || fail "the address is not divided behind a slash"
! grep -q 'phan-[0-9][0-9]*$' address/text || fail "the address is divided inside a part"
# Type is made smaller before words are cut.
make_book wide --layout briefing-a4 --lang en wide.md && ! grep 'word-cut\|table-wide' wide/messages ||
    fail "words of a table are cut that has room in small type"
# A pull quote is read once, where it stands; the EPUB says what it is.
make_book pulled --layout briefing-a4 pulled.md && check_epub pulled/book.epub
unzip -p pulled/book.epub EPUB/text/ch-pulled.xhtml | tr -d '\n' | grep -q '<aside class="pull"[^>]* role="doc-pullquote"' ||
    fail "the pull quote is no aside"
[ "$(pdftotext pulled/book.pdf - | grep -c 'nhấc ra khỏi bài')" -eq 1 ] || fail "the pull quote is not read once"
# One that is higher than a page goes on overleaf, in order and once, and fills the pages that it takes.
make_book longpull --layout briefing-a4 --lang en longpull.md && pdftotext longpull/book.pdf longpull/text
awk 'BEGIN { for (k = 1; k <= 1500; k++) print "nhấc" k }' >longpull/wanted
grep -o 'nhấc[0-9][0-9]*' longpull/text | cmp - longpull/wanted || fail "words of the long pull quote are lost, twice there or out of order"
pages=$(grep -o 'nhấc\|'"$(printf '\f')" longpull/text | uniq | grep -c nhấc)
[ "$pages" -ge 3 ] && [ "$pages" -le 12 ] || fail "the long pull quote takes $pages pages"
! grep 'page-overfull\|unknown-block' longpull/messages || fail "the long pull quote"
# So does the caption of a picture.
make_book caption --layout briefing-a4 --lang en caption.md && pdftotext caption/book.pdf caption/text
awk 'BEGIN { for (k = 1; k <= 1500; k++) print "lời" k }' >caption/wanted
grep -o 'lời[0-9][0-9]*' caption/text | cmp - caption/wanted || fail "words of the long caption are lost, twice there or out of order"
done_with_book

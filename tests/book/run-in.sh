#!/bin/sh
# Headings of the third level run into their text (styles.heading-3.run-in): both stand on one line, the heading is an element
# of its own, and nothing of it is lost; a long one, or one without a paragraph, stands alone.
set -eu
# shellcheck source=/dev/null
. "$SOURCE_DIR/tests/book/lib.sh"

cat >bai.md <<'TEXT'
# Một bài

Đoạn mở đầu của bài này chỉ để có chữ đứng trước các đề mục nhỏ.

## Mục

### Tiểu mục

#### Vận tải đường sắt

Đoạn thứ nhất đi liền sau đề mục nhỏ trên cùng một dòng, và dài hơn một dòng để còn xuống dòng thứ hai.

#### Đề mục nhỏ này dài quá nửa dòng nên phải đứng riêng trên một hoặc hai dòng của nó

Đoạn thứ hai.

#### Danh sách

- mục một
- mục hai
TEXT
printf 'title: Đề mục\nfront: []\nback: []\nchapters: [bai.md]\n' >book.yaml

# same_line LAYOUT: 1 where heading and text share their base line, else 0.
same_line() {
    "$BRIEFBOOK" build --layout "$1" --dump pages book.yaml 2>/dev/null |
        awk '/^  text/ { split($2, at, ",") } /"Vận tải/ { y = at[2]; x = at[1] } /"Đoạn thứ nhất/ { print (at[2] == y && at[1] > x + 50); exit }'
}

for layout in briefing-a4 book-a5 large-print-a4; do
    make_book "$layout" --layout "$layout" book.yaml || continue
    same_book "$layout" --no-poppler
    case $layout in large*) want=0 ;; *) want=1 ;; esac
    [ "$(same_line "$layout")" = "$want" ] || fail "$layout: heading and text on one line: $(same_line "$layout"), not $want"
done
check_epub book-a5/book.epub
pdfinfo -struct-text briefing-a4/book.pdf >struct
awk '/H4/ { getline; if (/"Vận tải đường sắt/) own = 1 } END { exit !own }' struct || fail "the heading is no element: $(grep -A 2 H4 struct)"
"$BRIEFBOOK" build --dump pages book.yaml 2>/dev/null >dump
awk '/^  text/ { split($2, at, ",") } /"Đề mục nhỏ/ { y = at[2] } /"Đoạn thứ hai/ { exit at[2] <= y }' dump || fail "a long heading runs in"
# A word of the heading is the first of the line for the EPUB's page marks as well.
grep -q 'Vận tải' struct
done_with_book

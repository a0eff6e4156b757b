#!/bin/sh
# Tables that are too wide to be read upright stand turned by a quarter on pages of their own: whole, tagged like any table,
# with their heads on each page; others stay upright.
set -eu
# shellcheck source=/dev/null
. "$SOURCE_DIR/tests/book/lib.sh"

awk -v seed=5 -v sections=3 -f "$SOURCE_DIR/tests/book/prose.awk" | grep -v '^\[\^' | sed 's/\[^[0-9]*\]//g' >bai.md
awk 'BEGIN {
    columns = split("Tỉnh,Kilômét,Nghiệm thu,Khối lượng,Doanh nghiệp,Container,Nông nghiệp,Nghiên cứu,Phương tiện,Đường sắt,Thanh toán,Truyền thông,Nguyên liệu", head, ",")
    print ""
    for (i = 1; i <= columns; i++) printf "| %s ", head[i]
    print "|"
    for (i = 1; i <= columns; i++) printf "|---"
    print "|"
    for (row = 1; row <= 45; row++) {
        printf "| ĐP-%d", row
        for (i = 2; i <= columns; i++) printf " | %s", i % 5 == 0 ? "trung-bình" row : row * i "." i "00"
        print " |"
    }
    print "\n## Sau bảng\n"
    for (i = 0; i < 14; i++) print "Đoạn văn sau bảng nói tiếp về các số liệu ở trên, và dài đủ để lấp trang đứng trước bảng cho đầy, dù bảng đã chiếm trang riêng của nó.\n"
    print "| Năm | Số |\n|---|---|\n| 2023 | 12 |\n| 2024 | 15 |\n"
}' >>bai.md
printf 'title: Bảng rộng\nfront: []\nback: []\nchapters: [bai.md]\n' >book.yaml

for layout in briefing-a4 report-a4 nd30-a4; do
    make_book "$layout" --layout "$layout" book.yaml || continue
    same_book "$layout" --no-poppler
    if grep -q 'table-wide\|overfull\|lines-touch' "$layout/messages"; then
        fail "$layout: $(cat "$layout/messages")"
    fi
    "$BRIEFBOOK" build --layout "$layout" --dump pages book.yaml 2>/dev/null >"$layout/pages"
    # Turned items stand on pages of their own, rows in their order, inside the page; each page has the heads.
    awk '
        /^page/ { page = $2; split($4, size, "x") }
        /^  turned text/ {
            split($3, at, ","); turned[page] = 1
            if (at[1] < 0 || at[1] > size[2] || at[2] < 0 || at[2] > size[1]) { print "outside the page: " $0; bad++ }
            if (/"Kilômét/) heads[page]++
            if (match($0, /"ĐP-[0-9]+/)) {
                row = substr($0, RSTART, RLENGTH); sub(/.*-/, "", row)
                if (row != last + 1) { print "row " row " after " last ": " $0; bad++ }
                last = row
            }
        }
        /^  text/ && / #[0-9]/ { body[page]++ }
        END {
            for (p in turned) {
                n++
                if (heads[p] != 1) { print "page " p " has " heads[p] + 0 " heads"; bad++ }
                if (body[p] > 0) { print "text on page " p; bad++ }
            }
            if (n < 1) { print "nothing is turned"; bad++ }
            if (last != 45) { print "rows end with " last; bad++ }
            exit bad > 0
        }' "$layout/pages" >"$layout/wrong" || fail "$layout: $(head -n 5 "$layout/wrong")"
    grep -q '^  text.*"2024' "$layout/pages" || fail "$layout: the small table is not upright"
    qpdf --qdf --object-streams=disable "$layout/book.pdf" "$layout/qdf.pdf"
    LC_ALL=C grep -aq '^q 0 1 -1 0 [0-9.]* 0 cm' "$layout/qdf.pdf" || fail "$layout: nothing is turned in the PDF"
    pdfinfo -struct "$layout/book.pdf" 2>/dev/null | grep -c 'TR' >"$layout/rows"
    [ "$(cat "$layout/rows")" -eq 49 ] || fail "$layout: $(cat "$layout/rows") rows are tagged, not 46 and 3"
done
check_epub briefing-a4/book.epub
done_with_book

#!/bin/sh
# What stays together at a page's end: who said it with the last lines of the quotation, a heading with two lines of its text,
# words that introduce a list with its first item.
set -eu
# shellcheck source=/dev/null
. "$SOURCE_DIR/tests/book/lib.sh"

awk 'BEGIN {
    print "# Nhiều lời nói\n"
    for (i = 1; i <= 90; i++) {
        if (i % 3 == 0) print "## Đề-mục số " i "\n"
        for (k = 0; k < 1 + i * 7 % 5; k++) printf "Câu này chỉ để có chữ đứng trước lời nói và đẩy lời nói xuống gần chân trang hơn. "
        print "\n"
        print "> Lời nói thứ " i " dài hơn một dòng, để người ta thấy nó được chia ra như thế nào khi trang giấy đã hết chỗ cho cả hai dòng ấy.\n>\n> — Người-nói " i "\n"
        if (i % 4 == 0) print "Các việc phải làm gồm:\n\n- việc-đầu tiên\n- việc thứ hai\n- việc thứ ba\n"
    }
}' >bai.md
printf 'title: Lời nói\nfront: []\nback: []\nchapters: [bai.md]\n' >book.yaml

for layout in briefing-a4 report-a4 book-a5 nd30-a4; do
    "$BRIEFBOOK" build --layout "$layout" --dump pages book.yaml >"$layout.dump" 2>/dev/null || fail "$layout: build"
    awk '
        /^page/ { first = 1; foot = last; last = "" ; n++; if (foot ~ /Đề-mục|gồm:/) { print "page " $2 " follows: " foot; bad++ } next }
        /^  text/ && / #[0-9]/ {
            if (first && /"Người-nói|"việc-đầu/) { print "page " n " begins with: " $0; bad++ }
            if (/"Người-nói/) said++
            first = 0; last = $0
        }
        END { if (said != 90) { print said " speakers"; bad++ } if (n < 10) { print n " pages"; bad++ } exit bad > 0 }' "$layout.dump" >"$layout.wrong" ||
        fail "$layout: $(head -n 4 "$layout.wrong")"
done
done_with_book

#!/bin/sh
# A table of sixty rows and one of twelve columns, lists eight deep and over several pages, forty footnotes, long code and
# quotations, forty headings. Every item has a word of its own, so that none can be lost unseen.
set -eu
# shellcheck source=/dev/null
. "$SOURCE_DIR/tests/book/lib.sh"

awk 'BEGIN {
    print "---\ntitle: Bảng dài và bảng rộng\ndate: 2024-07-01\n---\n\nTrước bảng thứ nhất.\n"
    print "| STT | Địa phương | Ghi chú | Số |\n|---:|:---|:---|---:|"
    for (i = 1; i <= 60; i++)
        printf "| %d | tỉnh%d | ghi chú của hàng%d, dài ngắn khác nhau%s | %d.000 |\n", i, i, i, i % 3 ? "" : " để có hàng hai dòng, rồi lại thêm vài chữ nữa cho chắc", i
    print "\nGiữa hai bảng.\n"
    for (i = 1; i <= 12; i++) printf "| cột%d ", i; print "|"
    for (i = 1; i <= 12; i++) printf "|---"; print "|"
    for (r = 1; r <= 5; r++) { for (i = 1; i <= 12; i++) printf "| ô%dx%d ", r, i; print "|" }
    print "\nSau bảng thứ hai."
}' >tables.md
awk 'BEGIN {
    print "Trước bảng thứ nhất."
    for (i = 1; i <= 60; i++) print "tỉnh" i " hàng" i ","
    print "Giữa hai bảng."
    for (r = 1; r <= 5; r++) for (i = 1; i <= 12; i++) print "ô" r "x" i
    print "Sau bảng thứ hai."
}' >tables.words

awk 'BEGIN {
    print "---\ntitle: Danh sách lồng nhau\ndate: 2024-07-02\n---\n\nTám cấp:\n"
    for (i = 1; i <= 8; i++) { printf "%*s- cấp%d xuống\n", (i - 1) * 2, "", i }
    for (i = 8; i >= 1; i--) { printf "%*s- cấp%d lên\n", (i - 1) * 2, "", i }
    print "\nMột danh sách dài:\n"
    for (i = 1; i <= 90; i++) printf "%d. mục%d của danh sách, dài hơn một dòng để có mục gãy qua trang, vì thế viết thêm vài chữ\n", i, i
    print "\nHết danh sách."
}' >lists.md
awk 'BEGIN {
    for (i = 1; i <= 8; i++) print "cấp" i " xuống"
    for (i = 8; i >= 1; i--) print "cấp" i " lên"
    for (i = 1; i <= 90; i++) print "mục" i
    print "Hết danh sách."
}' >lists.words

awk 'BEGIN {
    print "---\ntitle: Bốn mươi chú thích\ndate: 2024-07-03\n---\n"
    for (i = 1; i <= 40; i++) {
        printf "Đoạn%d có một chú thích[^%d] ở giữa câu và đủ dài để chiếm hơn một dòng trên trang giấy khổ A4 khi in ra, rồi hết đoạn.", i, i
        if (i % 8 == 0) printf " Nó còn nhắc lại một chú thích cũ.[^%d]", i - 1
        print "\n"
    }
    for (i = 1; i <= 40; i++) {
        printf "[^%d]: Lời chú%d cho đoạn trên", i, i
        for (k = 0; i == 20 && k < 400; k++) printf " dài%d", k
        print ".\n"
    }
}' >notes.md
awk 'BEGIN { for (i = 1; i <= 40; i++) print "Đoạn" i " có một chú" }' >notes.words
awk 'BEGIN { for (i = 1; i <= 40; i++) { printf "Lời chú%d cho đoạn trên%s", i, i == 20 ? "" : ".\n"; for (k = 0; i == 20 && k < 400; k++) printf " dài%d%s", k, k == 399 ? ".\n" : "" } }' >notes-below.words

awk 'BEGIN {
    print "---\ntitle: Khối dài qua nhiều trang\ndate: 2024-07-04\n---\n\nMột khối mã dài:\n\n```c"
    for (i = 1; i <= 120; i++) printf "int dong%d = %d; /* ghi chú %d */\n", i, i, i
    print "```\n\nMột trích dẫn dài:\n"
    for (i = 1; i <= 30; i++)
        printf "> Câu trích%d dài hơn một dòng, để trang có thể bắt đầu ở giữa một đoạn trích dẫn, vì thế thêm vài chữ nữa cho đủ.\n>\n", i
    print "> - mục một trong trích\n> - mục hai trong trích\n\nMột chuỗi tiêu đề:\n"
    for (i = 1; i <= 40; i++) printf "## Tiêu đề%d\n\n### Tiêu đề con%d\n\nĐoạn%d.\n\n", i, i, i
}' >blocks.md
awk 'BEGIN {
    for (i = 1; i <= 120; i++) print "dong" i
    for (i = 1; i <= 30; i++) print "trích" i
    for (i = 1; i <= 40; i++) print "Tiêu đề" i " con" i " Đoạn" i "."
}' >blocks.words

for name in tables lists notes blocks; do
    if make_book "$name" "$name.md"; then
        if [ "$name" = notes ]; then
            same_book notes --min 0.999 --expect notes.words --expect-notes notes-below.words
        else
            same_book "$name" --min 0.999 --expect "$name.words"
        fi
    fi
done
mkdir articles
cp tables.md lists.md notes.md blocks.md articles
if make_book all articles; then
    same_book all --min 0.999
    check_epub all/book.epub
fi
done_with_book

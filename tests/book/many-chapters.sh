#!/bin/sh
# A book of 300 chapters in three parts, some of them without a word of text.
set -eu
# shellcheck source=/dev/null
. "$SOURCE_DIR/tests/book/lib.sh"

mkdir chapters
awk -v dir=chapters 'BEGIN {
    yaml = dir "/book.yaml"
    print "title: Ba trăm chương\nlanguage: vi\ndate: 2024-05-01\nparts:" >yaml
    for (i = 1; i <= 300; i++) {
        if (i % 100 == 1)
            printf "  - title: Phần có một trăm chương, từ chương %d\n    chapters:\n", i >yaml
        file = sprintf("%03d-chuong.md", i)
        printf "      - file: %s\n", file >yaml
        out = dir "/" file
        printf "---\ntitle: Chương số %d của một cuốn sách dài\ndate: 2024-04-%02d\nsource_name: Báo số %d\n---\n\n", i, i % 30 + 1, i % 7 >out
        for (k = 1; i % 10 != 0 && k <= i % 4 + 1; k++) {
            if (k == 2)
                printf "## Mục %d.%d\n\n", i, k >out
            printf "Đoạn văn c%dđ%d nói về một ngày ở Almaty, khi tuyết trên núi vừa tan và người ta mở cửa sổ đón gió;", i, k >out
            printf " nó dài vừa đủ để xuống dòng hai ba lần rồi dừng lại.\n\n" >out
        }
        close(out)
    }
}'
if make_book many chapters; then
    same_book many --no-struct --min 0.999
    check_epub many/book.epub
fi
done_with_book

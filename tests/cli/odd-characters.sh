#!/bin/sh
# Characters that no font has, or that nobody sees, do not stop the book.
# shellcheck source=/dev/null
. "$SOURCE_DIR/tests/cli/common.sh"

article a.txt
{
    printf 'Khách tham quan vui mừng \360\237\230\200 và vẫy tay chào đoàn ở bến cảng buổi sáng.\n\n'     # an emoji
    printf 'Ký hiệu riêng \356\200\200 của một phông chữ đứng giữa câu này, trước dấu chấm.\n\n'           # private use
    printf 'Chữ\342\200\213 có dấu cách\342\200\213 không chiều rộng, và cả chữ \360\223\202\200 rất hiếm gặp.\n\n' # U+200B, a hieroglyph
    printf 'Câu cuối cùng có ký tự điều khiển \001 và dấu thay thế \357\277\275 ở giữa.\n'
} >>a.txt
run 0 build -o out a.txt
for file in out/a.pdf out/a.epub; do
    [ -s "$file" ] || complain "$file was not written"
done
finish

#!/bin/sh
# Long things: a title of ten thousand characters, a word of five thousand letters, an address, a paragraph of four pages, a
# chapter of forty.
set -eu
# shellcheck source=/dev/null
. "$SOURCE_DIR/tests/book/lib.sh"

# The title has what must not get into a file name, XML, a PDF string or a shell.
{
    printf -- '---\ntitle: "'
    awk 'BEGIN {
        odd = "../../etc/passwd \\\"ngoặc\\\" <b>&amp;</b> $(reboot) `x` %s\\u0007\\u001b\\u202eđảo\\u202c ]]> \\\\ tiêu đề "
        for (n = 0; n < 10000; n += 75)
            printf "%s", odd
    }'
    printf '"\ndate: 2024-06-01\nsource_name: Báo Tiêu Đề Dài\n---\n\nMột đoạn ngắn dưới tiêu đề dài.\n'
} >title.md
if make_book title title.md; then
    same_book title --no-poppler --cover no
    check_epub title/book.epub
    [ "$(find . -name 'passwd*' | wc -l)" -eq 0 ] || fail "the title became a file name"
fi

{
    printf -- '---\ntitle: Một từ rất dài\ndate: 2024-06-02\n---\n\nTrước nó là một câu. '
    awk 'BEGIN { for (n = 0; n < 1000; n++) printf "nghĩa" }'
    printf ' Sau nó là một câu nữa.\n\nĐịa chỉ: https://example.org/'
    awk 'BEGIN { for (n = 0; n < 60; n++) printf "thu-muc-%d/", n }'
    printf 'het.html và hết.\n'
} >word.md
if make_book word word.md; then
    same_book word --no-poppler
    check_epub word/book.epub
fi

{
    printf -- '---\ntitle: Một đoạn văn bốn trang\ndate: 2024-06-03\n---\n\n'
    awk 'BEGIN { for (n = 1; n <= 2500; n++) printf "chữ%d ", n; print "hết." }'
} >paragraph.md
awk 'BEGIN { for (n = 1; n <= 2500; n++) print "chữ" n; print "hết." }' >paragraph.words
if make_book paragraph paragraph.md; then
    same_book paragraph --min 0.999 --expect paragraph.words
    [ "$(pdfinfo paragraph/book.pdf | awk '/^Pages/ { print $2 }')" -ge 5 ] || fail "the paragraph is on too few pages"
fi

# A cell of some seventy pages, higher than lengths can be counted, beside a short one; and a note of forty.
{
    printf -- '---\ntitle: Một ô và một lời chú rất dài\ndate: 2024-06-03\n---\n\nTrước bảng.\n\n| Mục | Nội dung |\n|---|---|\n| Ngắn | '
    awk 'BEGIN { for (n = 1; n <= 40000; n++) printf "ô%d ", n }'
    printf '|\n| Cuối | hết |\n\nSau bảng là chữ có chú thích.[^1]\n\n[^1]: '
    awk 'BEGIN { for (n = 1; n <= 30000; n++) printf "chú%d ", n; print "xong." }'
} >cell.md
awk 'BEGIN { for (n = 1; n <= 40000; n += 3) print "ô" n }' >cell.words
if make_book cell cell.md; then
    same_book cell --no-poppler --min 0.999 --expect cell.words
    check_epub cell/book.epub
    unzip -l cell/book.epub | awk '/\.xhtml$/ && $1 > 300000 { print; bad = 1 } END { exit bad }' || fail "a file of more than 300 kB"
fi

# A chapter that the EPUB divides over several files, with notes and links to its own sections all through.
{
    printf -- '---\ntitle: Một chương rất dài\ndate: 2024-06-04\n---\n\n'
    awk 'BEGIN {
        for (i = 1; i <= 1000; i++) {
            if (i % 25 == 1)
                printf "## Mục số %d {#muc-%d}\n\n", i, i
            printf "Đoạn%d kể về chặng đường từ ga này đến ga kia qua thảo nguyên, nơi gió thổi suốt ngày và người lái tàu thuộc từng khúc cong", i
            if (i % 20 == 0)
                printf ",[^%d] và trỏ về [mục kia](#muc-%d)", i, (i * 7) % 40 * 25 + 1
            print ".\n"
        }
        for (i = 20; i <= 1000; i += 20)
            printf "[^%d]: Lời chú thứ%d của chương.\n\n", i, i
    }'
} >chapter.md
awk 'BEGIN { for (i = 1; i <= 1000; i++) print "Đoạn" i " kể" }' >chapter.words
if make_book chapter chapter.md; then
    same_book chapter --no-struct --min 0.999 --expect chapter.words
    check_epub chapter/book.epub
    [ "$(unzip -Z1 chapter/book.epub 'EPUB/text/ch-*' | wc -l)" -ge 2 ] || fail "the long chapter is one file"
fi
done_with_book

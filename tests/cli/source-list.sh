#!/bin/sh
# The list of sources says of each article where it was, when it was read there, and the SHA-256 of the file; live links in
# the EPUB and on the screen.
set -eu
# shellcheck source=/dev/null
. "$SOURCE_DIR/tests/cli/common.sh"

for n in 1 2; do
    cat >"bai-$n.md" <<MD
---
title: Bài số $n
author: Lê Thị Hạnh
date: 2024-05-0$n
source_name: Báo Sông Hồng
source_url: https://example.org/bai-so-$n
accessed: 2024-06-1$n
---

Một đoạn văn của bài số $n.
MD
done
run 0 build --quiet --lang vi --pdf book.pdf --epub book.epub bai-1.md bai-2.md
pdftotext -raw -enc UTF-8 book.pdf - | tr '\f' '\n' | sed -n '/^Nguồn tài liệu$/,$p' >list.txt
unzip -q -o book.epub -d epub
tr -d ' \n' <list.txt >packed.txt
sed 's/<[^>]*>//g' epub/*/text/sources.xhtml | tr -d ' \n' >packed.epub
for n in 1 2; do
    sum=$(sha256sum "bai-$n.md" | cut -d ' ' -f 1)
    for text in packed.txt packed.epub; do
        grep -qF "$sum" "$text" || complain "$text lacks the sum of bai-$n.md, $sum"
        grep -qF "1$n/6/2024" "$text" || complain "$text lacks the day on which bai-$n.md was read"
        grep -qF "LêThịHạnh,BáoSôngHồng,$n/5/2024" "$text" || complain "$text lacks author, outlet or date of bai-$n.md"
        grep -qF "https://example.org/bai-so-$n" "$text" || complain "$text lacks the address of bai-$n.md"
    done
    grep -q "<a [^>]*href=\"https://example.org/bai-so-$n\"" epub/*/text/sources.xhtml || complain "no link in the EPUB: $n"
    qpdf --json=2 book.pdf | grep -qF "\"/URI\": \"u:https://example.org/bai-so-$n\"" || complain "no link in the PDF: $n"
done
# No other access date than the articles' own.
sed '/^accessed/d' bai-1.md >bai-3.md
run 0 build --quiet --lang vi --pdf book.pdf bai-3.md
if pdftotext -raw -enc UTF-8 book.pdf - | grep -qi 'truy cập'; then
    complain "an access date from nowhere"
fi
finish

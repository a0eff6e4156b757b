#!/bin/sh
# Mistakes in book.yaml are told with line and column, all at once, and nothing is written.
# shellcheck source=/dev/null
. "$SOURCE_DIR/tests/cli/common.sh"

article a.txt

cat >book.yaml <<YAML
title: "Chưa đóng dấu nháy
chapters: [a.txt]
YAML
run 1 build -o out .
grep -q '^book\.yaml:[0-9]*:[0-9]*: error: ' "$WORK/err" || complain "no line and column"
one_line

cat >book.yaml <<YAML
titel: Sách
date: 31/02/2026
meeting:
  plase: Hà Nội
chapters:
  - file: a.txt
    sumary: x
YAML
run 1 build -o out book.yaml
for place in 1:1 2:7 4:3 7:5; do
    says "book.yaml:$place: error:"
done
says "'title'"
says "'place'"
says "'summary'"

cat >book.yaml <<YAML
title: Sách
chapters:
  - a.txt
  - file: khong-co.txt
YAML
run 1 build -o out .
says "book.yaml:4:11: error:"
one_line

# What stands elsewhere is told in the same run: in the articles, of pictures, in the layout's keys.
mkdir -p cung
cat >cung/a.md <<'MD'
---
title: Bài một
---

Đoạn văn mở đầu của bài thứ nhất có một [liên kết](http://exa mple.org) và vài chữ.

![Ảnh không có ở đây](khong-co.png)

Năm 1992, Việt Nam và Kazakhstan thiết lập quan hệ ngoại giao.
MD
cat >cung/b.md <<'MD'
---
title: Bài hai
---

Đoạn văn mở đầu của bài thứ hai có vài chữ.

Năm 1993, Việt Nam và Kazakhstan thiết lập quan hệ ngoại giao.
MD
cat >cung/book.yaml <<YAML
titel: Sách
chapters: [a.md, b.md, thieu.txt]
text: {size: lon}
layout: khong-co
issuer: {name: Cơ quan, logo: khong-co-logo.png}
YAML
for command in check build; do
    run 1 $command cung
    says "cung/book.yaml:1:1: error:"
    says "cung/book.yaml:2:24: error:"
    says "cung/book.yaml:3:14: error:"
    says "cung/book.yaml:4:9: error:"
    says "cung/book.yaml:5:31: warning:"
    says "cung/a.md:7:"
    says "khong-co.png"
    if [ -e cung.pdf ] || [ -e cung.epub ]; then
        complain "$command wrote a book"
    fi
done
run 1 check --lang en cung
says "cung/a.md:9: note: thiết lập quan hệ ngoại giao"

printf 'title: Sách\nlayout: no-such-layout\nchapters: [a.txt]\n' >book.yaml
run 1 build -o out .
says "no-such-layout"
one_line
if [ -e out ]; then
    complain "something was written"
fi
finish

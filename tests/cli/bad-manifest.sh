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

printf 'title: Sách\nlayout: no-such-layout\nchapters: [a.txt]\n' >book.yaml
run 1 build -o out .
says "no-such-layout"
one_line
if [ -e out ]; then
    complain "something was written"
fi
finish

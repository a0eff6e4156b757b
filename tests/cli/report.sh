#!/bin/sh
# --report tells what was left out, with line and rule; --depfile names every input for Make.
# shellcheck source=/dev/null
. "$SOURCE_DIR/tests/cli/common.sh"

article a.txt
printf '\nIn bài viết\n' >>a.txt
printf 'name: sach\nchapters: [a.txt]\n' >book.yaml
run 0 build --report report.json --depfile sach.d -o out .
grep -q '"In bài viết"' report.json || complain "the dropped line is not in the report"
grep -q '"rule"' report.json || complain "the report names no rule"
for name in out/sach.pdf out/sach.epub a.txt book.yaml; do
    grep -qF "$name" sach.d || complain "sach.d does not name $name"
done
grep -q '^a\.txt:$' sach.d || complain "sach.d has no rule for a.txt"
finish

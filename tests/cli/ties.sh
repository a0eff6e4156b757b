#!/bin/sh
# What belongs together: the user's gazetteer adds to the ties, and they can be switched off.
. "$SOURCE_DIR/tests/cli/common.sh"

printf '# Tuyến mới\n\nHai bên bàn về tuyến đường sắt cao tốc mới, giá 5 tỷ đồng, với ông Trần An trong tuần này.\n' >a.md
printf 'đường sắt cao tốc  # a name that no capital shows\n' >names.txt
printf 'name: sach\nnames: names.txt\nchapters: [a.md]\n' >book.yaml

# tied WORD: a break behind it would tear a name, in the last dump.
tied() {
    grep -A1 "^[ *] box $1 " out.txt | grep -q 'penalty [0-9]* name'
}
run 0 build --dump hlist .
tied sắt || complain "a name of the gazetteer is not tied"
tied Trần || complain "a name is not tied"
run 0 build --dump hlist a.md
if tied sắt; then complain "tied without a gazetteer"; fi
run 0 build --dump hlist --set ties=off .
if tied Trần || tied sắt; then complain "ties=off does not take names apart"; fi
run 2 build --dump hlist --set ties=maybe .
printf 'name: sach\nnames: not-there.txt\nchapters: [a.md]\n' >book.yaml
run 1 build --dump hlist .
says "book.yaml:2:8: error: "

# What had to be torn is counted, with its cost: by check, in the report, in the trace.
cat >narrow.yaml <<'YAML'
extends: book-a5
page: {size: a5, inner: 40mm, outer: 66mm, gutter: 0mm}
YAML
cat >hep.md <<'TEXT'
# Hẹp

Ông Nguyễn Trọng Nghĩa Hưng, bà Trần Thị Phương Quỳnh Nhung và ông Phạm Khương Duy Trường gặp nhau.
TEXT
run 0 check --lang en --layout ./narrow.yaml hep.md
sed -n 's/.*belongs together: ".*(cost \([0-9]*\)).*/\1/p' "$WORK/err" | awk '{ n++; cost += $1 } END { print n, cost }' >told
says "belongs together: $(sed 's/ /, of cost /' told) in all"
read -r lines cost <told
[ "$lines" -ge 1 ] || complain "nothing was torn"
run 0 build --layout ./narrow.yaml --report report.json -o out hep.md
tr -d ' \n\t' <report.json | grep -q "\"torn\":{\"lines\":$lines,\"cost\":$cost}" || complain "the report: $(tr -d '\n\t' <report.json | tail -c 80), not $lines, $cost"
run 0 build --layout ./narrow.yaml --trace linebreak hep.md
grep '^  torn in all: ' out.txt | awk -F '[ ,]+' '{ n += $5; cost += $7 } END { print n, cost }' | diff - told ||
    complain "the trace counts otherwise"
run 0 build --layout ./narrow.yaml --set ties=off --report report.json -o out hep.md
tr -d ' \n\t' <report.json | grep -q '"torn":{"lines":0,"cost":0}' || complain "torn without ties"
finish

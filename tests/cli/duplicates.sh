#!/bin/sh
# The same text twice: one line in check and in the report; --dedupe keeps the first.
# shellcheck source=/dev/null
. "$SOURCE_DIR/tests/cli/common.sh"

article a.txt
article c.txt
cat >d.txt <<'TEXT'
Mùa mận ở bản trên

Sương còn đọng trên mái nhà khi những người đi chợ sớm đã xuống đến chân dốc. Họ gùi mận, gùi măng, dắt theo mấy con ngựa
thồ lông nâu và nói chuyện rì rầm suốt dọc con đường đất.

Đến trưa chợ tan, người ta rủ nhau vào quán uống bát rượu ngô rồi mới lên đường về, tiếng cười còn vọng lại sau khúc quanh.
TEXT
run 0 check a.txt d.txt c.txt
says "a.txt: warning: the same text stands in c.txt"
[ "$(grep -c 'duplicates' "$WORK/err")" -eq 1 ] || complain "not one line a text"
run 1 check --strict a.txt d.txt c.txt
run 0 check a.txt d.txt
! grep -q duplicates "$WORK/err" || complain "different texts"

run 0 build --dedupe --report report.json --dump book a.txt d.txt c.txt
[ "$(grep -c '^  chapter' "$WORK/out.txt")" -eq 2 ] || complain "--dedupe leaves $(grep -c '^  chapter' "$WORK/out.txt") chapters"
run 0 build --dedupe --report report.json -o out a.txt d.txt c.txt
tr -d ' \t\n' <report.json | grep -qF '"duplicates":[["a.txt","c.txt"]]' || complain "the report's duplicates"
finish

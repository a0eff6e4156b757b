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
finish

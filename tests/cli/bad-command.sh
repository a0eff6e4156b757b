#!/bin/sh
# A wrong command line ends with 2, one line and nothing written.
# shellcheck source=/dev/null
. "$SOURCE_DIR/tests/cli/common.sh"

article a.txt

run 2 buidl a.txt
says "build"
one_line
run 2 x9z7q
says "x9z7q"
one_line
run 2 help x9z7q
says "x9z7q"
one_line
run 2 layouts one two three
says "one"
one_line
run 2 build --layuot=x a.txt
says "--layout"
one_line
run 2 build --no-such-option a.txt
says "--no-such-option"
one_line
run 2 build -o
one_line
run 2 build --jobs nine a.txt
says "nine"
one_line
run 2 build
one_line
run 2 build --layout no-such-layout -o out a.txt
says "no-such-layout"
one_line
run 2 build --set tittle=X -o out a.txt
says "title"
one_line
run 2 build --set text.sise=12pt -o out a.txt
says "size"
one_line
run 2 build --set title -o out a.txt
one_line
run 2 build --pdf x --epub x a.txt
one_line
run 2 build --dump no-such-stage a.txt
one_line
run 2 build --trace linebreak,no-such-thing a.txt
one_line
says "no-such-thing"
if [ -e out ] || [ -e x ]; then
    complain "something was written"
fi

run 0 --version
grep -q '^briefbook [0-9]' "$WORK/out.txt" || complain "--version says $(cat out.txt)"
run 0 help
run 0 help build
grep -q -- '--layout' "$WORK/out.txt" || complain "help build does not tell of --layout"
run 0 layouts
grep -q '^briefing-a4' "$WORK/out.txt" || complain "layouts does not list briefing-a4"
run 0 build --help
grep -q -- '--layout' "$WORK/out.txt" || complain "build --help does not tell of --layout"
run 0 --lang vi check a.txt
run 0 fonts
grep -q '[A-Za-z]' "$WORK/out.txt" || complain "fonts lists nothing"
run 2
status=0
"$BRIEFBOOK" layouts >/dev/full 2>"$WORK/err" || status=$?
[ "$status" -eq 1 ] || complain "a list that cannot be written ends with $status"
says "-: error"

# Words in Vietnamese where the user's language is, or by option.
LC_ALL=vi_VN.UTF-8 run 2 build
says "hãy"
run 2 build --lang vi --layout no-such-layout a.txt
says "có"
finish

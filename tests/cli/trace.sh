#!/bin/sh
# --trace=linebreak tells how the lines of a paragraph were found, and writes nothing.
. "$SOURCE_DIR/tests/cli/common.sh"

article a.txt
run 0 build --trace linebreak -o out a.txt
[ ! -e out ] || complain "something was written"
grep -q '^linebreak a.txt:[0-9]' "$WORK/out.txt" || complain "no paragraph is named"
for text in ' pass 1: ' '    @1: line 1 from @0, ' ' in all ' ' chosen:' '  1: ratio '; do
    grep -qF -- "$text" "$WORK/out.txt" || complain "the trace lacks \"$text\""
done
cp out.txt once
run 0 build --trace linebreak --jobs 1 -o out a.txt
same once out.txt

# What is torn because nothing better can be had: the message and the trace tell the price.
printf '# Một tiêu đề\n\nĐoạn mở.\n\nCăn cứ Nghị quyết số 84/NQ-CP-UBTVQH-XYZ/ABCDEFGHI-2020 và Nguyễn Thị Phương Nga, Trần Thị Nghiệm.\n' >b.md
run 0 build --trace linebreak --set page.inner=70mm --set page.outer=90mm b.md
grep -q '^  torn "' out.txt || complain "nothing is said about what was torn"
run 0 check --set page.inner=70mm --set page.outer=90mm b.md
says "[torn-name]"
says "(cost "

# Time: the book is made as ever, and standard error tells of each stage.
run 0 build --trace time --quiet -o timed a.txt
run 0 build --quiet -o plain a.txt
same timed/a.pdf plain/a.pdf
run 0 build --trace time --quiet --jobs 1 -o timed a.txt
same timed/a.pdf plain/a.pdf
for stage in ingest layout pdf epub all; do
    grep -q "^$stage	[0-9.]*	[0-9.]*	[0-9]*\$" "$WORK/err" || complain "the trace of time lacks $stage"
done
run 0 build --trace time --quiet --jobs 2 -o timed a.txt
grep -q "^pdf and epub	" "$WORK/err" || complain "two threads do not write both outputs at the same time"
same timed/a.pdf plain/a.pdf
same timed/a.epub plain/a.epub
finish

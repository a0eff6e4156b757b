#!/bin/sh
# Where the results go: a folder that cannot be written to, one that is not there yet, and never an input.
# shellcheck source=/dev/null
. "$SOURCE_DIR/tests/cli/common.sh"

article a.txt

# Not even root may make a folder there.
run 1 build -o /proc/briefbook a.txt
says "/proc/briefbook"
one_line

echo "a file" >taken
run 1 build -o taken a.txt
says "taken"
one_line
[ "$(cat taken)" = "a file" ] || complain "the file in the folder's place was changed"

cp a.txt before.txt
run 2 build --pdf a.txt a.txt
says "a.txt"
one_line
same a.txt before.txt
ln a.txt other-name.txt
run 2 build --epub other-name.txt a.txt
one_line
same a.txt before.txt
run 2 build --report a.txt --pdf x.pdf a.txt
one_line
same a.txt before.txt
[ ! -e x.pdf ] || complain "a PDF was written"

run 0 build -o deep/er/still a.txt
for file in deep/er/still/a.pdf deep/er/still/a.epub; do
    [ -s "$file" ] || complain "$file was not written"
done
run 0 build --pdf only.pdf a.txt
[ -s only.pdf ] || complain "only.pdf was not written"
[ ! -e a.epub ] || complain "--pdf alone wrote an EPUB"
finish

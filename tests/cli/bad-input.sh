#!/bin/sh
# Input that cannot become a book ends with 1 and one line that names the file; what an earlier build wrote stays.
# shellcheck source=/dev/null
. "$SOURCE_DIR/tests/cli/common.sh"

mkdir out folder
echo "old" >out/a.pdf
echo "old" >out/a.epub

untouched() {
    if [ "$(cat out/a.pdf out/a.epub)" != "old
old" ] || [ "$(find out -mindepth 1 | wc -l)" -ne 2 ]; then
        complain "$1: out/ was changed"
    fi
}

run 1 build -o out no-such-file.txt
says "no-such-file.txt: error:"
one_line
untouched "missing file"

: >a.txt
run 1 build -o out a.txt
says "a.txt"
one_line
untouched "empty file"

printf '\n \n\t\n' >a.txt
run 1 build -o out a.txt
says "a.txt"
one_line
untouched "file of spaces"

head -c 4000 "$BRIEFBOOK" >a.txt
run 1 build -o out a.txt
says "a.txt"
one_line
untouched "program as an article"

run 1 build -o out folder
says "folder"
one_line
untouched "folder without articles"

article b.txt
run 1 build -o out b.txt no-such-file.txt another.txt
says "no-such-file.txt"
says "another.txt"
untouched "one good, two missing"

run 1 ingest b.txt no-such-file.txt
says "no-such-file.txt"
if [ "$(wc -l <"$WORK/out.txt")" -ne 1 ]; then
    complain "the good file's JSON is missing"
fi
finish

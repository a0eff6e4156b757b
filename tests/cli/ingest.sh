#!/bin/sh
# ingest: JSON Lines on standard output, or a file an article in a folder; equal base names keep their suffix.
. "$SOURCE_DIR/tests/cli/common.sh"

article a.txt "Bài thứ nhất về cảng biển"
article b.txt "Bài thứ hai về đường sắt"
run 0 ingest a.txt b.txt
[ "$(wc -l <"$WORK/out.txt")" -eq 2 ] || complain "not two lines of JSON"
grep -q '"title": *"Bài thứ nhất về cảng biển"' "$WORK/out.txt" || complain "no title"
grep -q '"date": *"2021-11-29T14:00"' "$WORK/out.txt" || complain "no date"

run 0 ingest -o json a.txt b.txt
[ -s json/a.json ] && [ -s json/b.json ] || complain "json/a.json or json/b.json is missing"

{
    printf '# Bài thứ ba\n\n'
    sed -n '5,9p' a.txt
} >a.md
run 0 ingest -o json2 a.txt a.md
[ -s json2/a.txt.json ] && [ -s json2/a.md.json ] || complain "equal base names: $(ls json2)"

run 0 ingest - <a.txt
[ "$(wc -l <"$WORK/out.txt")" -eq 1 ] || complain "standard input was not read"

run 0 build --dump book a.txt
grep -q '^book ' "$WORK/out.txt" || complain "--dump book prints no book"
finish

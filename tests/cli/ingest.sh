#!/bin/sh
# ingest: JSON Lines on standard output, or a file an article in a folder; equal base names keep their suffix.
# shellcheck source=/dev/null
. "$SOURCE_DIR/tests/cli/common.sh"

article a.txt "Bài thứ nhất về cảng biển"
article b.txt "Bài thứ hai về đường sắt"
run 0 ingest a.txt b.txt
[ "$(wc -l <"$WORK/out.txt")" -eq 2 ] || complain "not two lines of JSON"
grep -q '"title": *"Bài thứ nhất về cảng biển"' "$WORK/out.txt" || complain "no title"
grep -q '"date": *"2021-11-29T14:00"' "$WORK/out.txt" || complain "no date"

run 0 ingest -o json a.txt b.txt
if [ ! -s json/a.json ] || [ ! -s json/b.json ]; then complain "json/a.json or json/b.json is missing"; fi

{
    printf '# Bài thứ ba\n\n'
    sed -n '5,9p' a.txt
} >a.md
run 0 ingest -o json2 a.txt a.md
if [ ! -s json2/a.txt.json ] || [ ! -s json2/a.md.json ]; then complain "equal base names: $(ls json2)"; fi

run 0 ingest - <a.txt
[ "$(wc -l <"$WORK/out.txt")" -eq 1 ] || complain "standard input was not read"

# As Markdown an article makes the book that it makes itself.
run 0 ingest --to markdown -o edited a.txt b.txt
if ! { grep -q "^ingested: 1$" edited/a.md && grep -q "^original: '../a.txt'$" edited/a.md; }; then complain "front matter of edited/a.md"; fi
run 0 build --dump book a.txt b.txt
sed 's/ line=[0-9]*//' "$WORK/out.txt" >direct
run 0 build --dump book edited/a.md edited/b.md
sed 's/ line=[0-9]*//' "$WORK/out.txt" >indirect
same direct indirect
run 2 ingest --to markdown a.txt b.txt
run 2 ingest --to word a.txt
run 0 ingest --to markdown a.txt
sed "s,^original: ',&../," "$WORK/out.txt" >printed.md
same printed.md edited/a.md

mkdir pictures
printf '# Bài có ảnh\n\n![Cảng](cang.png)\n\nMột đoạn văn.\n' >pictures/c.md
run 0 ingest --to markdown -o edited pictures/c.md
grep -qF '![Cảng](../pictures/cang.png)' edited/c.md || complain "the picture's path"

run 0 build --dump book a.txt
grep -q '^book ' "$WORK/out.txt" || complain "--dump book prints no book"
finish

#!/bin/bash
# Large files that are made to hurt: each is read or refused with a message, within limits of memory and time.
set -euo pipefail

project=$(cd "$(dirname "$0")/../.." && pwd)
program=$project/build/briefbook
make_archive=$project/build/tests/make-archive
work=$project/build/deep/hostile
rm -rf "$work"
mkdir -p "$work/word"
cd "$work"

# expect STATUS MEGABYTES SECONDS TEXT FILE: how reading it ends, what it may take, and what is said (or nothing).
expect() {
    local status=0
    (
        ulimit -v $(($2 * 1024)) -t "$3"
        exec "$program" ingest "$5" >out.json 2>said
    ) || status=$?
    if [ "$status" -ne "$1" ] || ! { [ -z "$4" ] || grep -qF -- "$4" said; }; then
        echo "$5: exit status $status, said: $(head -c 300 said)"
        exit 1
    fi
}

# repeat TEXT TIMES
repeat() { awk -v text="$1" -v times="$2" 'BEGIN { while (times-- > 0) printf "%s", text }'; }

truncate -s 1G sparse.txt
expect 1 200 10 '[file-size]' sparse.txt
repeat 'Một dòng rất dài không xuống hàng ' 4600000 >line.txt # 200 MB
expect 0 2000 60 '' line.txt
repeat 'Một dòng ngắn thôi. Rồi xuống hàng.
' 25000000 >real.txt # 1 GB
expect 1 200 10 '[file-size]' real.txt
rm real.txt line.txt
{ echo '<html><body>'; repeat '<div>' 100000; echo 'Chữ ở sâu.'; } >deep.html
expect 0 400 20 '[html-cut]' deep.html
{ echo '<html><body><p>Một đoạn'; repeat '<b x=1>' 1000000; } >tags.html
expect 0 2000 60 '' tags.html

{ printf '<w:document>'; repeat '          ' 50000000; } >word/document.xml # 500 MB in half a megabyte
printf x >x
"$make_archive" bomb.docx x word/document.xml
expect 1 400 20 '[damaged-file]' bomb.docx
mv bomb.docx word/document.xml
"$make_archive" nested.docx x word/document.xml
expect 1 400 20 '[damaged-file]' nested.docx
echo '<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>Một câu.</w:t></w:r></w:p></w:body></w:document>' >word/document.xml
mkdir many
(cd many && seq 1 20000 | xargs touch)
"$make_archive" many.docx x word/document.xml many/*
expect 0 400 20 '' many.docx
for n in 10 100 1000; do
    head -c $n many.docx >cut.docx
    expect 1 400 20 '' cut.docx
done
echo "hostile files: read or refused"

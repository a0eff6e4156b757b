#!/bin/sh
# What a run may use and reach: --max-memory, --max-seconds, --sandbox.
# shellcheck source=/dev/null
. "$SOURCE_DIR/tests/cli/common.sh"

article a.txt
mkdir out
echo 'the old book' >out/a.pdf

# Too little memory: the message, and the old book. (Sanitizers have their own allocator and much memory.)
if ! grep -q __asan_init "$BRIEFBOOK"; then
    run 1 build --max-memory 4 -o out a.txt
    says 'out of memory'
    says '--max-memory'
    one_line
fi
[ "$(cat out/a.pdf)" = 'the old book' ] || complain 'the old book is gone'

# A heading as long as a book, all of names: what is found in it grows with it, not with its square.
awk 'BEGIN { printf "# Bài\n\n## "; for (i = 0; i < 8000; i++) printf "Nguyễn Văn An và thế giới, "; print "\n\nChữ." }' >long.md
run 0 build --max-memory 512 -o long long.md

# Standard input that never ends.
mkfifo pipe
sleep 20 >pipe &
keeper=$!
status=0
"$BRIEFBOOK" build --max-seconds 1 -o out - <pipe 2>"$WORK/err" || status=$?
kill "$keeper"
[ "$status" -eq 1 ] || complain "--max-seconds: exit status $status, not 1"
says '--max-seconds'
[ "$(ls -A out)" = a.pdf ] || complain "a hidden file is left: $(ls -A out)"

run 2 build --max-seconds soon a.txt
says 'soon is no value'
run 2 build --max-memory=-1 a.txt
run 2 build --sandbox maybe a.txt
says 'auto, off'

# The same books with and without; links to articles elsewhere; folders that are yet to be made; a device.
mkdir articles
article articles/b.txt
ln -s ../articles/b.txt out/b.txt
run 0 build -o new/deep out/b.txt
run 0 build --sandbox off -o open out/b.txt
same new/deep/b.pdf open/b.pdf
same new/deep/b.epub open/b.epub
run 0 build --pdf /dev/null --report report.json articles/b.txt
run 0 ingest -o json articles/b.txt
[ -s json/b.json ] || complain 'ingest wrote nothing'
run 1 build --pdf /dev/full articles/b.txt
says 'no space left'

# Layouts on layouts, a layout that is no layout, a list of readers that is too long, more workers than there are.
echo 'extends: briefing-a4' >l0.yaml
for i in $(seq 1 20); do echo "extends: l$((i - 1)).yaml" >"l$i.yaml"; done
run 0 build --layout ./l10.yaml --pdf ten.pdf articles/b.txt
run 1 build --layout ./l20.yaml --pdf twenty.pdf articles/b.txt
says 'layout-loop'
head -c 1100000 /dev/zero | tr '\0' '#' >big.yaml
echo 'extends: briefing-a4' >>big.yaml
run 1 build --layout ./big.yaml --pdf big.pdf articles/b.txt
says 'file-size'
{ echo 'name' && seq -f 'Người %.0f' 1 501; } >readers.csv
run 1 build --recipients readers.csv -o copies articles/b.txt
says 'more than 500'
[ -z "$(ls -A copies 2>/dev/null)" ] || complain 'copies for too many readers'
# A list of names, up to 4 MiB; zero bytes in it end a line. A picture, up to 64 MiB: what is read is no picture here, what
# is larger is not even read.
printf 'name: sach\nnames: names.txt\nchapters: [articles/b.txt, picture.md]\n' >names.yaml
printf '# Ảnh\n\nMột đoạn văn.\n\n![thay](huge.png "Chú thích.")\n' >picture.md
{ printf 'Nguyễn Văn A # chú thích\n' && head -c 4194304 /dev/zero | tr '\0' '#'; } | head -c 4194304 >names.txt
truncate -s 64M huge.png
run 0 build --pdf names.pdf names.yaml
says 'image-kind'
if grep -q 'size\]' "$WORK/err"; then complain 'what is as large as it may be is refused'; fi
printf '#' >>names.txt
run 1 build --pdf more-names.pdf names.yaml
says 'file-size'
printf 'Nguyễn\0Văn\n\0\n' >names.txt
printf '?' >>huge.png
run 0 build --max-seconds 20 --pdf names.pdf names.yaml
says 'image-size'
says 'larger than 64 MB'
run 2 build --jobs 65 --pdf jobs.pdf articles/b.txt
says '64'

# Two builds into one folder at once: the books of one of them, whole, and nothing hidden.
run 0 build --set title=Một -o first articles/b.txt
run 0 build --set title=Hai -o second articles/b.txt
i=0
while [ $i -lt 8 ]; do
    "$BRIEFBOOK" build -q --set title=Một -o both articles/b.txt 2>"$WORK/err1" &
    one=$!
    "$BRIEFBOOK" build -q --set title=Hai -o both articles/b.txt 2>"$WORK/err2" || complain "at once: $(cat "$WORK/err2")"
    wait $one || complain "at once: $(cat "$WORK/err1")"
    for name in b.pdf b.epub; do
        cmp -s both/$name first/$name || cmp -s both/$name second/$name || complain "at once: $name is of neither build"
    done
    [ "$(find both -type f | wc -l)" = 2 ] || complain "at once: $(ls -A both)"
    i=$((i + 1))
done
finish

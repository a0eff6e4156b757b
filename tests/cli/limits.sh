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
finish

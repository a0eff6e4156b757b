#!/bin/bash
# Runs that are ended at any moment: whatever the signal and the time, both old outputs are whole afterwards, or both
# new ones are. A killed run leaves hidden files; the next one removes them.
set -euo pipefail

project=$(cd "$(dirname "$0")/../.." && pwd)
program=$project/build/briefbook
work=$project/build/deep/killed
rm -rf "$work"
mkdir -p "$work"

sums() { (cd "$1" && sha256sum -- *.pdf *.epub); }
build() { "$program" build "$project/input" -o "$1" --quiet "${@:2}" 2>/dev/null; }

# Two editions that differ in both files.
build "$work/old" --set title=Cũ
build "$work/new" --set title=Mới
old=$(sums "$work/old") new=$(sums "$work/new")
[ "$old" != "$new" ]

started=$(date +%s%N)
build "$work/timed"
whole=$((($(date +%s%N) - started) / 1000000))
seen_old=0 seen_new=0
# Many kills; the signals that a program can answer need fewer.
for signal in KILL TERM HUP; do
    [ "$signal" = KILL ] && steps=199 || steps=24
    for step in $(seq 0 "$steps"); do
        rm -rf "$work/out"
        cp -r "$work/old" "$work/out"
        # From before the program has begun to after its end.
        after=$((whole * step * 6 / (steps * 5)))
        "$program" build "$project/input" -o "$work/out" --quiet --set title=Mới 2>/dev/null &
        pid=$!
        sleep "$(printf '%d.%03d' $((after / 1000)) $((after % 1000)))"
        kill -s "$signal" "$pid" 2>/dev/null || :
        wait "$pid" 2>/dev/null || :
        case $(sums "$work/out") in
        "$old") seen_old=$((seen_old + 1)) ;;
        "$new") seen_new=$((seen_new + 1)) ;;
        *)
            echo "SIG$signal after $after ms: the outputs are neither the old nor the new ones"
            sums "$work/out"
            exit 1
            ;;
        esac
        if [ "$signal" != KILL ] && [ -n "$(find "$work/out" -name '.*briefbook*')" ]; then
            echo "SIG$signal after $after ms: hidden files are left"
            exit 1
        fi
        build "$work/out" --set title=Mới
        if [ -n "$(find "$work/out" -name '.*briefbook*')" ] || [ "$(sums "$work/out")" != "$new" ]; then
            echo "SIG$signal after $after ms: the next run did not clean up"
            exit 1
        fi
    done
done
echo "killed: $seen_old times the old books, $seen_new times the new ones, never a mixture"

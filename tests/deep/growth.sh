#!/bin/sh
# Every shape of input at n and 10 n: at most 12 times the instructions, beyond those of an empty input. They are counted
# by valgrind, so it does not matter what else the machine does. Some minutes.
set -eu

project=$(cd "$(dirname "$0")/../.." && pwd)
growth=$project/build/tests/fuzz/growth
work=$project/build/deep/growth
limit=12
rm -rf "$work"
mkdir -p "$work"

# A line for each shape: its name, the instructions for n and for 10 n bytes, how many times as many the latter are.
# shellcheck disable=SC2016 # the shell that xargs starts expands it
measure='
    count() {
        valgrind --tool=callgrind --callgrind-out-file=/dev/null --soname-synonyms=somalloc=NONE "$0" -r "$@" 2>&1 |
            sed -n "s/.*Collected : //p"
    }
    case $1 in book/* | index/* | many/*) n=20000 ;; *) n=50000 ;; esac
    echo "$1 $(count "$1" 0) $(count "$1" $n) $(count "$1" ${n}0)" | awk "
        NF != 4 { print \$1, \"was not measured\"; exit }
        { some = \$3 - \$2; more = \$4 - \$2; printf \"%s %.0f %.0f %.2f\n\", \$1, some, more, more / (some > 1e5 ? some : 1e5) }"'
"$growth" -l "${1:-}" | xargs -P "$(nproc)" -n 1 sh -c "$measure" "$growth" | sort -k 4 -g >"$work/table"

awk -v limit=$limit '
    NF != 4 || $4 > limit { print $0 ": grows too fast"; bad++ }
    { name = $1; last = $4 }
    END {
        printf "growth: %d shapes, %d grow too fast; the most: %s, %s times for ten times as much\n", NR, bad, name, last
        exit bad > 0 || NR == 0
    }' "$work/table"

#!/bin/sh
# What a further copy of --recipients costs: sh bench/recipients.sh SOURCE... -- CHAPTER...
#
# Three lists are built: one reader; as many more as there are CHAPTERs, who may see all; as many more, each without one of
# the chapters, which makes as many sets of rights. Prints the least CPU time (user and system) of the first in
# RECIPIENTS_ROUNDS (7) rounds, and what each further copy adds, in milliseconds and per cent of the first; with
# RECIPIENTS_COUNT=1 instructions as well (valgrind, which has no SHA instructions: the register's hashes count dear).
# The program is build/briefbook, or $BRIEFBOOK.
set -eu

program=${BRIEFBOOK:-$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)/build/briefbook}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
export SOURCE_DATE_EPOCH=1764000000

printf 'name,hide\nReader 1,\n' | tee "$work/one.csv" "$work/same.csv" >"$work/rights.csv"
: >"$work/sources"
n=0
part=sources
for word; do
    if [ "$word" = -- ]; then
        part=chapters
    elif [ $part = sources ]; then
        realpath -- "$word" >>"$work/sources"
    else
        n=$((n + 1))
        printf 'Reader %s,\n' $((n + 1)) >>"$work/same.csv"
        printf 'Reader %s,%s\n' $((n + 1)) "$word" >>"$work/rights.csv"
    fi
done
[ $n -gt 0 ] || {
    sed -n '2s/^# //p' "$0" >&2
    exit 2
}

# build LIST COMMAND...: with the words of COMMAND before the program
build() {
    list=$1
    shift
    rm -rf "$work/out"
    tr '\n' '\0' <"$work/sources" | xargs -0 "$@" "$program" build -o "$work/out" --recipients "$work/$list.csv" \
        --jobs 1 --quiet --sandbox=off 2>"$work/err" || {
        cat "$work/err" >&2
        exit 1
    }
}

round=0
while [ $round -lt "${RECIPIENTS_ROUNDS:-7}" ]; do
    for list in one same rights; do
        build $list /usr/bin/time -a -o "$work/$list.time" -f '%U %S'
    done
    round=$((round + 1))
done
if [ -n "${RECIPIENTS_COUNT:-}" ]; then
    for list in one same rights; do
        build $list valgrind --tool=callgrind --callgrind-out-file="$work/$list.calls"
        sed -n 's/^summary: //p' "$work/$list.calls" >"$work/$list.count"
    done
fi

least() { awk '{ ms = 1000 * ($1 + $2) } NR == 1 || ms < least { least = ms } END { print least }' "$work/$1.time"; }
tell() { # WHAT UNIT FIRST SAME RIGHTS
    awk -v what="$1" -v unit="$2" -v a="$3" -v s="$4" -v r="$5" -v n=$n 'BEGIN {
        printf "%s: first %.0f %s; further, same rights: %.1f %s, %.1f %%; further, rights of its own: %.1f %s, %.1f %%\n",
            what, a, unit, (s - a) / n, unit, 100 * (s - a) / n / a, (r - a) / n, unit, 100 * (r - a) / n / a }'
}
tell "CPU time" ms "$(least one)" "$(least same)" "$(least rights)"
if [ -n "${RECIPIENTS_COUNT:-}" ]; then
    for list in one same rights; do awk '{ printf "%.3f\n", $1 / 1e6 }' "$work/$list.count" >"$work/$list.millions"; done
    tell "Instructions" million "$(cat "$work/one.millions")" "$(cat "$work/same.millions")" "$(cat "$work/rights.millions")"
fi

#!/bin/sh
# gcc's static analyser (-fanalyzer) over src/. Some minutes.
#
# Left out, with the reason:
#   malloc-leak, file-leak, fd-leak        it loses what is kept in a struct behind a pointer; the leak sanitizer knows
#   null-dereference and its like of what malloc gave: mem.c ends the program when there is no memory, and gcc 12 does not
#   see that through a call into another file (possible-null-*), or takes uthash's macros apart wrongly (null-dereference,
#   use-after-free in HASH_ITER's look-ahead, use-of-uninitialized-value in its comparison); clang's analyser and the
#   address and memory checkers look for these
set -eu

project=$(cd "$(dirname "$0")/../.." && pwd)
work=$project/build/deep/analyzer
rm -rf "$work"
mkdir -p "$work"
cmake --build "$project/build" --parallel >"$work/build.out" 2>&1 || { cat "$work/build.out"; exit 1; }

# The flags of each file as it is compiled, with the analyser instead of an object.
sed -n 's/^ *"command": "\(.*\)",*$/\1/p' "$project/build/compile_commands.json" | sed 's/\\"/"/g' |
    grep -F " -c $project/src/" | sed -e 's/^[^ ]*ccache //' -e 's/^[^ ]*cc /gcc /' -e 's/ -o [^ ]* / -o \/dev\/null /' >"$work/commands"
[ -s "$work/commands" ] || { echo "analyzer: no commands found"; exit 1; }
left_out="-Wno-analyzer-malloc-leak -Wno-analyzer-file-leak -Wno-analyzer-possible-null-dereference
    -Wno-analyzer-possible-null-argument -Wno-analyzer-null-dereference -Wno-analyzer-null-argument
    -Wno-analyzer-use-after-free -Wno-analyzer-use-of-uninitialized-value -Wno-analyzer-too-complex"
# shellcheck disable=SC2086 # one word per option
sed "s/\$/ -O1 -fanalyzer $(echo $left_out | sed 's/ */ /g')/" "$work/commands" | tr '\n' '\0' |
    (cd "$project/build" && nice xargs -0 -P "$(nproc)" -n 1 sh -c) >"$work/findings" 2>&1 || :
if grep -qE 'warning:|error:' "$work/findings"; then
    grep -E 'warning:|error:' "$work/findings"
    echo "analyzer: FINDINGS, see $work/findings"
    exit 1
fi
echo "analyzer: no findings in $(wc -l <"$work/commands") files"

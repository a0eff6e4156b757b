#!/bin/bash
# clang-tidy over every C file of src/, tests/ and bench/ (headers through what includes them), shellcheck over the scripts,
# mandoc over the manual page: `./dev lint`. Nothing may be found. A file that was found clean is looked at again when its
# object has been built anew, or when the checks change; the first run takes about twenty minutes of a processor. "quick"
# as argument leaves out the checks that follow what a program does (clang-analyzer), and is done in one.
set -euo pipefail

project=$(cd "$(dirname "$0")/../.." && pwd)
build=build/dev
case ${1:-all} in
all) checks='' work=build/lint ;;
quick) checks='-clang-analyzer-*' work=build/lint-quick ;;
*) echo "usage: $0 [quick]" >&2 && exit 2 ;;
esac
cd "$project"
mkdir -p "$work"

prepare() {
    cmake --preset dev -DBRIEFBOOK_CORPUS="${BRIEFBOOK_CORPUS:-}"
    [ -n "$checks" ] || cmake --build --preset dev --parallel # the objects say what has changed
}
if ! prepare >"$work/build" 2>&1; then
    tail -n 40 "$work/build"
    exit 1
fi

# tidy OBJECT FILE: one file a process, for clang-tidy 14 is wrong about va_list from the second file on.
tidy() {
    local log=$work/${2//\//%}
    if [ "$log.clean" -nt "$build/$1" ] && [ "$log.clean" -nt .clang-tidy ]; then
        return
    fi
    rm -f "$log".*
    if clang-tidy --quiet --checks="$checks" -p "$build" "$2" >"$log.found" 2>"$log.err"; then
        mv "$log.found" "$log.clean"
    fi
}
[ -z "$checks" ] || rm -f "$work"/*.clean
export -f tidy
export build work checks

# objects: "OBJECT FILE" for each file that is compiled; one of its objects, if it has several.
objects() {
    sed -n "s|^ *\"command\": \".* -o \([^ ]*\) -c $project/\([^ ]*\.c\)\".*|\1 \2|p" "$build/compile_commands.json" |
        grep -E ' (src|tests|bench)/' | sort -u -k 2,2
}
objects >"$work/files"
[ "$(wc -l <"$work/files")" -gt 100 ] || { echo "lint: no files in $build/compile_commands.json"; exit 1; }

# The runner has a process group of its own, so that with this script all that it started ends.
set -m
# shellcheck disable=SC2016 # the shell that xargs starts expands it
xargs -P "$(nproc)" -L 1 bash -c 'tidy "$1" "$2"' bash <"$work/files" &
runner=$!
trap 'kill -- "-$runner" 2>/dev/null || :; exit 130' HUP INT TERM
wait "$runner"
trap - HUP INT TERM
set +m

find . -path ./build -prune -o -path ./.git -prune -o -type f \( -name '*.sh' -o -name dev -o -path './.ci/*' \) -print >"$work/scripts"
xargs shellcheck --format=gcc <"$work/scripts" >"$work/shell" || :
mandoc -T lint -W warning man/briefbook.1 >"$work/manual" || :

# What stands in a header is found once for each file that includes it.
cut -d ' ' -f 2 "$work/files" | while read -r file; do
    log=$work/${file//\//%}
    [ -e "$log.clean" ] || { grep -hE ': (error|warning):' "$log.found" || grep -h 'rror' "$log.err" || echo "$file: clang-tidy failed"; }
done | sed -e "s|^$project/||" -e 's|[^/]*/\.\./||g' | sort -u >"$work/c"
cat "$work/c" "$work/shell" "$work/manual"
found=$(cat "$work/c" "$work/shell" "$work/manual" | wc -l)
echo "lint: $found findings in $(wc -l <"$work/files") C files, $(wc -l <"$work/scripts") scripts and the manual page"
if [ "$found" -gt 0 ]; then
    echo "how they come about: $work/*.found"
    exit 1
fi

#!/bin/sh
# The unit tests and the sample book under valgrind: it sees what sanitizers do not, the use of uninitialized memory.
# (The calls of the sandbox are not known to valgrind: it stays off. Leaks are the sanitizers' part: they know which
# process forgot what.) Some minutes.
set -eu

project=$(cd "$(dirname "$0")/../.." && pwd)
work=$project/build/deep/valgrind
rm -rf "$work"
mkdir -p "$work"
if ! cmake --build "$project/build" --parallel >"$work/build.out" 2>&1; then
    cat "$work/build.out"
    exit 1
fi

export CK_TIMEOUT_MULTIPLIER=100
# Exit statuses do not matter here, only what valgrind finds: it goes to NAME.PROCESS.log. Programs of the system that
# tests call are not our business.
# shellcheck disable=SC2016 # the shell that xargs starts expands it
checked='name=$1; shift
    valgrind -q --leak-check=no --vgdb=no --soname-synonyms=somalloc=NONE --trace-children=yes --trace-children-skip="/bin/*,/usr/bin/*" \
        --log-file="$name.%p.log" "$@" >"$name.out" 2>&1 </dev/null || :'
find "$project/build/tests" -maxdepth 1 -name 'test_*' ! -name test_sandbox -type f -perm -u+x | sort |
    sed "s|.*/\(.*\)|$work/\1\n&|" | xargs -P "$(nproc)" -n 2 sh -c "$checked" sh
sh -c "$checked" sh "$work/book" "$project/build/briefbook" build "$project/input" -o "$work/book" --quiet --sandbox off

if [ -z "$(find "$work/book" -name '*.epub')" ]; then
    cat "$work/book.out"
    exit 1
fi
find "$work" -name '*.log' -empty -delete
faults=$(find "$work" -name '*.log' | sort)
if [ -n "$faults" ]; then
    # shellcheck disable=SC2086 # one word per file
    head -n 40 $faults
    echo "valgrind: FAULTS in $(echo "$faults" | wc -l) processes, see $work"
    exit 1
fi
echo "valgrind: no faults in $(find "$work" -name '*.out' | wc -l) programs"

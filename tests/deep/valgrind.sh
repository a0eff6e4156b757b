#!/bin/sh
# The unit tests and the sample book under valgrind: what sanitizers do not see (use of uninitialized memory) and a
# second opinion on the rest. Some minutes.
set -eu

project=$(cd "$(dirname "$0")/../.." && pwd)
work=$project/build/deep/valgrind
faults=0

# checked COMMAND...: runs it under valgrind; its own exit status does not matter, only what valgrind finds.
checked() {
    valgrind -q --leak-check=full --errors-for-leak-kinds=definite --trace-children=yes --error-exitcode=99 \
        --log-file="$work/log.%p" "$@" >"$work/out" 2>&1 </dev/null || :
    if cat "$work"/log.* 2>/dev/null | grep -q .; then
        echo "FAULTS: $*"
        cat "$work"/log.*
        faults=$((faults + 1))
    fi
    rm -f "$work"/log.*
}

rm -rf "$work"
mkdir -p "$work"
cmake --build "$project/build" --parallel >"$work/build.log" 2>&1 || { cat "$work/build.log"; exit 1; }
export CK_TIMEOUT_MULTIPLIER=100
for test in "$project"/build/tests/test_*; do
    if [ -x "$test" ]; then
        echo "${test##*/}"
        checked "$test"
    fi
done
echo "the sample book"
checked "$project/build/briefbook" build "$project/input" -o "$work/book" --quiet
if [ -z "$(find "$work/book" -name '*.epub')" ]; then
    cat "$work/out"
    exit 1
fi
echo "valgrind: $faults programs with faults"
[ "$faults" -eq 0 ]

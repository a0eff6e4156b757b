#!/bin/sh
# The pool of threads and whole books under ThreadSanitizer, with more threads than processors.
set -eu

project=$(cd "$(dirname "$0")/../.." && pwd)
build=$project/build/threads
mkdir -p "$build"

# quietly COMMAND...: shows what it said only when it fails.
quietly() {
    if ! "$@" >"$build/log" 2>&1; then
        cat "$build/log"
        exit 1
    fi
}
quietly cmake -S "$project" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Debug -DCMAKE_C_FLAGS='-fsanitize=thread -O1' \
    -DCMAKE_EXE_LINKER_FLAGS=-fsanitize=thread
quietly cmake --build "$build" --target briefbook test_workers test_memo test_lexicon --parallel

# HarfBuzz publishes its list of languages with atomics that ThreadSanitizer, which was not there when it was compiled, cannot
# see.
echo "called_from_lib:libharfbuzz.so.0" >"$build/suppressions"
export TSAN_OPTIONS="halt_on_error=0 exitcode=66 second_deadlock_stack=1 suppressions=$build/suppressions"
# Without a process for each test: ThreadSanitizer does not follow threads behind fork().
CK_FORK=no "$build/tests/test_workers"
CK_FORK=no "$build/tests/test_memo"
CK_FORK=no "$build/tests/test_lexicon"
set -- "$project/input"
[ -z "${BRIEFBOOK_CORPUS:-}" ] || set -- "$@" "$BRIEFBOOK_CORPUS"
for source in "$@"; do
    rm -rf "$build"/book-*
    for jobs in 2 8; do
        "$build/briefbook" build "$source" --sandbox off --jobs $jobs -o "$build/book-$jobs" --quiet
    done
    diff -r "$build/book-2" "$build/book-8"
done
echo "threads: no races"

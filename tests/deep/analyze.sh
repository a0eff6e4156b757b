#!/bin/bash
# gcc's -fanalyzer and cppcheck over src/. (clang-tidy is `./dev lint`.) What they are known to be wrong about stands below
# with the reason; anything else fails.
set -euo pipefail

project=$(cd "$(dirname "$0")/../.." && pwd)
build=$project/build/analyze
work=$build/findings
rm -rf "$work"
mkdir -p "$work"
cd "$project"

# Warnings of leaks are left out: the analyzer does not follow uthash's tables; the address sanitizer knows better.
cmake -S . -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Debug \
    -DCMAKE_C_FLAGS='-O1 -fanalyzer -Wno-analyzer-malloc-leak -Wno-analyzer-too-complex' >"$work/configure.log"
cmake --build "$build" --target briefbook --parallel >"$work/gcc.log" 2>&1 || { tail -n 40 "$work/gcc.log"; exit 1; }

# - buf_reserve() is taken to return NULL: that a buffer without memory has no room is beyond the analyzer. The same for
#   utf8_put(), which writes there, and for arrays that are empty until their count is above zero.
# - A struct copied from a constant table is taken to be unset (xhtml_records.c).
# shellcheck disable=SC1112 # gcc's quotes
gcc_wrong='src/base/buf\.h:.*null-argument|src/base/utf8\.c:.*‘out’|src/pdf/(image|image_encode|syntax)\.c:.*‘to’|src/epub/copy\.c:.*((old|new)\.p|null-argument)'
gcc_wrong="$gcc_wrong|src/cli/sources\.c:.*null-argument|src/doc/text_build\.c:.*‘0’|src/epub/xhtml_inline\.c:.*‘0’"
gcc_wrong="$gcc_wrong|src/epub/xhtml_records\.c:.*uninitialized-value"
grep 'warning:.*-Wanalyzer' "$work/gcc.log" | sed 's|^.*/src/|src/|' | sort -u | grep -vE "$gcc_wrong" >"$work/gcc" || :

# - varFuncNullUB: NULL is a pointer on every system that this is built for.
# - unknownEvaluationOrder: wrong about compound literals and initializers of C99.
# - identicalInnerCondition (yaml_edit.c): wrong, a loop lies between the two.
# - ctunullpointer (options.c): the option table says which options have a value.
# - Loop macros of cJSON and uthash are not seen without their headers.
{
    echo '#define cJSON_ArrayForEach(element, array) for (element = (array); element; element = element->next)'
    echo '#define HASH_ITER(hh, head, element, next) for (element = (head), next = element; element; element = next)'
} >"$work/loops.h"
cppcheck --include="$work/loops.h" -I src -I "$build/src" -D_GNU_SOURCE --std=c11 --quiet -j "$(nproc)" \
    --enable=warning,performance,portability --suppress=varFuncNullUB --suppress=unknownEvaluationOrder \
    --suppress=identicalInnerCondition:src/base/yaml_edit.c --suppress=ctunullpointer:src/cli/options.c \
    --template='{file}:{line}: {severity}: {id}: {message}' src 2>"$work/cppcheck" || :

if [ -s "$work/gcc" ] || [ -s "$work/cppcheck" ]; then
    cat "$work/gcc" "$work/cppcheck"
    exit 1
fi
echo "static analysis: no findings in $(find src -name '*.c' | wc -l) files"

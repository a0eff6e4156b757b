#!/bin/sh
# The program is built so that a mistake in it is hard to use: it lies anywhere in memory (PIE), what the loader has filled
# in is read-only from the start (full RELRO), no stack can be executed, overwritten stacks are noticed, and so are
# copies beyond a buffer whose size the compiler knows (FORTIFY, in optimized builds). Also with LTO, where the tests run
# on such a build.
. "$SOURCE_DIR/tests/cli/common.sh"

build=$(dirname "$BRIEFBOOK")
readelf -hldW "$BRIEFBOOK" >"$WORK/elf"
readelf -W --dyn-syms "$BRIEFBOOK" | awk '$7 == "UND" { sub(/@.*/, "", $8); print $8 }' | sort -u >"$WORK/needed"

# elf WHAT PATTERN
elf() {
    grep -Eq "$2" "$WORK/elf" || complain "$1 is off"
}
elf "position independence" '^ *Type: *DYN \(Position-Independent Executable file\)'
elf "RELRO" '^ *GNU_RELRO '
elf "binding before the start" '\(FLAGS\) *BIND_NOW'
elf "a stack without code" '^ *GNU_STACK .* RW +0x'
! grep -Eq 'TEXTREL|RPATH|RUNPATH' "$WORK/elf" || complain "code is relocated, or libraries are looked for in odd places"
# A segment that can be written and executed would make all of this void.
! grep -Eq '^ *LOAD .* RWE' "$WORK/elf" || complain "a segment is both written and executed"
grep -qx __stack_chk_fail "$WORK/needed" || complain "the stack protector is off"

# Every file of the program is compiled so, not only some. (gen_data.c runs while it is built.)
commands=$build/compile_commands.json
sed -n 's/^ *"command": "\(.* -c [^ ]*\/src\/[^ ]*\.c\)".*/\1/p' "$commands" | grep -v 'gen_data\.c$' >"$WORK/commands"
[ -s "$WORK/commands" ] || complain "no file of src/ in $commands"
# without PATTERN: how many files are compiled without it.
without() {
    grep -Evc -- "$1" "$WORK/commands" || :
}
[ "$(without ' -fstack-protector-strong ')" -eq 0 ] || complain "files without the stack protector"
[ "$(without ' -fPI[CE] ')" -eq 0 ] || complain "files that depend on their position"

if grep -q '^CMAKE_BUILD_TYPE:.*=Release$' "$build/CMakeCache.txt"; then
    [ "$(without ' -D_FORTIFY_SOURCE=[23] ')" -eq 0 ] || complain "files without FORTIFY"
    for name in memcpy snprintf; do
        grep -qx "__${name}_chk" "$WORK/needed" || complain "FORTIFY does not check $name()"
    done
    # What CMake has found is used: a build with LTO takes the rooms' definitions another way. (Sanitizers need system
    # calls that the filter forbids; such builds have none.)
    found() {
        grep -q "^$1:INTERNAL=1" "$build/CMakeCache.txt"
    }
    ! found seccomp_FOUND || grep -qx seccomp_load "$WORK/needed" || complain "system calls are not filtered"
    ! found qpdf_FOUND || grep -q 'libqpdf\.so' "$BRIEFBOOK" || complain "libqpdf is not used"
fi
finish

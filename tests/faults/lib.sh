# Read by the scripts beside it: runs of the program in which one call fails.
# shellcheck shell=sh
set -eu
# shellcheck source=/dev/null
. "$SOURCE_DIR/tests/cli/common.sh"

OLD_PDF='the old PDF'
OLD_EPUB='the old EPUB'

# fault KIND N [VARIABLE=VALUE...]: builds the small book in $WORK/book over old outputs while the N-th call of that
# kind fails. Leaves the exit status in $status.
fault() {
    kind=$1 n=$2
    shift 2
    rm -rf "$WORK/out"
    mkdir "$WORK/out"
    printf '%s\n' "$OLD_PDF" >"$WORK/out/book.pdf"
    printf '%s\n' "$OLD_EPUB" >"$WORK/out/book.epub"
    status=0
    env FAULT_KIND="$kind" FAULT_AT="$n" "$@" LD_PRELOAD="$FAULTS" \
        "$BRIEFBOOK" build --jobs 1 "${SANDBOX:---sandbox=auto}" -o "$WORK/out" "$WORK/book" >"$WORK/out.txt" 2>"$WORK/err" || status=$?
}

# check_fault WHAT: the run before ended as it should: all new and status 0 (the fault did not matter), or all old,
# status 1 and a message; and nothing else lies in the folder.
check_fault() {
    others=$(find "$WORK/out" -mindepth 1 ! -name book.pdf ! -name book.epub)
    if [ -n "$others" ]; then
        complain "$1: other files lie beside the outputs: $others"
    fi
    if [ "$status" -eq 0 ]; then
        tolerated=$((tolerated + 1))
        if ! cmp -s "$WORK/good/book.pdf" "$WORK/out/book.pdf" || ! cmp -s "$WORK/good/book.epub" "$WORK/out/book.epub"; then
            complain "$1: exit status 0, but not the books of an undisturbed run"
        fi
    elif [ "$status" -eq 1 ]; then
        if ! grep -q 'error: ' "$WORK/err"; then
            complain "$1: exit status 1 without a message"
        fi
        if [ "$(cat "$WORK/out/book.pdf")" != "$OLD_PDF" ] || [ "$(cat "$WORK/out/book.epub")" != "$OLD_EPUB" ]; then
            complain "$1: exit status 1, but an old output is gone"
        fi
    else
        complain "$1: exit status $status"
    fi
}

# count_calls KIND: how many calls of that kind an undisturbed run makes; no descriptor may be open at its end.
count_calls() {
    fault "$1" 0 FAULT_COUNT="$WORK/out/count"
    read -r calls descriptors <"$WORK/out/count"
    if [ "$status" -ne 0 ] || [ "$calls" -lt 20 ]; then
        complain "$1: the undisturbed run ended with $status after $calls calls"
        finish
    fi
    if [ "$descriptors" -ne 0 ]; then
        complain "$1: $descriptors descriptors are open at the end"
    fi
}

# faults KIND HOW_MANY [VARIABLE=VALUE...]: lets HOW_MANY calls fail one after the other, evenly spread over a run.
faults() {
    kind=$1 many=$2
    shift 2
    count_calls "$kind"
    if [ "$kind" = memory ]; then
        calls=$((calls - ${FAULT_FOREIGN:-0}))
    fi
    if [ "$many" = all ] || [ "$many" -gt "$calls" ]; then
        many=$calls
    fi
    tolerated=0 i=1
    while [ "$i" -le "$many" ]; do
        n=$((i * calls / many))
        fault "$kind" "$n" "$@"
        check_fault "$kind: call $n of $calls fails${*:+ ($*)}"
        i=$((i + 1))
    done
    printf '%s%s: %d of %d calls failed, %d of them without harm\n' "$kind" "${*:+ ($*)}" "$many" "$calls" "$tolerated"
}

# every_allocation: one run in which each allocation fails once, in a copy of the process made at that moment.
every_allocation() {
    : >"$WORK/report"
    SANDBOX=--sandbox=off # the copies are made, and second names given, by the process itself
    fault memory 0 FAULT_EACH=1 FAULT_OUT="$WORK/out" FAULT_REPORT="$WORK/report" FAULT_GOOD="$WORK/good"
    if [ "$status" -ne 0 ] || ! cmp -s "$WORK/good/book.pdf" "$WORK/out/book.pdf"; then
        complain "the run that was copied ends with status $status or another book"
    fi
    cat "$WORK/report"
    if ! grep -q '^memory: [1-9][0-9]* calls failed, [1-9][0-9]* of them while outputs lay half written, [0-9]* without harm; 0 badly$' "$WORK/report"; then
        complain "not every failing allocation ends a build as it should"
    fi
}

# A small book with a picture, a note, three languages; and the outputs of an undisturbed run.
mkdir "$WORK/book"
article "$WORK/book/a.txt"
cp "$SOURCE_DIR"/input/images/*.png "$WORK/book/"
picture=$(cd "$WORK/book" && echo ./*.png | cut -d ' ' -f 1)
cat >"$WORK/book/b.md" <<TEXT
---
title: Thử lỗi
---
Một đoạn có chú thích[^1] và một hình. Нұрсұлтан Назарбаев, Токаев встретился с делегацией.

![Sơ đồ]($picture)

| Năm | Số |
| --- | --- |
| 2021 | 5 |

[^1]: Chú thích.
TEXT
cat >"$WORK/book/book.yaml" <<'TEXT'
name: book
title: Cuốn sách nhỏ
chapters: [{file: a.txt}, {file: b.md}]
TEXT
"$BRIEFBOOK" build --jobs 1 -q -o "$WORK/good" "$WORK/book"

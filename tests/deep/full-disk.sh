#!/bin/bash
# A disk that is full, at every state of filling from nothing free to just enough: the run ends with 1 and one message, both
# old books are there byte for byte, and no hidden file is left. The disk is a small one in memory, in a name space of its
# own, where the kernel allows that to users.
set -euo pipefail

project=$(cd "$(dirname "$0")/../.." && pwd)
program=$project/build/briefbook
work=$project/build/deep/full-disk

if [ "${1:-}" != inside ]; then
    rm -rf "$work"
    mkdir -p "$work/disk" "$work/new"
    if ! unshare -Urm mount -t tmpfs -o size=64k none "$work/disk" 2>/dev/null; then
        echo "full disk: skipped, this kernel lets no user mount a disk in memory"
        exit 0
    fi
    exec unshare -Urm "$0" inside
fi

fail() {
    echo "full disk, $1: $2"
    exit 1
}
sums() { (cd "$1" && sha256sum -- *.pdf *.epub); }
build() { "$program" build "$project/input" -o "$1" --quiet --lang en "${@:2}"; }

# disk KILOBYTES: a fresh one of this size.
disk() {
    umount "$work/disk" 2>/dev/null || :
    mount -t tmpfs -o "size=${1}k" none "$work/disk"
}

disk 65536
build "$work/disk" --set title=Cũ
old=$(sums "$work/disk")
cp "$work"/disk/* "$work/new" # the old books, to be put on each disk
mkdir "$work/wanted"
build "$work/wanted" --set title=Mới
new=$(sums "$work/wanted")
[ "$old" != "$new" ]

# kilobytes FILES...: what they take on such a disk, in whole pages.
kilobytes() { stat -c %s "$@" | awk '{ n += int(($1 + 4095) / 4096) * 4 } END { print n }'; }
olds=$(kilobytes "$work"/new/*)
news=$(kilobytes "$work"/wanted/*)
pdf=$(kilobytes "$work"/wanted/*.pdf)

full=0 made=0
# What is free when the run begins, from nothing to more than both new books need, and the pages around the places where
# the first, and both, are just whole. The old books take their place until the new ones are renamed over them.
for free in $(seq 0 $((news / 24)) $((news + 40))) $(for near in $pdf $news; do seq $((near - 12)) 4 $((near + 12)); done); do
    for option in '' --report; do
        disk $((olds + free))
        cp "$work"/new/* "$work/disk"
        status=0
        # shellcheck disable=SC2086 # none or two words
        build "$work/disk" --set title=Mới ${option:+--report "$work/disk/report.json"} 2>"$work/said" || status=$?
        case $status in
        0)
            [ "$(sums "$work/disk")" = "$new" ] || fail "$free kB $option" "the run ends well without its books"
            made=$((made + 1))
            ;;
        1)
            [ "$(sums "$work/disk")" = "$old" ] || fail "$free kB $option" "the old books have changed"
            [ ! -e "$work/disk/report.json" ] || fail "$free kB $option" "there is a report of books that are not there"
            [ "$(grep -c 'error: .*no space left' "$work/said")" -eq 1 ] || fail "$free kB $option" "said: $(cat "$work/said")"
            full=$((full + 1))
            ;;
        *) fail "$free kB $option" "exit status $status: $(cat "$work/said")" ;;
        esac
        left=$(find "$work/disk" -name '.*briefbook*')
        [ -z "$left" ] || fail "$free kB $option" "hidden files are left: $left"
    done
done
[ "$full" -ge 40 ] || fail "all" "only $full runs met a full disk"
[ "$made" -ge 2 ] || fail "all" "no run had room enough"

# No room for a single further file.
disk 65536
cp "$work"/new/* "$work/disk"
mount -o "remount,nr_inodes=3" "$work/disk"
status=0
build "$work/disk" --set title=Mới 2>"$work/said" || status=$?
[ "$status" -eq 1 ] || fail "no file more" "exit status $status"
[ "$(sums "$work/disk")" = "$old" ] || fail "no file more" "the old books have changed"
[ "$(grep -c 'error: ' "$work/said")" -eq 1 ] || fail "no file more" "said: $(cat "$work/said")"

# Sheets, copies for readers, articles as Markdown: more files than books.
printf 'name\nLê Văn An\nTrần Thị Bình\n' >"$work/readers.csv"
mkdir "$work/wanted/copies"
build "$work/wanted/copies" --impose booklet --recipients "$work/readers.csv"
copies=$(kilobytes "$work"/wanted/copies/*)
for free in 0 $((copies / 4)) $((copies / 2)) $((copies * 3 / 4)) $((copies - 4)); do
    disk $((olds + free))
    cp "$work"/new/* "$work/disk"
    status=0
    build "$work/disk" --impose booklet --recipients "$work/readers.csv" 2>"$work/said" || status=$?
    [ "$status" -eq 1 ] || fail "copies, $free kB" "exit status $status"
    [ "$(sums "$work/disk")" = "$old" ] || fail "copies, $free kB" "the old books have changed, or others lie beside them"
    [ -z "$(find "$work/disk" -name '.*briefbook*')" ] || fail "copies, $free kB" "hidden files are left"
done
# Each article is whole or the old one. (They name their original as it is reached from their folder.)
"$program" ingest --to markdown -o "$work/articles" "$project"/input/*.txt 2>/dev/null
disk 44
for article in "$work"/articles/*; do echo 'old' >"$work/disk/${article##*/}"; done
status=0
"$program" ingest --to markdown -o "$work/disk" "$project"/input/*.txt 2>"$work/said" || status=$?
[ "$status" -eq 1 ] || fail "ingest" "exit status $status"
for article in "$work"/disk/* "$work"/disk/.[!.]*; do
    case $article in *'/.[!.]*') continue ;; esac
    [ "$(cat "$article")" = old ] || cmp -s "$article" "$work/articles/${article##*/}" ||
        fail "ingest" "$article is neither the old nor the new one"
done
umount "$work/disk"
echo "full disk: $full runs without room kept the old books, $made had room"

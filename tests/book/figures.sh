#!/bin/sh
# Pictures stand near the words that speak of them: on the same page or the same spread wherever there is room, never before
# the page of those words, at most a page later; and no page before one is left with a hole.
set -eu
# shellcheck source=/dev/null
. "$SOURCE_DIR/tests/book/lib.sh"

cp "$SOURCE_DIR/input/images/hanh-lang-giua-khoi-luong.png" hinh.png
awk -v seed=9 -v sections=12 -f "$SOURCE_DIR/tests/book/prose.awk" | grep -v '^\[\^' | sed 's/\[^[0-9]*\]//g' |
    awk '{ print } /^$/ && ++blanks % 9 == 8 && !list { printf "Số liệu mốc-%d được trình bày trong hình sau đây.\n\n![Biểu đồ %d](hinh.png)\n\n*Hình %d: khối lượng hàng hóa.*\n\n", ++n, n, n }
        { list = /^- / || /^>/ }' >bai.md
printf 'title: Hình\nfront: []\nback: []\nchapters: [bai.md]\n' >book.yaml

for layout in briefing-a4 report-a4 book-a5 tablet; do
    case $layout in report* | book*) duplex=1 ;; *) duplex=0 ;; esac
    make_book "$layout" --layout "$layout" book.yaml || continue
    "$BRIEFBOOK" build --layout "$layout" --dump pages book.yaml >"$layout/pages" 2>/dev/null
    awk -v duplex="$duplex" '
        /^page/ { page = $2 }
        match($0, /mốc-[0-9]+/) { k = substr($0, RSTART, RLENGTH); sub(/.*-/, "", k); said[k] = page; mentions++ }
        /^  image/ { shown[++n] = page }
        END {
            if (n != mentions || n < 8) { print n " pictures, " mentions " mentions"; exit 1 }
            for (i = 1; i <= n; i++) {
                late = shown[i] - said[i]
                if (late < 0 || late > 1) { print "picture " i " on page " shown[i] ", its words on " said[i]; bad++ }
                # pages count from 0, a left-hand page is odd
                near += late == 0 || (late == 1 && duplex && said[i] % 2 == 1)
                same += late == 0
            }
            print same " of " n " on the page of their words, " near " in sight of them"
            exit bad > 0 || near < n * 0.6
        }' "$layout/pages" >"$layout/near" || fail "$layout: $(cat "$layout/near")"
    echo "$layout: $(tail -n 1 "$layout/near")"
done
done_with_book

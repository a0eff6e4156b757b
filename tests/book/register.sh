#!/bin/sh
# Layouts to be bound: in the finished PDF every base line of the text lies on the grid, on both sides of the leaf; facing
# pages end on the same line, and what may not be torn at a page's end is not.
set -eu
# shellcheck source=/dev/null
. "$SOURCE_DIR/tests/book/lib.sh"

awk -v seed=1 -v sections=60 -f "$SOURCE_DIR/tests/book/prose.awk" >one.md
awk -v seed=2 -v sections=25 -f "$SOURCE_DIR/tests/book/prose.awk" >two.md
printf 'title: Hai chương\nfront: []\nback: []\nchapters: [{file: one.md}, {file: two.md}]\n' >book.yaml

# check_register LAYOUT SIZE LEADING TOP HEIGHT BOTTOM: points; the first base line lies 0.72 of the leading below the top.
check_register() {
    make_book "$1" --layout "$1" book.yaml || return 0
    same_book "$1" --no-poppler
    qpdf --qdf --object-streams=disable "$1/book.pdf" "$1/qdf.pdf"
    LC_ALL=C awk -f "$SOURCE_DIR/tests/book/baselines.awk" "$1/qdf.pdf" >"$1/lines"
    awk -v size="$2" -v step="$3" -v top="$4" -v height="$5" '
        $4 == "GentiumBookPlus" && $5 == size {
            off = (height - $3 - top - 0.72 * step) % step
            off -= off > step / 2 ? step : 0
            if (off < -0.05 || off > 0.05) { print "off the grid: " $0; bad++ }
            n++
        }
        END { if (n < 1000) print n " lines only"; exit bad > 0 || n < 1000 }' "$1/lines" >"$1/off" ||
        fail "$1: $(wc -l <"$1/off") lines: $(head -n 3 "$1/off")"
    "$BRIEFBOOK" build --layout "$1" --dump pages book.yaml >"$1/pages" 2>/dev/null
    awk -v font="GentiumBookPlus $2" -v leading="$3" -v first="$(echo "$3 $4" | awk '{ print $2 + 0.72 * $1 }')" \
        -v last="$(echo "$3 $5 $6" | awk '{ print $2 - $3 - 0.28 * $1 }')" -v min=0.9 -v verbose=1 \
        -f "$SOURCE_DIR/tests/book/levels.awk" "$1/pages" >"$1/levels" || fail "$1: $(cat "$1/levels")"
    tail -n 1 "$1/levels"
}

# A list stays near what introduces it, also where the page is made a line longer: check_lists LAYOUT LEADING.
check_lists() {
    "$BRIEFBOOK" build --layout "$1" --dump pages "$SOURCE_DIR/input" >"$1-pages" 2>/dev/null || fail "$1: the sample"
    awk -v step="$2" '
        $1 == "page" { y = 0 }
        $1 == "text" { split($2, at, ","); marker = $0 ~ /"– "$/ }
        marker && y > 0 && at[2] - y > 2 * step + 0.05 { print "line " NR ": " at[2] - y; bad++ }
        $1 == "text" && marker { n++ }
        $1 == "text" && $3 ~ /^Gentium/ { y = at[2] }
        { marker = 0 }
        END { if (n < 20) print n " items only"; exit bad > 0 || n < 20 }' "$1-pages" >gaps ||
        fail "$1: lists far from what introduces them: $(head -n 3 gaps)"
}

check_register report-a4 12 16 79.37 841.89 90.425
check_register book-a5 10.5 14 59.528 595.276 73.701
check_lists report-a4 16
check_lists book-a5 14
done_with_book

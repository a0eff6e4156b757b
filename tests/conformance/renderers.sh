#!/bin/sh
# renderers.sh COMPARE FOLDER NAME FILE.pdf TEXT...: do poppler, MuPDF and pdf.js show the same pages, and find the same texts?
# Every page at 144 dpi in grey, averaged over 8 × 8 pixels: of a page less than 1 % of the cells may differ by more
# than 24 of 255 between any two. A text that the book has must be found by each. COMPARE is the program compare-pages;
# pdf.js is left out, loudly, where it cannot be had. Pictures stay in FOLDER. Exit status 1: they differ.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
compare=$1
work=$2
name=$3
book=$4
shift 4
status=0

fail() {
    echo "renderers: $name: $*"
    status=1
}

rm -rf "$work"
mkdir -p "$work/poppler" "$work/mupdf" "$work/pdfjs"
pages=$(pdfinfo "$book" | sed -n 's/^Pages: *//p')
pdftoppm -r 144 -gray "$book" "$work/poppler/p"
for page in "$work"/poppler/p-*.pgm; do
    n=${page##*-}
    mv "$page" "$work/poppler/$(echo "${n%.pgm}" | sed 's/^0*//').pgm"
done
mutool draw -q -r 144 -c gray -o "$work/mupdf/%d.pgm" "$book" 2>"$work/mupdf.log" || fail "mutool: $(head -n 1 "$work/mupdf.log")"
pdftotext -enc UTF-8 "$book" "$work/words"
tr '\n' ' ' <"$work/words" >"$work/line"
for text; do
    printf '%s %s\n' "$(grep -o "$text" "$work/line" | wc -l)" "$text"
done >"$work/poppler.found"
mutool run "$here/mupdf-find.js" "$book" "$@" >"$work/mupdf.found"
others=mupdf
if modules=$("$here/fetch.sh" pdfjs 2>"$work/fetch.log") && driver=$("$here/fetch.sh" ace 2>"$work/fetch.log"); then
    if node "$here/pdfjs.mjs" "$modules" "$driver" "$here/chromium.sh" "$book" "$work/pdfjs" "$@" >"$work/pdfjs.found" 2>"$work/pdfjs.log"; then
        others="mupdf pdfjs"
    else
        fail "pdf.js: $(head -n 3 "$work/pdfjs.log")"
    fi
else
    printf '\n******** NOT CHECKED: pdf.js: %s ********\n\n' "$(cat "$work/fetch.log")"
fi

# Pages of program $1 beside those of $2.
compare_all() {
    n=1
    worst=0
    all=0
    while [ "$n" -le "$pages" ]; do
        # shellcheck disable=SC2046 # two numbers
        set -- "$1" "$2" $("$compare" "$work/$1/$n.pgm" "$work/$2/$n.pgm" || echo 0 0)
        if [ "$3" -eq 0 ]; then
            fail "$1 and $2: page $n cannot be compared"
        elif [ $(($4 * 100)) -ge "$3" ]; then
            fail "$1 and $2: page $n: $4 of $3 cells differ"
        fi
        [ "$3" -eq 0 ] || permille=$((($4 * 1000 + $3 - 1) / $3))
        [ "$permille" -le "$worst" ] || worst=$permille
        all=$((all + $4))
        n=$((n + 1))
    done
    echo "renderers: $name: $1 and $2: $pages pages, $all cells differ, on a page at most $worst of 1,000"
}

permille=0
for other in $others; do
    compare_all poppler "$other"
done
case $others in *pdfjs) compare_all mupdf pdfjs ;; esac
for other in $others; do
    while read -r n text; do
        found=$(sed -n "s/ $text\$//p" "$work/$other.found")
        [ "$n" -eq 0 ] || [ "${found:-0}" -ge 1 ] || fail "$other does not find '$text', poppler does $n times"
        [ "$n" -eq 0 ] || echo "renderers: $name: '$text': poppler $n, $other $found times"
    done <"$work/poppler.found"
done
[ "$status" -ne 0 ] || rm -rf "$work/poppler" "$work/mupdf" "$work/pdfjs"
exit "$status"

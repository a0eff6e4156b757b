#!/bin/sh
# Sheets for the press: as many as there must be, all words on them, and the book's own files as without.
set -eu
# shellcheck source=/dev/null
. "$SOURCE_DIR/tests/book/lib.sh"

"$BRIEFBOOK" build -q --layout book-a5 -o plain "$SOURCE_DIR/input"
name=$(basename plain/*.pdf .pdf)
pages=$(pdfinfo "plain/$name.pdf" | sed -n 's/^Pages: *//p')

words() { pdftotext -enc UTF-8 -layout "$1" - | tr -s ' \f\n\t' '\n' | grep -v '^$' | LC_ALL=C sort; }

# sheet SCHEME PAGES_A_SHEET WIDTH HEIGHT: sizes in points.
sheet() {
    "$BRIEFBOOK" build --layout book-a5 --impose "$1" -o "$1" "$SOURCE_DIR/input" 2>"$1.err" || fail "$1: build"
    file=$1/$name-$1.pdf
    [ -s "$file" ] || { fail "$1: no $file" && return 0; }
    qpdf --check "$file" >qpdf.out 2>&1 || fail "$1: $(head -n 2 qpdf.out)"
    cmp "plain/$name.pdf" "$1/$name.pdf" && cmp "plain/$name.epub" "$1/$name.epub" || fail "$1: the book itself differs"
    sheets=$(((pages + $2 - 1) / $2))
    pdfinfo "$file" >info
    grep -q "^Pages: *$((2 * sheets))\$" info || fail "$1: $(grep Pages: info), not $((2 * sheets))"
    grep -q "^Page size: *$3 x $4 pts" info || fail "$1: $(grep 'Page size' info)"
    grep -q "note: $pages pages = $((pages / $2))×$2" "$1.err" || fail "$1: no advice: $(cat "$1.err")"
    words "plain/$name.pdf" >words.plain
    words "$file" >words.sheets
    # Lines of neighbouring pages that touch can join two words; nothing may be lost or added.
    [ "$(tr -d '\n' <words.plain | fold -w1 | LC_ALL=C sort | uniq -c)" = "$(tr -d '\n' <words.sheets | fold -w1 | LC_ALL=C sort | uniq -c)" ] ||
        fail "$1: the words are not those of the book"
}

sheet booklet 4 839.055 595.276
# 4 pages and 4 edges across, 2 pages and 4 edges down, margins of 10 mm
sheet 16 16 1768.82 1281.26
done_with_book

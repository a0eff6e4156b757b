#!/bin/sh
# What a print shop gets besides the pages: the cover as one sheet, signatures with bleed and marks; both as PDF/X-4 in
# the preset for it; sheets of copies; all of them in the rule for Make.
set -eu
# shellcheck source=/dev/null
. "$SOURCE_DIR/tests/book/lib.sh"

profile=/usr/share/color/icc/ghostscript/default_cmyk.icc
[ -r "$profile" ] || { echo "no $profile" && exit 77; }
press="--preset press --set print.profile=$profile --layout book-a5"

# shellcheck disable=SC2086
"$BRIEFBOOK" build $press --lang en --cover-spread --impose 16 --set print.caliper=0.25mm --depfile rule -o out "$SOURCE_DIR/input" \
    2>messages || fail "build: $(cat messages)"
name=viet-nam-kazakhstan
pages=$(pdfinfo "out/$name.pdf" | sed -n 's/^Pages: *//p')
bound=$(((pages + 15) / 16 * 16))
spine=$((bound * 25 / 2)) # hundredths of a millimetre
grep -q "the spine is $((spine / 100)).$(printf %02d $((spine % 100))) mm thick: $bound pages, 0.25 mm" messages || fail "spine: $(cat messages)"
for file in "$name.pdf" "$name.epub" "$name-16.pdf" "$name-cover.pdf"; do
    [ -s "out/$file" ] && sed -n 1p rule | grep -qF "out/$file " || fail "$file is not there, or not in $(sed -n 1p rule)"
done
grep -q "default_cmyk.icc" rule || fail "the profile is no input"

# Boxes: twice A5 and the spine between; 3 mm of bleed; room for marks. 0.01 pt.
cover=out/$name-cover.pdf
qpdf --check "$cover" >qpdf.out 2>&1 || fail "$(cat qpdf.out)"
pdfinfo -box "$cover" | awk -v spine="$spine" '
    function off(a, b) { return a - b > 0.01 || b - a > 0.01 }
    function box(around,    w, h) {
        w = (296 + spine / 100 + around) / 25.4 * 72; h = (210 + around) / 25.4 * 72; n++
        if (off($2, -around / 25.4 * 72) || off($3, -around / 25.4 * 72) || off($4, w) || off($5, h)) { print "FAIL " $0; bad = 1 } }
    /^Pages: *1$/ { n++ }
    /^TrimBox/ { box(0) } /^BleedBox/ { box(3) } /^MediaBox/ { box(10) } /^CropBox/ { box(10) }
    END { if (n != 5) { print "FAIL boxes: " n; bad = 1 } exit bad }' || failures=$((failures + 1))

# The title lies within the spine, the front right of it, the issuer left.
words() { pdftotext -bbox "$1" - | sed -n 's/.*xMin="\([0-9.-]*\)" yMin="\([0-9.-]*\)" xMax="\([0-9.-]*\)" yMax="\([0-9.-]*\)">\(.*\)<.*/\1 \2 \3 \4 \5/p'; }
words "$cover" >placed
awk -v spine="$spine" '
    BEGIN { left = 148 / 25.4 * 72; right = left + spine / 100 / 25.4 * 72; edge = 28.346 } # the page begins with its marks
    { x0 = $1 - edge; x1 = $3 - edge }
    x0 >= left - 3 && x1 <= right + 3 { on++; if ($4 - $2 < $3 - $1 && $5 == "Kazakhstan") { print "FAIL not along the spine: " $0; bad = 1 } next }
    x1 < left { back++; next }
    x0 > right { front++; next }
    { print "FAIL over a fold: " $0; bad = 1 }
    END { if (on < 3 || back < 3 || front < 20) { print "FAIL words: " on " " back " " front; bad = 1 } exit bad }' placed || failures=$((failures + 1))

# PDF/X-4, whatever is on the sheet; sheets carry marks for register where they have colour.
for file in "$cover" "out/$name-16.pdf"; do
    qpdf --qdf --object-streams=disable "$file" open.pdf
    for key in "/S /GTS_PDFX" "<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>" "/Trapped /False" "/TrimBox" "/DestOutputProfile"; do
        grep -aqF -e "$key" open.pdf || fail "$file: no $key"
    done
    ! grep -aqE "^[0-9. ]+ (rg|g)$" open.pdf || fail "$file: an ink that is not for four plates"
    grep -aq "^1 1 1 1 k$" open.pdf || grep -aq "/All" open.pdf || fail "$file: no marks on all plates"
done
pdfinfo "out/$name-16.pdf" | grep -q "^Pages: *$((bound * 2 / 16))\$" || fail "sheets: $(pdfinfo "out/$name-16.pdf" | grep Pages)"
[ "$(grep -ac ' re$' open.pdf)" -gt 0 ] && grep -aq '^W n$' open.pdf || fail "pages are not cut at the folds"

# A booklet for the press: one spread of A5 a side, bleeding.
# shellcheck disable=SC2086
"$BRIEFBOOK" build -q $press --impose booklet -o booklet "$SOURCE_DIR/input" 2>/dev/null || fail booklet
pdfinfo -box "booklet/$name-booklet.pdf" >boxes
grep -q "^TrimBox: *0.00 *0.00 *839.05 *595.28" boxes && grep -q "^BleedBox: *-8.50 *-8.50 *847.56 *603.78" boxes || fail "booklet: $(cat boxes)"

# Without the preset; reading upward; the same bytes again; too thin for a title.
"$BRIEFBOOK" build --lang en --layout book-a5 --cover-spread -o thin "$SOURCE_DIR/input" 2>thin.err || fail thin
grep -q "the spine carries no title" thin.err || fail "thin: $(cat thin.err)"
[ "$(pdftotext "thin/$name-cover.pdf" - | wc -w)" -lt "$(wc -l <placed)" ] || fail "a title on a spine of 3 mm"
! grep -aq GTS_PDFX "thin/$name-cover.pdf" || fail "a claim of PDF/X"
"$BRIEFBOOK" build -q -j1 --layout book-a5 --cover-spread -o again "$SOURCE_DIR/input" 2>/dev/null
cmp "thin/$name-cover.pdf" "again/$name-cover.pdf" || fail "other bytes in another run"
cmp "thin/$name.pdf" "again/$name.pdf"
status=0
"$BRIEFBOOK" build -q --cover-spread --recipients "$SOURCE_DIR/README.md" -o none "$SOURCE_DIR/input" >refused 2>&1 || status=$?
[ "$status" -ne 0 ] && [ ! -e none ] || fail "a cover for copies: $status"
status=0
"$BRIEFBOOK" build -q --set print.caliper=2mm -o none "$SOURCE_DIR/input" >refused 2>&1 || status=$?
[ "$status" -ne 0 ] && grep -q print-caliper refused || fail "paper of 2 mm: $status $(cat refused)"

# Copies with sheets of their own, for the press; the rule names what was written.
printf 'name,number\nAn Bình,3\n' >list.csv
# shellcheck disable=SC2086
"$BRIEFBOOK" build -q $press --impose 8 --recipients list.csv --depfile copies.d -o copies "$SOURCE_DIR/input" 2>/dev/null || fail copies
for file in "$name-03-an-binh.pdf" "$name-03-an-binh.epub" "$name-03-an-binh-8.pdf" "$name-copies.csv"; do
    [ -s "copies/$file" ] && sed -n 1p copies.d | grep -qF "copies/$file " || fail "copies: $file: $(sed -n 1p copies.d)"
done
grep -q "list.csv" copies.d || fail "the list is no input"
grep -aq GTS_PDFX "copies/$name-03-an-binh-8.pdf" || fail "copies: no PDF/X"
[ "$(pdftotext -enc UTF-8 "copies/$name-03-an-binh-8.pdf" - | grep -c 'Bản số 3 – An Bình')" -eq "$pages" ] || fail "copies: a name on every page of the sheets"
done_with_book

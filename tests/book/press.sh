#!/bin/sh
# The preset for print shops: PDF/X-4 with boxes, marks and bleed, black text on one plate; preflight; grey proofs;
# pictures made smaller.
set -eu
# shellcheck source=/dev/null
. "$SOURCE_DIR/tests/book/lib.sh"

profile=/usr/share/color/icc/ghostscript/default_cmyk.icc
[ -r "$profile" ] || { echo "no $profile" && exit 77; }
command -v gs >/dev/null || { echo "no Ghostscript" && exit 77; }

# has FILE TEXT WHAT
has() {
    grep -aqF -e "$2" "$1" || fail "$3: no $2 in $1"
}

"$BRIEFBOOK" build --preset press --set "print.profile=$profile" -o press "$SOURCE_DIR/input" >/dev/null 2>messages ||
    fail "press: $(cat messages)"
"$BRIEFBOOK" build -q -o plain "$SOURCE_DIR/input" || fail "plain"
book=press/viet-nam-kazakhstan.pdf
pages=$(pdfinfo plain/*.pdf | sed -n "s/^Pages: *//p")
qpdf --check "$book" >qpdf.out 2>&1 || fail "press: $(cat qpdf.out)"
qpdf --qdf --object-streams=disable "$book" open.pdf

# Keys of PDF/X-4.
for key in "/S /GTS_PDFX" "/OutputConditionIdentifier (Artifex CMYK SWOP Profile)" "/DestOutputProfile" "/Trapped /False" \
    "<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>" "<pdf:Trapped>False</pdf:Trapped>" \
    "<xmpMM:VersionID>1</xmpMM:VersionID>" "<xmpMM:RenditionClass>default</xmpMM:RenditionClass>" "%PDF-1.6"; do
    has open.pdf "$key" press
done
! grep -aq "/Subtype /Link" open.pdf || fail "press: links within the bleed"
! grep -aqE "pdfaid|pdfuaid" open.pdf || fail "press: claims of archives"
! grep -aqE "^[0-9. ]+ (rg|g)$" open.pdf || fail "press: an ink that is not for four plates"
has open.pdf "/ICCBased" "press: pictures"

# A4, 3 mm of bleed, marks: 841.890 and 595.276 pt are 297 and 210 mm.
pdfinfo -box -l 9999 "$book" | awk -v pages="$pages" '
    function off(a, b) { return a - b > 0.01 || b - a > 0.01 }
    function box(x0, y0, x1, y1) { n++; if (off($4, x0) || off($5, y0) || off($6, x1) || off($7, y1)) { print "FAIL box: " $0; bad = 1 } }
    /TrimBox/ { box(0, 0, 595.276, 841.890) }
    /BleedBox/ { box(-8.504, -8.504, 603.780, 850.394) }
    /CropBox/ { box(-28.346, -28.346, 623.622, 870.236) }
    /MediaBox/ { box(-28.346, -28.346, 623.622, 870.236) }
    END { if (n != 4 * pages) { print "FAIL boxes: " n; bad = 1 } exit bad }' || failures=$((failures + 1))

# One plate for text; every page has black, and some have colour.
coverage() {
    gs -q -o - -sDEVICE=inkcov -r36 "$1"
}
coverage "$book" >inks
awk '$1 + $2 + $3 == 0 { black++ } $4 == 0 { none++ } END { exit !(black >= 15 && NR - black >= 5 && none == 0) }' inks ||
    fail "press: plates: $(cat inks)"
"$BRIEFBOOK" build -q --preset press --set colour=none --set print.marks=no -o mono "$SOURCE_DIR/input" 2>mono.err ||
    fail "colour none"
"$BRIEFBOOK" build -q --proof grey -o grey "$SOURCE_DIR/input" || fail "proof"
"$BRIEFBOOK" build -q --set colour=none -o none "$SOURCE_DIR/input" || fail "colour none, archive"
for made in mono grey none; do
    coverage $made/*.pdf >inks
    awk -v pages="$pages" '$1 + $2 + $3 > 0 { bad = 1 } END { exit bad || NR != pages }' inks || fail "$made: plates: $(cat inks)"
done
pdfinfo -box mono/*.pdf | grep -q "MediaBox: *-8.50 *-8.50 *603.78" || fail "no marks: $(pdfinfo -box mono/*.pdf)"
cmp plain/*.epub grey/*.epub || fail "a proof changed the EPUB"

# Preflight: RGB is told with its page; a picture of few pixels too.
grep -q "hanh-lang-giua-khoi-luong.png: warning: on page [0-9]* this picture is in RGB" messages || fail "preflight: $(cat messages)"
! grep -q "picture-rgb" mono.err || fail "pictures in grey are told to be RGB"
mkdir small
printf '# Ảnh nhỏ\n\nTrước ảnh có một đoạn văn ngắn.\n\n![Biểu trưng phóng to](anh.png)\n' >small/bai.md
pdftoppm -q -r 4 -png -f 1 -singlefile plain/*.pdf small/anh
"$BRIEFBOOK" build --preset press --set "print.profile=$profile" -o small small/bai.md >/dev/null 2>small/messages || fail "small: $(cat small/messages)"
grep -q "anh.png: warning: on page 1 this picture has [0-9]* pixels per inch, less than 200.*\[picture-dpi\]" small/messages ||
    fail "no word of few pixels: $(cat small/messages)"

# Fewer pixels: the picture is no wider than its place takes, and the file smaller.
pdftoppm -q -r 200 -png -f 1 -singlefile plain/*.pdf small/anh
"$BRIEFBOOK" build -q --pdf full.pdf small/bai.md || fail "full"
"$BRIEFBOOK" build -q --set images.max-dpi=72 --pdf less.pdf small/bai.md || fail "less"
wide() { pdfimages -list "$1" | awk 'NR == 3 { print $4 }'; }
dense() { pdfimages -list "$1" | awk 'NR == 3 { print $13 }'; }
[ "$(wide less.pdf)" -lt "$(wide full.pdf)" ] || fail "max-dpi: $(wide less.pdf) of $(wide full.pdf)"
[ "$(dense less.pdf)" -ge 70 ] && [ "$(dense less.pdf)" -le 74 ] || fail "max-dpi: $(pdfimages -list less.pdf)"
[ "$(wc -c <less.pdf)" -lt "$(wc -c <full.pdf)" ] || fail "max-dpi: not smaller"

# Wrong profiles end the build; so do values out of range.
status=0
"$BRIEFBOOK" build -q --preset press --set "print.profile=$SOURCE_DIR/README.md" -o bad "$SOURCE_DIR/input" 2>bad.err || status=$?
[ "$status" -eq 1 ] && grep -q "print-profile" bad.err || fail "a text as profile: $status $(cat bad.err)"
status=0
"$BRIEFBOOK" build -q --set print.bleed=50mm -o bad "$SOURCE_DIR/input" 2>bad.err || status=$?
[ "$status" -ne 0 ] && grep -q "print-bleed" bad.err || fail "bleed of 50 mm: $status $(cat bad.err)"
[ ! -e bad/viet-nam-kazakhstan.pdf ] || fail "something was written all the same"
done_with_book

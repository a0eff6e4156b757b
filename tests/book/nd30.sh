#!/bin/sh
# The layout nd30-a4 in the finished PDF: the figures of Decree 30/2020, Appendix I. Margins are measured from the words' boxes,
# the rest from the page contents.
set -eu
# shellcheck source=/dev/null
. "$SOURCE_DIR/tests/book/lib.sh"

awk -v seed=3 -v sections=12 -f "$SOURCE_DIR/tests/book/prose.awk" >one.md
cat >book.yaml <<'TEXT'
title: Hồ sơ thông tin, ngày 29 tháng 11 năm 2021
issuer: {name: Bộ Mẫu, department: Vụ Thử nghiệm}
handling: Lưu hành nội bộ
front: [cover, contents]
chapters: [{file: one.md}]
TEXT
make_book nd30 --layout nd30-a4 book.yaml && check_pdf nd30/book.pdf
qpdf --qdf --object-streams=disable nd30/book.pdf nd30/qdf.pdf
LC_ALL=C awk -f "$SOURCE_DIR/tests/book/baselines.awk" nd30/qdf.pdf >nd30/lines
pdftotext -bbox nd30/book.pdf nd30/bbox

# Paper, and margins in mm: 20-25 above and below, 30-35 left, 15-20 right. The folio stands in the margin above, the
# handling mark in that below.
sed -n 's/.*xMin="\([0-9.]*\)" yMin="\([0-9.]*\)" xMax="\([0-9.]*\)" yMax="\([0-9.]*\)".*/\1 \2 \3 \4/p; /<page/p' nd30/bbox |
    awk '
    function mm(pt) { return pt * 25.4 / 72 }
    /<page/ { page++; if ($0 !~ /width="595.27[0-9]*" height="841.8[0-9]*"/) { print "not A4: " $0; bad = 1 } next }
    page == 1 || mm($2) < 19.5 || mm($4) > 280 { next }
    { if (left == "" || $1 < left) left = $1; if ($3 > right) right = $3
      if (top == "" || $2 < top) top = $2; if ($4 > foot) foot = $4 }
    END {
        l = mm(left); r = 210 - mm(right); t = mm(top); b = 297 - mm(foot)
        printf "margins: left %.1f, right %.1f, top %.1f, bottom %.1f mm\n", l, r, t, b
        exit bad || l < 29.9 || l > 35 || r < 15 || r > 20.1 || t < 19.5 || t > 25 || b < 19.5 || b > 25
    }' >nd30/margins || fail "margins: $(cat nd30/margins)"

# The body: Liberation Serif (the metric twin of Times New Roman) 14 pt, indent 10 mm, lines single to 1.5, paragraphs at
# least 6 pt apart, black.
awk '
    $4 !~ /^LiberationSerif/ { print "font: " $0; bad = 1 }
    $4 == "LiberationSerif" && $5 >= 13 && $5 <= 14 && $1 > 2 {
        body++
        if (page == $1 && y > $3) {
            step = y - $3
            if (step < 24 && step >= 14 * 1.15 - 0.3) lines[step]++
            if ($2 > 113.2 && $2 < 113.6 && x < 86) { indents++; if (step < 14 * 1.15 + 6 && step > 1) { print "gap " step ": " $0; bad = 1 } }
        }
        page = $1; x = $2; y = $3
    }
    END {
        for (s in lines) if (lines[s] > most) { most = lines[s]; leading = s }
        printf "%d lines, leading %s, %d indents of 10 mm\n", body, leading, indents
        exit bad || body < 200 || indents < 20 || leading < 14 * 1.15 - 0.3 || leading > 14 * 1.5
    }' nd30/lines >nd30/body || fail "body: $(tail -n 3 nd30/body)"

# The page number: 13 to 14 pt, upright, in the middle of the text in the margin above; none on page 1.
awk '
    841.89 - $3 < 56.7 && $5 >= 13 && $5 <= 14 {
        n[$1]++
        if ($4 != "LiberationSerif" || $2 < 311.8 - 14 || $2 > 311.8) { print "folio: " $0; bad = 1 }
    }
    $1 > pages { pages = $1 }
    END {
        for (p = 2; p <= pages; p++) if (n[p] != 1) { print "page " p ": " n[p] + 0 " folios"; bad = 1 }
        exit bad || n[1] > 0 || pages < 8
    }' nd30/lines >nd30/folios || fail "folios: $(cat nd30/folios)"

# Cover: title bold, in capitals, its lines balanced and its date whole; chapter heads "Chương I" over capitals.
pdftotext -f 1 -l 1 -layout nd30/book.pdf nd30/cover
"$BRIEFBOOK" build --layout nd30-a4 --dump pages book.yaml >nd30/pages 2>/dev/null
grep -q 'Chương I' nd30/tree || fail "no word for the chapter"
awk '/^page 0/ { on = 1 } /^page 1/ { on = 0 }
    on && /LiberationSerif-Bold (22|19|17|15|12)/ { sub(/.*#[0-9]* "/, ""); sub(/ *"$/, ""); n++; line[n] = $0 }
    END {
        if (n != 2 || length(line[1]) > 1.6 * length(line[2]) || length(line[2]) > 1.6 * length(line[1])) {
            for (i = 1; i <= n; i++) print line[i]; exit 1
        }
    }' nd30/pages >nd30/title || fail "cover title: $(cat nd30/title)"
[ "$(grep -c '^  rule .* [0-9.]*x1.5$\|^  rule .* 1.5x[0-9.]*$' nd30/pages)" -eq 4 ] || fail "the cover has no frame"

# The head of a document of state: each of its lines is one line, national title and motto bold at the right, a rule as long as
# the motto below it, number and date on one line. The EPUB has the same words; other layouts leave the head out.
sed -e '/^title:/a\
document: {number: 7/BC-VTN, place: Hà Nội}\
date: 2026-02-05' book.yaml >document.yaml
make_book document --layout nd30-a4 document.yaml && check_pdf document/book.pdf && check_epub document/book.epub
"$BRIEFBOOK" build --layout nd30-a4 --dump pages document.yaml >document/pages 2>/dev/null
pdftotext -f 1 -l 1 -bbox-layout document/book.pdf document/bbox
awk '
    /<line/ { split($0, a, "\""); left = a[2]; right = a[6]; text = "" }
    /<word/ { gsub(/.*">|<\/word>/, ""); text = text (text == "" ? "" : " ") $0 }
    /<\/line/ { printf "%.1f %.1f %s\n", left, right, text }' document/bbox >document/head
for line in 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM' 'Độc lập - Tự do - Hạnh phúc' 'Bộ Mẫu' 'Vụ Thử nghiệm' 'Số: 07/BC-VTN' \
    'Hà Nội, ngày 05 tháng 02 năm 2026'; do
    grep -q "^[0-9.]* [0-9.]* $line\$" document/head || fail "head: '$line' is not a line of its own: $(cat document/head)"
    unzip -p document/book.epub '*/title.xhtml' | sed 's/<[^>]*>//g' | grep -qxF "$line" || fail "title page of the EPUB: '$line'"
done
awk '/CỘNG/ { if ($1 < 250 || $2 < 530 || $2 > 538.7) { print; bad = 1 } other = ($1 + $2) / 2; n++ }
    /Độc lập/ { middle = ($1 + $2) / 2; n++ }
    /Bộ Mẫu|Vụ Thử|Số:/ { if ($1 < 85 || $2 > 270) { print; bad = 1 } n++ }
    END { exit bad || n != 5 || middle - other > 0.6 || other - middle > 0.6 }' document/head ||
    fail "head: sides: $(cat document/head)"
grep -q 'LiberationSerif-Bold 1[23] .*"CỘNG' document/pages || fail "national title: $(grep CỘNG document/pages)"
grep -q 'LiberationSerif-Bold 1[34] .*"Độc' document/pages || fail "motto: $(grep Độc document/pages)"
make_book plain --layout briefing-a4 document.yaml
! pdftotext -f 1 -l 1 plain/book.pdf - | grep -q 'CỘNG HÒA' || fail "briefing-a4 shows the national title"

# Parts and appendices as the decree has chapters: the word with its number, below it the title in capitals, both bold and
# centred, without the bar of other layouts. Page numbers are no larger than the entries they stand beside.
cat >parts.yaml <<'TEXT'
title: Hồ sơ
contents: {per-part: yes, per-chapter: yes}
front: [contents]
parts: [{title: Quan hệ và văn hóa, chapters: [{file: one.md}]}]
back: [{file: two.md}, {file: two.md}]
TEXT
printf '# Số liệu cần nhớ\n\nCác số liệu.\n' >two.md
sed 's/two.md}\]/three.md}]/' parts.yaml >appendices.yaml && cp two.md three.md
make_book parts --layout nd30-a4 appendices.yaml
"$BRIEFBOOK" build --layout nd30-a4 --dump pages appendices.yaml >parts/pages 2>/dev/null
pdftotext -bbox-layout parts/book.pdf parts/bbox
awk '
    /<page/ { page++ }
    /<line/ { split($0, a, "\""); middle = (a[2] + a[6]) / 2 }
    /<word/ { word = $0; gsub(/.*">|<\/word>/, "", word) }
    /<word/ && page > 1 && (word == "Phần" || word == "Phụ") { n++; if (middle < 311 || middle > 312.6) { print page, middle, $0; bad = 1 } }
    END { exit bad || n != 3 }' parts/bbox || fail "words of part and appendices: not centred"
[ "$(grep -c 'LiberationSerif-Bold 14 .*"Phụ lục I*"$' parts/pages)" -eq 2 ] || fail "words of the appendices: not bold"
awk '/^page/ { bar = 0 } / rule / { bar = 1 } /"Phần I"$/ { n++; bad = bar } END { exit bad || n != 1 }' parts/pages ||
    fail "the divider of a part has a bar"
awk '$1 == "text" { split($2, at, ","); key = page at[2] } /^page/ { page = $2 " " }
    $1 == "text" && at[1] < 200 && !/"[. ]*"$/ { size[key] = $4 }
    $1 == "text" && at[1] > 500 && / "[0-9]+ ?"$/ && key in size { n++; if ($4 > size[key]) { print; bad = 1 } }
    END { exit bad || n < 5 }' parts/pages >parts/sizes || fail "page numbers of contents: $(cat parts/sizes)"

# Without a cover the head has no place, which is said.
sed 's/^front: .*/front: [contents]/' document.yaml >coverless.yaml
make_book coverless --layout nd30-a4 coverless.yaml
grep -q '^coverless.yaml:[0-9:]* warning: .*document-no-cover' coverless/messages || fail "no warning: $(cat coverless/messages)"

done_with_book

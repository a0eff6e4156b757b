#!/bin/sh
# What readers of the PDF see around its pages: outline down to sections, page labels, places that links from outside
# keep, what it says of itself twice, how it opens; and how it is stored.
set -eu
# shellcheck source=/dev/null
. "$SOURCE_DIR/tests/book/lib.sh"

"$BRIEFBOOK" build -q -o out "$SOURCE_DIR/input" || fail build
book=out/viet-nam-kazakhstan.pdf
qpdf --json=2 "$book" >book.json
qpdf --qdf --object-streams=disable "$book" open.pdf

# Outline: parts, chapters, sections inside each other; each line leads somewhere.
qpdf --json=1 --json-key=outlines "$book" >outline.json
[ "$(grep '"title"' outline.json | sed 's/".*//' | sort -u | wc -l)" -ge 3 ] || fail "outline: not as deep as sections"
lines=$(grep -c '"title"' outline.json)
[ "$lines" -ge 40 ] && [ "$(grep -c '"destpageposfrom1": [1-9]' outline.json)" -eq "$lines" ] || fail "outline: not all $lines lines lead to pages"
for title in "Quan hệ, chính sách và văn hóa" "Ba mươi năm quan hệ" "Người dân là nhịp cầu bền nhất" "Mục lục"; do
    grep -q "\"title\": \"$title\"" outline.json || fail "outline: no $title"
done
sections=$("$BRIEFBOOK" build --dump book "$SOURCE_DIR/input" | grep -c '^ *heading')
[ "$(grep -c '"title"' outline.json)" -gt "$sections" ] || fail "outline: fewer lines than the $sections sections"

# Labels: Roman in the front matter, then from 1.
qpdf --json=1 --json-key=pagelabels "$book" >labels.json
grep -q '"/S": "/r"' labels.json && grep -q '"/S": "/D"' labels.json || fail "labels: $(cat labels.json)"
[ "$(grep -c '"index"' labels.json)" -ge 2 ] || fail "labels: $(cat labels.json)"

# Destinations: the ids of chapters stay where another chapter comes and goes.
dests() { pdfinfo -dests "$1" | sed -n 's/.*"\(.*\)"$/\1/p' | sort -u; }
dests "$book" >before
"$BRIEFBOOK" build -q --pdf fewer.pdf "$SOURCE_DIR"/tests/ingest/0[1-3]*.txt && "$BRIEFBOOK" build -q --pdf more.pdf "$SOURCE_DIR"/tests/ingest/0[1-4]*.txt || fail "books of a few"
dests fewer.pdf | grep -E '^0?[1-3]|^[a-z]' | grep -v '^src-' >few
dests more.pdf >many
[ "$(wc -l <few)" -ge 20 ] && [ "$(wc -l <before)" -ge 50 ] || fail "hardly any destinations: $(wc -l <few)"
comm -23 few many >gone
[ ! -s gone ] || fail "destinations changed with another chapter: $(head -n 5 gone)"

# Information dictionary and XMP say the same.
pdfinfo "$book" >info
pdfinfo -meta "$book" >xmp
# agree KEY ELEMENT
agree() {
    said=$(sed -n "s/^$1: *//p" info | sed 's/&/\&amp;/g')
    [ -n "$said" ] && grep -qF ">$said</" xmp || fail "$1: '$said' is not in the XMP: $(grep "$2" xmp)"
}
agree Title dc:title
agree Author dc:creator
agree Subject dc:description
agree Producer pdf:Producer
[ -z "$(sed -n 's/^Keywords: *//p' info)" ] || agree Keywords pdf:Keywords
date=$(sed -n 's/.*<xmp:ModifyDate>\(.*\)<.*/\1/p' xmp)
[ "$(pdfinfo -isodates "$book" | sed -n 's/^ModDate: *//p')" = "$date" ] && grep -q "<xmp:CreateDate>$date<" xmp || fail "dates: $date"

# How it opens, by layout; its language; how it is stored.
for key in "/DisplayDocTitle true" "/Lang (vi)" "/PageLayout /SinglePage" "/PageMode /UseOutlines"; do
    grep -aqF -e "$key" open.pdf || fail "no $key"
done
"$BRIEFBOOK" build -q --layout report-a4 --pdf spreads.pdf "$SOURCE_DIR/input" || fail "report-a4"
qpdf --qdf --object-streams=disable spreads.pdf - | grep -aqF "/PageLayout /TwoPageRight" || fail "spreads do not open as spreads"
opens() { # --set, what is there, what is not
    "$BRIEFBOOK" build -q --set "$1" --pdf opens.pdf "$SOURCE_DIR/input" || fail "$1"
    qpdf --check opens.pdf >check.out 2>&1 || fail "$1: $(cat check.out)"
    qpdf --qdf --object-streams=disable opens.pdf opens.qdf
    grep -aqF -e "$2" opens.qdf && ! grep -aqF -e "$3" opens.qdf || fail "$1: no $2, or $3"
}
opens screen.mode=full-screen "/PageMode /FullScreen" "/PageMode /UseOutlines"
grep -aqF "/NonFullScreenPageMode /UseOutlines" opens.qdf || fail "no outline behind the full screen"
opens screen.mode=pages "/Outlines" "/PageMode"
opens screen.pages=continuous "/PageLayout /OneColumn" "/PageLayout /SinglePage"
opens screen.pages=spreads "/PageLayout /TwoPageRight" "/PageLayout /SinglePage"
head -c 8 "$book" | grep -q '%PDF-1.7' && [ "$(grep -ac '/Type/ObjStm' "$book")" -ge 1 ] && grep -aq '/Type/XRef' "$book" || fail "version, object streams"
done_with_book

# Running heads: a long title is cut behind a clause of it rather than within the next one.
printf 'title: Hồ sơ thông tin, ngày 29 tháng 11 năm 2021\nfront: []\nback: []\nchapters: [{file: long.md}]\n' >book.yaml
awk 'BEGIN { print "# Tăng cường hợp tác nhiều mặt giữa hai nước trên các lĩnh vực then chốt của tương lai\n"
             for (i = 0; i < 40; i++) print "Câu chuyện kể về những chuyến tàu đi qua thảo nguyên rộng lớn và những người bạn đường.\n" }' >long.md
"$BRIEFBOOK" build -q --pdf heads.pdf book.yaml || fail "a book with long titles"
pdftotext -layout -f 2 -l 2 heads.pdf heads.txt
grep -q '^ *Hồ sơ thông tin…  .*[^ ]…  *2$' heads.txt || fail "running head: $(head -n 3 heads.txt)"

#!/bin/sh
# Text in two columns (text.columns): nothing is lost and both files agree on where pages begin; the columns are side by side
# with the gap asked for, both on the grid, both to the foot of the page, and even at a chapter's end.
set -eu
# shellcheck source=/dev/null
. "$SOURCE_DIR/tests/book/lib.sh"

awk -v seed=3 -v sections=30 -f "$SOURCE_DIR/tests/book/prose.awk" >one.md
{
    awk -v seed=4 -v sections=6 -f "$SOURCE_DIR/tests/book/prose.awk"
    printf '\n| Nước | Thủ đô | Dân số (triệu) | Diện tích (nghìn km²) | Khối lượng hàng hóa qua cảng (nghìn tấn) |\n|---|---|---|---|---|\n'
    printf '| Nước thứ nhất | Thành phố phía bắc | 20,1 | 2724,9 | 1200 |\n| Nước thứ hai | Thành phố phía nam | 8,2 | 77,5 | 340 |\n'
    printf '\nSau bảng là đoạn văn cuối cùng của chương này, đủ dài để đứng ở cả hai cột chữ.\n'
} >two.md
printf 'title: Hai cột\nfront: []\nback: []\nchapters: [{file: one.md}, {file: two.md}]\n' >book.yaml

# check_columns LAYOUT FONT-SIZE LEADING TOP HEIGHT
check_columns() {
    make_book "$1" --layout "$1" --set text.columns=2 --set text.column-gap=5mm book.yaml || return 0
    same_book "$1" --no-poppler
    if grep -q 'error\|overfull\|page-overfull\|lines-touch' "$1/messages"; then
        fail "$1: $(cat "$1/messages")"
    fi
    qpdf --qdf --object-streams=disable "$1/book.pdf" "$1/qdf.pdf"
    LC_ALL=C awk -f "$SOURCE_DIR/tests/book/baselines.awk" "$1/qdf.pdf" >"$1/lines"
    # Body lines on the grid; on each page the last base line of either column.
    awk -v size="$2" -v step="$3" -v top="$4" -v height="$5" '
        $4 !~ /^GentiumBookPlus/ || $5 < size - 0.6 || $5 > size { next } # the text, quotations in it
        {
            n++
            off = (height - $3 - top - 0.72 * step) % step
            off -= off > step / 2 ? step : 0
            if ($5 == size && $4 == "GentiumBookPlus" && (off < -0.05 || off > 0.05)) { print "off the grid: " $0; bad++ }
            if (!($1 in least) || $2 < least[$1]) least[$1] = $2
            pages[$1] = 1; x[n] = $2; y[n] = $3; page[n] = $1
            if ($1 > last) last = $1
        }
        END {
            for (i = 1; i <= n; i++) {
                c = x[i] - least[page[i]] > width ? 2 : 1
                if (!((page[i], c) in foot) || y[i] < foot[page[i], c]) foot[page[i], c] = y[i]
            }
            for (p in pages) {
                if (!((p, 2) in foot)) { print "page " p " has one column"; bad++; continue }
                d = (foot[p, 1] - foot[p, 2]) / step
                if ((d > 3.1 || d < -3.1) && p != last) { print "page " p ": the columns end " d " lines apart"; apart++ }
            }
            if (n < 500) { print n " lines only"; bad++ }
            if (apart > 2) bad++
            exit bad > 0
        }' width="$6" "$1/lines" >"$1/off" || fail "$1: $(head -n 5 "$1/off")"
}

check_columns report-a4 12 16 79.37 841.89 150
check_columns book-a5 10.5 14 59.528 595.276 120

# The wide table stands over both columns, wider than one of them; a column takes a narrow one.
"$BRIEFBOOK" build --layout report-a4 --set text.columns=2 --dump pages book.yaml >dump 2>/dev/null
awk '/rule/ { for (i = 1; i <= NF; i++) if ($i ~ /^[0-9.]+x[0-9.]+$/) { split($i, s, "x"); if (s[1] > 300) wide++ } } END { exit wide < 3 }' dump ||
    fail "no wide table: $(grep -m 3 rule dump)"

# Other numbers are refused where they stand.
printf 'extends: briefing-a4\ntext:\n  columns: 7\n' >seven.yaml
! "$BRIEFBOOK" build --layout ./seven.yaml --pdf x.pdf book.yaml 2>seven.out || fail "seven columns were taken"
grep -q 'seven.yaml:3:12: .*text.columns' seven.out || fail "seven columns: $(cat seven.out)"
! "$BRIEFBOOK" build --layout book-a5 --set text.columns=3 --set text.column-gap=20mm --pdf x.pdf book.yaml 2>narrow.out ||
    fail "columns of a few letters were taken"
grep -q '\[columns\]' narrow.out || fail "narrow columns: $(cat narrow.out)"

# Every article goes into columns, in every layout.
for file in "$SOURCE_DIR"/layouts/*.yaml; do
    layout=$(basename "$file" .yaml)
    make_book "all-$layout" --layout "$layout" --set text.columns=2 --set text.drop-cap=3 "$SOURCE_DIR/tests/ingest" || continue
    qpdf --json=2 --json-stream-data=inline --decode-level=generalized "all-$layout/book.pdf" "all-$layout/pdf.json"
    # shellcheck disable=SC2154
    "$tools/book-check" --tree "all-$layout/tree" --min 0.999 "all-$layout/pdf.json" "all-$layout/book.epub" >"all-$layout/found" ||
        fail "$layout: $(cat "all-$layout/found")"
    rm -f "all-$layout/pdf.json"
done
done_with_book

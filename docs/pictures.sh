#!/bin/sh
# Makes the pictures of these documents anew, from the sample of input/: docs/pages.png for README.md and docs/guide-*.png
# for docs/huong-dan.md. Needs build/briefbook, poppler-utils and netpbm.
set -eu

project=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
book=$work/book.pdf
"$project/build/briefbook" build "$project/input" --pdf "$book" --impose booklet --quiet
booklet=$(find "$work" -name '*-booklet.pdf')

# page_with TEXT [FROM]: the first page, from the given one on, whose text has a line that begins so.
page_with() {
    page=${2:-1}
    last=$(pdfinfo "$book" | awk '$1 == "Pages:" { print $2 }')
    while [ "$page" -le "$last" ]; do
        if pdftotext -f "$page" -l "$page" -layout "$book" - | grep -q "^ *$1"; then
            echo "$page"
            return
        fi
        page=$((page + 1))
    done
    echo "pictures.sh: no page has a line '$1'" >&2
    return 1
}

# picture PDF PAGE DPI NAME: a page with a thin frame and a margin, as $work/NAME.ppm.
picture() {
    pdftoppm -r "$3" -f "$2" -l "$2" -singlefile "$1" "$work/$4-bare"
    pnmmargin -color '#b0b0b0' 1 "$work/$4-bare.ppm" | pnmmargin -white 8 >"$work/$4.ppm"
}

# save NAME.png: what comes in, in few colours; without the time of its making.
save() {
    cat >"$work/all.ppm"
    pnmquant -quiet 24 "$work/all.ppm" | pnmtopng -quiet -compression 9 >"$project/docs/$1"
}

contents=$(page_with 'Mục lục')
agenda=$(page_with 'Chương trình làm việc' $((contents + 1)))
opening=$(page_with 'Hành lang Giữa: Con đường' $((agenda + 1)))
names=$(page_with 'Bảng tra' $((opening + 1)))

for dpi in 54 64; do
    picture "$book" 1 $dpi cover$dpi
    picture "$book" "$contents" $dpi contents$dpi
    picture "$book" "$agenda" $dpi agenda$dpi
    picture "$book" "$opening" $dpi opening$dpi
    picture "$book" $((opening + 1)) $dpi text$dpi
    picture "$book" "$names" $dpi index$dpi
done
cd "$work"
pnmcat -leftright cover54.ppm contents54.ppm agenda54.ppm >above.ppm
pnmcat -leftright opening54.ppm text54.ppm index54.ppm >below.ppm
pnmcat -topbottom above.ppm below.ppm | save pages.png
pnmcat -leftright cover64.ppm contents64.ppm | save guide-front.png
pnmcat -leftright opening64.ppm text64.ppm | save guide-article.png
# The outermost side of the booklet, with the cover at the right, beside the innermost, whose pages follow each other.
last=$(pdfinfo "$booklet" | awk '$1 == "Pages:" { print $2 }')
picture "$booklet" 1 40 outer
picture "$booklet" "$last" 40 inner
pnmcat -leftright outer.ppm inner.ppm | save guide-booklet.png
ls -l "$project/docs/"*.png

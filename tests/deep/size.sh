#!/bin/sh
# A tagged book of more than 1,000 pages: no more than 4 MB for each 1,000 of them.
set -eu

project=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cd "$project"
cmake --build --preset release --target make_book >/dev/null
build/bench/make_book 500 "$work/book"
build/briefbook build "$work/book/bb" --pdf "$work/book.pdf" --quiet
pages=$(pdfinfo "$work/book.pdf" | sed -n 's/^Pages: *//p')
bytes=$(wc -c <"$work/book.pdf")
echo "size: $pages pages, $bytes bytes, $((bytes / pages)) a page"
pdfinfo "$work/book.pdf" | grep -q '^Tagged: *yes' || { echo "size: not tagged" >&2; exit 1; }
[ "$pages" -ge 1000 ] || { echo "size: too few pages" >&2; exit 1; }
[ $((bytes / pages)) -le 4000 ] || { echo "size: more than 4,000 bytes a page" >&2; exit 1; }

#!/bin/sh
# Every QR code of a printed book, drawn at 300 dots an inch, gives back the address of its source: short and long ones, in
# every layout. A program that reads codes finds each of them twice, at its chapter's end and in the list.
set -eu
# shellcheck source=/dev/null
. "$SOURCE_DIR/tests/book/lib.sh"

long=$(printf 'https://example.org/thoi-su/2025/%0120d/bai-viet.html' 7)
n=0
: >addresses
for url in "https://example.org/%C4%91%E1%BA%A5t?x=1&y=2" "$long"; do
    n=$((n + 1))
    printf -- '---\ntitle: Bài số %s\nauthor: Mai Anh\nsource_url: %s\n---\n\nMột đoạn văn.\n' "$n" "$url" >"bai-$n.md"
    printf '%s\n' "$url" >>addresses
done
sort addresses >expected
layouts=$("$BRIEFBOOK" layouts | awk '{ print $1 }')
[ "$(printf '%s\n' "$layouts" | wc -l)" -ge 6 ] || fail "layouts: $layouts"
for layout in $layouts; do
    "$BRIEFBOOK" build --quiet --layout "$layout" --pdf "$layout.pdf" bai-*.md >out 2>messages || fail "$layout: $(cat messages)"
    rm -f page-*.pgm
    pdftoppm -r 300 -gray -f 3 "$layout.pdf" page # cover and contents have none
    for page in page-*.pgm; do
        zbarimg -q --raw -Sdisable -Sqrcode.enable "$page" 2>/dev/null || :
    done | sort >"$layout.read"
    sort expected expected | cmp -s - "$layout.read" || fail "$layout: codes give $(tr '\n' ' ' <"$layout.read")"
done
"$BRIEFBOOK" build --quiet --set qr=no --dump pages bai-*.md >out 2>messages || fail "without codes"
if grep -q rects out; then
    fail "a code although book.yaml wants none"
fi
done_with_book

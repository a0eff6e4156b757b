#!/bin/sh
# Small articles with strange characters, markup, titles and levels: each alone, then all as one book.
set -eu
# shellcheck source=/dev/null
. "$SOURCE_DIR/tests/book/lib.sh"

for article in "$SOURCE_DIR"/tests/book/odd/*.*; do
    name=$(basename "${article%.*}")
    if make_book "$name" "$article"; then
        case $name in
        # Of few words each that poppler puts elsewhere counts much.
        characters | notes) same_book "$name" --no-poppler ;;
        *) same_book "$name" ;;
        esac
    fi
done
if make_book all "$SOURCE_DIR/tests/book/odd"; then
    same_book all --no-poppler
    check_epub all/book.epub
fi

# What is dropped is recorded, and what no font has is named; neither stops the book.
"$BRIEFBOOK" ingest "$SOURCE_DIR/tests/book/odd/characters.md" 2>/dev/null | grep -q '"invisible"' || fail "U+E123 is not among what was dropped"
grep -q 'characters.md:[0-9:]* warning: .*U+1F600' characters/messages || fail "nothing is said of U+1F600"
done_with_book

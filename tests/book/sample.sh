#!/bin/sh
# The sample briefing: everything that a book has.
set -eu
# shellcheck source=/dev/null
. "$SOURCE_DIR/tests/book/lib.sh"

make_book sample "$SOURCE_DIR/input" || done_with_book
same_book sample --min 0.999 --alt "$(sed -n 's/.*<img src="images[^>]* alt="\([^"]*\)".*/\1/p' \
    "$SOURCE_DIR/input/06-hanh-lang-giua.html")"
check_epub sample/book.epub

# The sample builds without a word of complaint; notes on single lines are none.
if grep -E ': (warning|error): ' sample/messages; then
    fail "the sample has warnings"
fi
done_with_book

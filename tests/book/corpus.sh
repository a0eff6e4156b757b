#!/bin/sh
# A book of all outside articles.
set -eu
# shellcheck source=/dev/null
. "$SOURCE_DIR/tests/book/lib.sh"

[ -n "${CORPUS_DIR:-}" ] || exit 77
if make_book corpus "$CORPUS_DIR"; then
    same_book corpus --min 0.999
    check_epub corpus/book.epub
fi
done_with_book

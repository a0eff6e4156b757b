#!/bin/sh
# Articles without a book.yaml: two, one alone, and all of tests/ingest/.
set -eu
# shellcheck source=/dev/null
. "$SOURCE_DIR/tests/book/lib.sh"

articles=$SOURCE_DIR/tests/ingest
if make_book two "$articles/t-txt-ru-kofe.txt" "$articles/t-txt-kk-uyirme.txt"; then
    same_book two
fi
if make_book one "$articles/t-txt-label.txt"; then
    same_book one
fi
if make_book all "$articles"; then
    same_book all --min 0.999
    check_epub all/book.epub
fi
done_with_book

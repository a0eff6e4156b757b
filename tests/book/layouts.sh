#!/bin/sh
# Nothing is lost in any layout: the glyphs of all pages carry the text of the book, of the sample, of all articles of
# tests/ingest/ and of the outside ones, and pages begin at the same words in the EPUB.
set -eu
# shellcheck source=/dev/null
. "$SOURCE_DIR/tests/book/lib.sh"

# nothing_lost LAYOUT ARTICLES
nothing_lost() {
    layout=$1
    articles=$2
    name=$(basename "$articles")-$layout
    if make_book "$name" --layout "$layout" "$articles"; then
        qpdf --json=2 --json-stream-data=inline --decode-level=generalized "$name/book.pdf" "$name/pdf.json" ||
            fail "$name: qpdf --json"
        # shellcheck disable=SC2154
        if ! "$tools/book-check" --tree "$name/tree" --min 0.999 "$name/pdf.json" "$name/book.epub" >"$name/found"; then
            cat "$name/found"
            fail "$name: book-check"
        fi
        grep -q '^note words: [1-9]' "$name/found" || fail "$name: the words were not compared"
    fi
    rm -f "$name/pdf.json" "$name/book.pdf" "$name/book.epub"
}

for file in "$SOURCE_DIR"/layouts/*.yaml; do
    nothing_lost "$(basename "$file" .yaml)" "$SOURCE_DIR/tests/ingest"
    nothing_lost "$(basename "$file" .yaml)" "$SOURCE_DIR/input"
    [ -z "${CORPUS_DIR:-}" ] || nothing_lost "$(basename "$file" .yaml)" "$CORPUS_DIR"
done
done_with_book

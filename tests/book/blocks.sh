#!/bin/sh
# A book with every briefing block, in book.yaml and inside an article: photos, logo, endnotes, ids on tables and headings,
# lines of a digest, all rules of the index. Its tree is as expected, and both outputs carry it in each layout.
#
# A change that is right: BRIEFBOOK=build/briefbook SOURCE_DIR=$PWD tests/book/blocks.sh --update, and read the difference.
set -eu
if [ "${1:-}" = --update ]; then
    WORK=$(mktemp -d)
    cd "$WORK"
fi
# shellcheck source=/dev/null
. "$SOURCE_DIR/tests/book/lib.sh"

mkdir -p in
cp "$SOURCE_DIR"/tests/book/blocks/*.md "$SOURCE_DIR/tests/book/blocks/book.yaml" in
cp "$SOURCE_DIR/input/images/bieu-trung.png" in/dau.png
cp in/dau.png in/anh.png

# Ties come from the knowledge of languages, and hashes are of the files: other tests look at them.
"$BRIEFBOOK" build --dump book in 2>warnings | sed -e '/^ *tie /d' -e 's/SHA-256: .*"/SHA-256: …"/' >tree
if [ "${1:-}" = --update ]; then
    cp tree "$SOURCE_DIR/tests/book/blocks/tree"
    exit 0
fi
grep -E ': (warning|error):' warnings && fail "the book has warnings"
diff -u "$SOURCE_DIR/tests/book/blocks/tree" tree || fail "the tree is not as expected"

for layout in briefing-a4 report-a4 book-a5 tablet; do
    make_book "$layout" --layout "$layout" in || continue
    same_book "$layout" --min 0.999
done
# Poppler does not know the capitals of this layout for what they are; in large print the endnote has a page to itself, on
# which book-check, as it puts notes apart, sees no words.
make_book nd30-a4 --layout nd30-a4 in && same_book nd30-a4 --no-poppler --min 0.999
make_book large-print-a4 --layout large-print-a4 --set notes=foot in && same_book large-print-a4 --min 0.999
check_epub briefing-a4/book.epub

# In the EPUB blocks say what they are.
unzip -q -o briefing-a4/book.epub -d epub
cat epub/*/text/*.xhtml >all.xhtml
for form in '<time datetime="14:20">' 'class="people"' 'alt="Trần Mẫu Một"' 'id="ch-mot-n1"' 'lang="kk"' '<dd class="photo">' \
    '<ul class="none people">' '<div class="photo">'; do
    grep -q "$form" all.xhtml || fail "EPUB: no $form"
done
done_with_book

#!/bin/sh
# Digests: one page an article, all words from the article, each line with its page; an override stands.
set -eu
# shellcheck source=/dev/null
. "$SOURCE_DIR/tests/cli/common.sh"

mkdir sample
cp -r "$SOURCE_DIR/input/." sample
sed -e '/^ *digest: yes/d' -e 's/^layout:/digest: yes\nlayout:/' sample/book.yaml >book.yaml
awk '{ print } /file: 04-/ { print "        digest: [\"Nồi cháo bảy vị\", \"Một câu của riêng văn phòng\"]" } /file: 03-/ { print "        digest: no" }' \
    book.yaml >sample/book.yaml
run 0 build --pdf book.pdf --epub book.epub sample
run 0 build --dump book sample

# The tree of the digests alone.
sed -n '/^  matter #digests/,/^  part/p' out.txt >digests
[ "$(grep -c 'div .*name=digest' digests)" -eq 7 ] || complain "not seven digests"
grep -q 'Một câu của riêng văn phòng' digests || complain "the override is not there"
# Each sentence and quotation stands in a chapter as it is.
sed -n '/^  chapter/,$p' out.txt >chapters
sed -n 's/^ *paragraph [^"]*"\(.*\) (trang )"$/\1/p' digests | grep -v '^Ngày và con số' >sentences
[ "$(wc -l <sentences)" -gt 20 ] || complain "only $(wc -l <sentences) sentences"
while IFS= read -r sentence; do
    grep -qF -- "$sentence" chapters || grep -qF -- "${sentence%% · *}" chapters || complain "not in the text: $sentence"
done <sentences
grep -q 'attribution "Phan Đức Lương (trang )"' digests || complain "no speaker"

# A page a digest.
first=$(pdftotext -enc UTF-8 -f 1 -l 30 book.pdf - | awk 'BEGIN { RS = "\f" } /Tóm lược các bài/ { n++ } END { print n }')
[ "$first" -eq 8 ] || complain "seven digests and the line in the contents are on $first pages"
# In the EPUB each reference leads to a paragraph that is there.
unzip -q -o book.epub -d epub
cat epub/*/text/*.xhtml >all.xhtml
grep -o 'href="[^"]*#[^"]*"' epub/*/text/digests.xhtml | sed 's/.*#\(.*\)"/\1/' | sort -u >ids
[ "$(wc -l <ids)" -gt 20 ] || complain "only $(wc -l <ids) links in the digests"
while IFS= read -r id; do
    grep -q "id=\"$id\"" all.xhtml || complain "the link leads nowhere: $id"
done <ids
finish

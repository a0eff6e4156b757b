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

# A page a digest, in every layout: the pages where they begin follow each other. Behind the last a page may be blank.
"$BRIEFBOOK" layouts | while read -r layout rest; do
    "$BRIEFBOOK" build --layout "$layout" --dump starts sample 2>/dev/null |
        awk '$1 == "ref" && $2 ~ /-digest$/ { print $4 } $1 == "ref" && $2 == "part-1" { print $4 - 1 }' | sort -n |
        awk -v layout="$layout" 'NR > 1 && NR < 8 && $1 != last + 1 || NR == 8 && $1 - last > 1 { bad = 1 }
            { last = $1 } END { if (bad || NR != 8) print layout ": " NR " digests, one runs over" }'
done >over
[ ! -s over ] || complain "a digest is longer than a page: $(cat over)"
# In the EPUB each reference leads to a paragraph that is there.
unzip -q -o book.epub -d epub
cat epub/*/text/*.xhtml >all.xhtml
grep -o 'href="[^"]*#[^"]*"' epub/*/text/digests.xhtml | sed 's/.*#\(.*\)"/\1/' | sort -u >ids
[ "$(wc -l <ids)" -gt 20 ] || complain "only $(wc -l <ids) links in the digests"
while IFS= read -r id; do
    grep -q "id=\"$id\"" all.xhtml || complain "the link leads nowhere: $id"
done <ids
finish

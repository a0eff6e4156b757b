#!/bin/sh
# Every page that the index names has the name on it, in the PDF; in the EPUB the number leads to the name itself.
set -eu
# shellcheck source=/dev/null
. "$SOURCE_DIR/tests/cli/common.sh"

# $1: least number of links that the index must have; $2...: what to build
check_pages() {
    least=$1
    shift
    rm -rf epub
    "$BRIEFBOOK" build --pdf book.pdf --epub book.epub "$@" 2>/dev/null >&2
    "$BRIEFBOOK" build --dump starts "$@" 2>/dev/null | awk '$1 == "ref" { gsub(/"/, ""); print $2, $4 + 1, $5 }' >refs
    unzip -q -o book.epub -d epub
    cat epub/*/text/*.xhtml >all.xhtml
    pdftotext -raw -enc UTF-8 book.pdf pages

    # id, tab, the words that the anchor holds
    tr '\n' ' ' <all.xhtml | sed 's/<span id="\([a-z]*-[^"]*-x[0-9]*\)">/\n@\1\t/g' | sed -n 's/^@//p' |
        sed 's/^\([^\t]*\t\)\(<span[^>]*>\)*\([^<]*\).*/\1\3/' >spots
    # label, tab, id: the links of the index
    sed -n '/role="doc-index"/,/<\/body>/p' all.xhtml | tr '\n' ' ' | sed 's/<a href="[^"#]*#/\n@/g' |
        sed -n 's/^@\([^"]*-x[0-9]*\)">\([^<]*\)<.*/\2\t\1/p' >links
    [ "$(wc -l <links)" -ge "$least" ] || complain "only $(wc -l <links) links in the index of $*"

    awk -F '\t' '
    FILENAME == "refs" { split($0, r, " "); page[r[1]] = r[2]; label[r[1]] = r[3]; next }
    FILENAME == "spots" { words[$1] = $2; next }
    FILENAME == "pages" {
        n = split($0, parts, "\f")
        for (i = 1; i <= n; i++) {
            text[at + 1] = text[at + 1] " " parts[i]
            if (i < n)
                at++
        }
        next
    }
    {
        id = $2
        if (!(id in words) || words[id] == "")
            print id ": the link leads to no words"
        else if (label[id] != $1)
            print id ": the index says page " $1 ", the PDF " label[id]
        else if (index(squeeze(text[page[id]]), squeeze(words[id])) == 0)
            print id ": \"" words[id] "\" is not on page " $1
    }
    function squeeze(s) {
        gsub(/[ \t\r\n]+/, " ", s)
        return s
    }' refs spots pages links >wrong
    [ ! -s wrong ] || complain "$(wc -l <wrong) places are wrong: $(head -5 wrong)"
}
check_pages 100 "$SOURCE_DIR/input"
# Books of outside articles: what their truth files say is found must also be found on its page.
if [ -n "${CORPUS_DIR:-}" ]; then
    set --
    for truth in "$SOURCE_DIR"/tests/names/corpus/*.names; do
        for article in "$CORPUS_DIR/$(basename "$truth" .names)".*; do
            case $article in *.expected.json) ;; *) set -- "$@" "$article" ;; esac
        done
    done
    check_pages 100 --set back=index "$@"
    for article; do
        check_pages 5 --set back=index "$article"
    done
fi
finish

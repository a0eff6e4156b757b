#!/bin/sh
# Every link inside the book leads somewhere, to the same places in both outputs; each page number that the book shows
# (contents, cross-references, sources, digests, blocks, index) is that of the page on which its target stands, in the PDF and
# by the EPUB's page marks.
set -eu
# shellcheck source=/dev/null
. "$SOURCE_DIR/tests/book/lib.sh"

# the files of the EPUB in reading order, each behind a line with its name
in_order() {
    sed -n 's/.*<item [^>]*id="\([^"]*\)"[^>]*href="\([^"]*\)".*/\1 \2/p' "$1/package.opf" >items
    sed -n 's/.*<itemref [^>]*idref="\([^"]*\)".*/\1/p' "$1/package.opf" | while read -r id; do
        file=$(awk -v id="$id" '$1 == id { print $2 }' items)
        printf '<file %s>\n' "${file##*/}"
        cat "$1/$file"
    done
}

# "id ID LABEL": where the EPUB's marks say that an id stands; "to ID": a link; "page ID LABEL": a number shown for it
read_epub() {
    awk 'BEGIN { RS = "<" }
    function attribute(name, at, s) {
        at = index(tag, " " name "=\"")
        if (!at)
            return ""
        s = substr(tag, at + length(name) + 3)
        return substr(s, 1, index(s, "\"") - 1)
    }
    function stand(i) {
        for (i = 1; i <= waiting; i++)
            print "id " wait[i] " " (label == "" ? "-" : label)
        waiting = 0
    }
    {
        end = index($0, ">")
        tag = substr($0, 1, end - 1)
        text = substr($0, end + 1)
        gsub(/[ \t\r\n]+/, " ", text)
        split(tag, word, /[ \t\r\n]/)
        if (word[1] == "file") {
            file = word[2]
            sub(/\.xhtml$/, "", file)
            wait[++waiting] = file
            next
        }
        if (attribute("id") != "")
            wait[++waiting] = attribute("id")
        if (attribute("role") == "doc-pagebreak") {
            label = attribute("aria-label")
            stand()
        }
        if (word[1] == "a") {
            target = attribute("href")
            shown = ""
            inside = 1
            if (target ~ /^[a-z]+:/)
                target = ""
            else if (target ~ /#/)
                sub(/^.*#/, "", target)
            else
                sub(/\.xhtml$/, "", target)
            sub(/^.*\//, "", target)
        }
        if (word[1] == "/a")
            inside = 0
        if (inside)
            shown = shown text
        if (word[1] == "span" && attribute("class") == "pg" && inside)
            print "page " target " " text
        if (word[1] == "/a") {
            if (target ~ /^pg-/) {
                print "mark " target " " shown
                if (last != "")
                    print "page " last " " shown
            } else if (target != "" && target !~ /^fnr-/) {
                print "to " target
                if (shown ~ /(trang|tr\.) [0-9ivxlc]+$/)
                    print "page " target substr(shown, match(shown, / [0-9ivxlc]+$/))
            }
            last = target ~ /^pg-/ ? "" : shown ~ /(trang|tr\.) *$/ ? target : ""
        }
        if (text ~ /[^ ]/)
            stand()
    }' "$1"
}

check_links() {
    name=$1
    rm -rf epub
    unzip -q -o "$name/book.epub" -d epub
    in_order "$(dirname "$(find epub -name package.opf)")" >all
    read_epub all >facts
    grep '^id ' facts >ids
    find epub -name nav.xhtml -exec cat {} + >nav # what the PDF has as its outline
    read_epub nav | grep '^to ' >>facts
    pdfinfo -dests "$name/book.pdf" | sed -n 's/^ *\([0-9]*\) \[.*\] "\(.*\)"$/dest \2 \1/p' >dests
    qpdf --json=2 "$name/book.pdf" | sed -n 's/.*"\/\(Dest\|D\)": "u:\(.*\)".*/\2/p' | sort -u >pdf-targets
    sed -n 's/^to //p' facts | sort -u >epub-targets
    awk '
    $1 == "dest" { page[$2] = $3; next }
    $1 == "ref" { gsub(/"/, ""); label[$4 + 1] = $5; next }
    $1 == "start" { gsub(/"/, ""); label[$4 + 1] = $5; next }
    $1 == "id" { stands[$2] = $3; next }
    $1 == "mark" { marks++; if ("pg-" $3 != $2 || !($2 in stands)) print "number " $3 " leads to " $2; next }
    $1 == "to" { links++; if (!($2 in stands)) print "EPUB: a link leads nowhere: " $2; next }
    $1 == "page" {
        pages++
        if (!($2 in page))
            print "PDF: no destination " $2
        else if (label[page[$2]] != $3)
            print $2 ": page " $3 " is shown, the PDF has it on " label[page[$2]]
        if (stands[$2] != $3)
            print $2 ": page " $3 " is shown, the EPUB has it on " stands[$2]
    }
    END { if (marks < least / 5 || pages < least || links < 6 * least) print "few links: " marks + 0 ", " pages + 0 ", " links + 0 }
    ' dests ids "$name/starts" least="$2" facts >wrong
    [ ! -s wrong ] || fail "$name: $(wc -l <wrong) links are wrong: $(head -5 wrong)"
    while IFS= read -r target; do
        grep -q "^dest $target [0-9]" dests || fail "$name: PDF: a link leads nowhere: $target"
    done <pdf-targets
    # The title page is a page of the EPUB alone; the index of the PDF leads to the first place of a range.
    comm -3 epub-targets pdf-targets | grep -Ev -- "^title$|-x[0-9]*$" >differing || :
    [ ! -s differing ] || fail "$name: targets of links differ: $(head -5 differing)"
}

# On a tablet every page but the cover and the contents themselves leads to the contents, with a link that the structure tree
# knows; the half title has its folio and the handling mark.
to_contents() {
    qpdf --qdf --object-streams=disable "$1/book.pdf" "$1/qdf.pdf"
    links=$(LC_ALL=C grep -ac '/Dest (contents)' "$1/qdf.pdf")
    pages=$(pdfinfo "$1/book.pdf" | awk '$1 == "Pages:" { print $2 }')
    [ "$links" -ge $((pages - 5)) ] && [ "$links" -lt "$pages" ] ||
        fail "$1: $links links to the contents on $pages pages"
    pdftotext -f 2 -l 2 "$1/book.pdf" "$1/half-title"
    for words in 'Mục lục' 'LƯU HÀNH NỘI BỘ' '^2$' 'Hợp tác Việt Nam – Kazakhstan'; do
        grep -q "$words" "$1/half-title" || fail "$1: '$words' is not on the half title: $(cat "$1/half-title")"
    done
}

# In every layout; in one of them with the notes at the chapters' ends.
for layout in briefing-a4 report-a4 book-a5 nd30-a4 large-print-a4 tablet; do
    notes=foot
    [ "$layout" != tablet ] || notes=end
    make_book "$layout" --layout "$layout" --set notes=$notes "$SOURCE_DIR/input" || continue
    "$BRIEFBOOK" build --layout "$layout" --set notes=$notes --dump starts "$SOURCE_DIR/input" >"$layout/starts" 2>/dev/null
    check_links "$layout" 50
done
to_contents tablet
done_with_book

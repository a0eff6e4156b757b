#!/bin/sh
# Builds books and has them judged by programs that others wrote: veraPDF (PDF/A-2a and PDF/UA-1), EPUBCheck 5, Ace, by
# what shows PDFs: poppler, MuPDF, pdf.js in Chromium (renderers.sh), and
# by what opens EPUBs: foliate-js in Chromium (readers.js), mupdf, calibre. The books: the sample in every layout, the
# torture book and, when BRIEFBOOK_CORPUS is set, one of all its articles. Any finding fails; a program that cannot be had
# here is announced as NOT CHECKED and does not. Reports stay in build/conformance/.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
project=$(cd "$here/../.." && pwd)
program=$project/build/briefbook
work=$project/build/conformance
findings=0

now() { date +%s; }
took() { echo "$(($(now) - $1)) s"; }

not_checked() {
    printf '\n******** NOT CHECKED: %s: %s ********\n\n' "$1" "$2"
}

# fetch TOOL NAME: sets `found` to where it is; fails when it cannot be had.
fetch() {
    if found=$("$here/fetch.sh" "$1" 2>"$work/fetch.log"); then
        return 0
    fi
    not_checked "$2" "$(cat "$work/fetch.log")"
    return 1
}

# The program is the one that people use, with LTO, which the tests are not run on.
judge_program() {
    if SOURCE_DIR=$project BRIEFBOOK=$program "$project/tests/run-script.sh" "$project/tests/cli/hardening.sh" \
        "$work/hardening"; then
        echo "program: hardened"
    else
        findings=$((findings + 1))
    fi
}

build_books() {
    "$program" build "$project/input" -o "$work/sample" --quiet
    mkdir -p "$work/attached" "$work/linearized"
    "$program" build "$project/input" --set archive=attach-sources --pdf "$work/attached/attached.pdf" --quiet
    "$program" build "$project/input" --set pdf.linearize=yes --pdf "$work/linearized/linearized.pdf" --quiet
    # One layout a line, its name first.
    "$program" layouts | cut -d ' ' -f 1 | while read -r layout; do
        mkdir -p "$work/sample-$layout"
        "$program" build "$project/input" --layout "$layout" --pdf "$work/sample-$layout/$layout.pdf" \
            --epub "$work/sample-$layout/$layout.epub" --quiet
    done
    sh "$project/tests/book/torture/make.sh" "$program" "$work/raw/torture" >"$work/torture.log" 2>&1
    "$program" build "$work/raw/torture" -o "$work/torture" --quiet 2>>"$work/torture.log" # it has bad pictures
    if [ -n "${BRIEFBOOK_CORPUS:-}" ]; then
        "$program" build "$BRIEFBOOK_CORPUS" -o "$work/corpus" --quiet
    else
        echo "(BRIEFBOOK_CORPUS is not set: only the project's own books are judged)"
    fi
}

# PDFs alone: every layout makes other tags of the articles, the torture book and pictures of every kind.
build_more_pdfs() {
    mkdir -p "$work/raw/pictures" "$work/pictures"
    "$project/build/tests/make-pictures" "$work/raw/pictures"
    for picture in "$work"/raw/pictures/*.*; do
        printf '![%s](%s "%s")\n\n' "${picture##*/}" "${picture##*/}" "${picture##*/}"
    done >"$work/raw/pictures.md"
    mv "$work/raw/pictures.md" "$work/raw/pictures"
    "$program" build "$work/raw/pictures" --pdf "$work/pictures/pictures.pdf" --quiet 2>>"$work/raw.log"
    "$program" layouts | cut -d ' ' -f 1 | while read -r layout; do
        "$program" build "$work/raw/torture" --layout "$layout" --pdf "$work/pictures/torture-$layout.pdf" --quiet \
            2>>"$work/raw.log"
        [ -z "${BRIEFBOOK_CORPUS:-}" ] || "$program" build "$BRIEFBOOK_CORPUS" --layout "$layout" \
            --pdf "$work/pictures/corpus-$layout.pdf" --quiet 2>>"$work/raw.log"
    done
}

# Three programs show the sample, and the torture book for its tables, pictures and scripts. Pictures with odd profiles are
# left out: MuPDF heeds none, pdf.js none but those of JPEG.
judge_rendering() {
    for program_needed in pdftoppm mutool; do
        command -v "$program_needed" >/dev/null || { not_checked rendering "$program_needed is not installed"; return 0; }
    done
    began=$(now)
    for book in "$work"/sample/*.pdf "$work/pictures/torture-book-a5.pdf"; do
        "$here/renderers.sh" "$project/build/tests/compare-pages" "$work/rendered" "$(basename "$book" .pdf)" "$book" \
            "Việt Nam" "Nguyễn Phương Nga" "Қазақстан" || findings=$((findings + 1))
    done
    echo "rendering: judged ($(took "$began"))"
}

# Rules that a report of veraPDF says are broken, with the first place of each.
broken_rules() {
    awk 'function part(name) { sub(".*" name "=\"", ""); sub("\".*", ""); return $0 }
         function text() { gsub(/^ *<[^>]*>|<\/[a-zA-Z]*>$/, ""); return $0 }
         /^ *<name>/ { file = text(); next }
         /^ *<rule .*status="failed"/ {
             line = $0; clause = part("clause")
             $0 = line; test = part("testNumber")
             $0 = line; count = part("failedChecks")
             failed = 1
             if (file != "") { print "    " file; file = "" }
             next }
         failed && /^ *<description>/ { printf "      %s-%s, %d times: %s\n", clause, test, count, text() }
         failed && /^ *<context>/ { print "        first at " text(); failed = 0 }
         /^ *<exceptionMessage>/ { print "    " file ": " text() }' "$1"
}

# judge_pdfs FLAVOUR NAME FILES...: all books in one run, for Java starts slowly.
judge_pdfs() {
    flavour=$1 name=$2
    shift 2
    report=$work/verapdf-$flavour.xml
    began=$(now)
    if java -Dfile.encoding=UTF-8 -Djava.awt.headless=true -cp "$found" org.verapdf.apps.GreenfieldCliWrapper \
        --flavour "$flavour" --format xml --maxfailuresdisplayed 1 "$@" >"$report" 2>"$report.log"; then
        echo "$name: all books conform: $# ($(took "$began"))"
        return 0
    fi
    echo "$name: FINDINGS, see $report"
    broken_rules "$report"
    grep -E 'SEVERE|WARNING' "$report.log" || :
    findings=$((findings + 1))
}

judge_epubs() {
    for book in "$work"/*/*.epub; do
        began=$(now)
        if java -cp "$found" com.adobe.epubcheck.tool.Checker --failonwarnings "$book" >"$work/epubcheck.log" 2>&1; then
            echo "EPUBCheck: ${book#"$work"/}: no errors, no warnings ($(took "$began"))"
        else
            echo "EPUBCheck: ${book#"$work"/}: FINDINGS"
            grep -E '^(FATAL|ERROR|WARNING)' "$work/epubcheck.log" || cat "$work/epubcheck.log"
            findings=$((findings + 1))
        fi
    done
}

# judge_access BOOK: Ace writes nothing into the home folder.
judge_access() {
    out=$work/ace-$(basename "$(dirname "$1")")
    rm -rf "$out"
    mkdir -p "$out/home"
    began=$(now)
    HOME=$out/home XDG_CONFIG_HOME=$out/home XDG_CACHE_HOME=$out/home XDG_DATA_HOME=$out/home XDG_STATE_HOME=$out/home \
        PUPPETEER_EXECUTABLE_PATH=$here/chromium.sh ACE_TIMEOUT_INITIAL=60000 \
        node "$found/@daisy/ace-cli/bin/ace.js" --force --outdir "$out" --tempdir "$out/tmp" "$1" >"$out/log" 2>&1 || :
    if [ ! -e "$out/report.json" ]; then
        echo "Ace: ${1#"$work"/}: no report"
        tail -n 5 "$out/log"
        findings=$((findings + 1))
    elif node "$here/ace-findings.js" "$out/report.json" >"$out/findings"; then
        echo "Ace: ${1#"$work"/}: no violations ($(took "$began"))"
    else
        echo "Ace: ${1#"$work"/}: FINDINGS"
        sort "$out/findings" | uniq -c | sort -rn | head -n 20
        findings=$((findings + 1))
    fi
}

# judge_reading NAME OPTIONS...: as one reads on a screen; $ace and $found are folders of modules.
judge_reading() {
    name=$1
    shift
    for book in "$work/$name"/*.epub; do
        [ -e "$book" ] || continue
        began=$(now)
        if node "$here/readers.js" "$@" "$ace" "$found" "$book" >"$work/reading" 2>&1; then
            echo "foliate-js: ${book#"$work"/}: $(cat "$work/reading") ($(took "$began"))"
        else
            echo "foliate-js: ${book#"$work"/}: FINDINGS ($*)"
            head -n 20 "$work/reading"
            findings=$((findings + 1))
        fi
    done
}

# judge_opening NAME COMMAND: a program that opens books must not complain; $1 of COMMAND is the book. What it says of every
# EPUB 3 is no complaint, nor that it does not know container queries, without which the style sheet is made to do.
judge_opening() {
    for book in "$work"/sample/*.epub "$work"/torture/*.epub "$work"/corpus/*.epub; do
        [ -e "$book" ] || continue
        if HOME=$work/home sh -c "$2" sh "$book" >"$work/opening" 2>&1 &&
            ! grep -iE 'warning|error|unknown|invalid|fail' "$work/opening" |
            grep -vE 'ICC support is not available|unknown epub version: 3|Unknown @rule found.*@container' >"$work/complaints"; then
            echo "$1: ${book#"$work"/}: opens without complaint"
        else
            echo "$1: ${book#"$work"/}: FINDINGS"
            cat "$work/complaints"
            findings=$((findings + 1))
        fi
    done
}

[ -x "$program" ] || { echo "conformance: build/briefbook is missing: ./dev build" >&2; exit 1; }
rm -rf "$work"
mkdir -p "$work/home" "$work/raw"
began=$(now)
judge_program
build_books
build_more_pdfs
echo "books: built ($(took "$began"))"
if fetch verapdf veraPDF; then
    # A file that carries others is PDF/A-3.
    archives=$(find "$work" -name '*.pdf' ! -path '*/attached/*' | sort)
    # shellcheck disable=SC2086 # names without spaces
    judge_pdfs 2a "veraPDF PDF/A-2a" $archives
    judge_pdfs 3a "veraPDF PDF/A-3a" "$work"/attached/*.pdf
    judge_pdfs ua1 "veraPDF PDF/UA-1" "$work"/*/*.pdf
fi
judge_rendering
if fetch epubcheck "EPUBCheck 5"; then
    judge_epubs
fi
if fetch ace Ace; then
    ace=$found
    for book in "$work"/*/*.epub; do
        judge_access "$book"
    done
    if fetch readers foliate-js; then
        judge_reading sample --size 390x844
        judge_reading sample --size 820x1180
        judge_reading sample --size 320x568 --type 26 --dark no
        judge_reading torture --dark no
        judge_reading corpus --dark no
    fi
fi
if command -v mutool >/dev/null; then
    # shellcheck disable=SC2016 # $1 is the book
    judge_opening mupdf 'mutool draw -F txt -o /dev/null "$1"'
else
    not_checked mupdf "mutool is not installed (Debian: mupdf-tools)"
fi
if command -v ebook-convert >/dev/null; then
    # shellcheck disable=SC2016
    judge_opening calibre 'ebook-convert "$1" "$HOME/opened.azw3"'
else
    not_checked calibre "ebook-convert is not installed (Debian: calibre)"
fi
if [ "$findings" -gt 0 ]; then
    echo "conformance: $findings of the judgements have findings"
    exit 1
fi
echo "conformance: no findings"

#!/bin/sh
# Builds books and has them judged by validators that others wrote: veraPDF (PDF/A-2a and PDF/UA-1), EPUBCheck 5 and
# Ace. The books: the sample in every layout and, when BRIEFBOOK_CORPUS is set, one of all its articles. Any finding
# fails; a validator that cannot be had here is announced as NOT CHECKED and does not. Reports stay in
# build/conformance/.
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

build_books() {
    "$program" build "$project/input" -o "$work/sample" --quiet
    # One layout a line, its name first. Layouts change little in the EPUB, so that is judged once.
    "$program" layouts | cut -d ' ' -f 1 | while read -r layout; do
        mkdir -p "$work/sample-$layout"
        "$program" build "$project/input" --layout "$layout" --pdf "$work/sample-$layout/$layout.pdf" --quiet
    done
    if [ -n "${BRIEFBOOK_CORPUS:-}" ]; then
        "$program" build "$BRIEFBOOK_CORPUS" -o "$work/corpus" --quiet
    else
        echo "(BRIEFBOOK_CORPUS is not set: only the sample is judged)"
    fi
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

# judge_pdfs FLAVOUR NAME: all books in one run, for Java starts slowly.
judge_pdfs() {
    report=$work/verapdf-$1.xml
    began=$(now)
    if java -Dfile.encoding=UTF-8 -Djava.awt.headless=true -cp "$found" org.verapdf.apps.GreenfieldCliWrapper \
        --flavour "$1" --format xml --maxfailuresdisplayed 1 "$work"/*/*.pdf >"$report" 2>"$report.log"; then
        echo "$2: all books conform: $(find "$work" -name '*.pdf' | wc -l) ($(took "$began"))"
        return 0
    fi
    echo "$2: FINDINGS, see $report"
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

[ -x "$program" ] || { echo "conformance: build/briefbook is missing: ./dev build" >&2; exit 1; }
rm -rf "$work"
mkdir -p "$work"
began=$(now)
build_books
echo "books: built ($(took "$began"))"
if fetch verapdf veraPDF; then
    judge_pdfs 2a "veraPDF PDF/A-2a"
    judge_pdfs ua1 "veraPDF PDF/UA-1"
fi
if fetch epubcheck "EPUBCheck 5"; then
    judge_epubs
fi
if fetch ace Ace; then
    judge_access "$work"/sample/*.epub
    for book in "$work"/corpus/*.epub; do
        [ ! -e "$book" ] || judge_access "$book"
    done
fi
if [ "$findings" -gt 0 ]; then
    echo "conformance: $findings of the judgements have findings"
    exit 1
fi
echo "conformance: no findings"

# What the scripts of tests/book/ share; they read it with `. "$SOURCE_DIR/tests/book/lib.sh"` and run in the folder $WORK.
# shellcheck shell=sh

tools=$(dirname "$BRIEFBOOK")/tests
failures=0

fail() {
    printf 'FAIL %s\n' "$*"
    failures=$((failures + 1))
}

# make_book NAME ARGUMENTS...: builds into NAME/book.pdf and NAME/book.epub; messages go to NAME/messages.
make_book() {
    name=$1
    shift
    mkdir -p "$name"
    if ! "$BRIEFBOOK" build --pdf "$name/book.pdf" --epub "$name/book.epub" "$@" >"$name/out" 2>"$name/messages"; then
        cat "$name/messages"
        fail "$name: build $*"
        return 1
    fi
    [ ! -s "$name/out" ] || fail "$name: standard output carries $(head -c 200 "$name/out")"
    "$BRIEFBOOK" build --dump book "$@" >"$name/tree" 2>/dev/null || fail "$name: build --dump book"
}

# check_pdf FILE: sound, fonts embedded as subsets with Unicode, version, tags.
check_pdf() {
    if ! qpdf --check "$1" >qpdf.out 2>&1; then
        cat qpdf.out
        fail "$1: qpdf --check"
    fi
    pdffonts "$1" 2>&1 | awk -v file="$1" '
        NR <= 2 { next }
        { n++; if ($(NF - 4) $(NF - 3) $(NF - 2) != "yesyesyes") { print "FAIL " file ": font: " $0; bad = 1 } }
        END { if (n == 0) { print "FAIL " file ": no fonts"; bad = 1 } exit bad }' || failures=$((failures + 1))
    pdfinfo "$1" >pdfinfo.out 2>&1 || fail "$1: pdfinfo"
    grep -q '^PDF version: *1\.7$' pdfinfo.out || fail "$1: $(grep 'PDF version' pdfinfo.out)"
    grep -q '^Tagged: *yes$' pdfinfo.out || fail "$1: not tagged"
}

# check_epub FILE: EPUBCheck without errors and warnings. Debian's EPUBCheck 4.2.6 does not know pageBreakSource, which EPUB
# Accessibility 1.1 asks for; that complaint alone is passed over. The program with sanitizers writes the same bytes, so they are
# not judged twice.
check_epub() {
    unzip -tqq "$1" || fail "$1: unzip -t"
    if grep -q __asan_init "$BRIEFBOOK"; then
        return 0
    fi
    java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -jar /usr/share/java/epubcheck.jar "$1" >epubcheck.out 2>&1 || :
    grep -q 'EPUBCheck completed' epubcheck.out || fail "$1: EPUBCheck did not run: $(head -n 3 epubcheck.out)"
    grep -E '^(FATAL|ERROR|WARNING)' epubcheck.out | grep -v 'OPF-027.*pageBreakSource' >epubcheck.found || :
    if [ -s epubcheck.found ]; then
        head -n 20 epubcheck.found
        fail "$1: EPUBCheck: $(wc -l <epubcheck.found) findings"
    fi
}

# same_book NAME OPTIONS...: both files of make_book carry the same book, that of the book tree. What poppler makes of the
# text is left out when the first option is --no-poppler: it knows no ActualText in the structure tree, and guesses words from
# where letters stand. --no-struct leaves out the structure tree alone, for which it takes a time that grows with the square of
# the pages.
same_book() {
    name=$1
    shift
    check_pdf "$name/book.pdf"
    qpdf --json=2 --json-stream-data=inline --decode-level=generalized "$name/book.pdf" "$name/pdf.json" ||
        fail "$name: qpdf --json"
    views=raw,struct
    case ${1:-} in
    --no-poppler) views= && shift ;;
    --no-struct) views=raw && shift ;;
    esac
    case $views in
    raw*)
        pdftotext -raw -enc UTF-8 "$name/book.pdf" "$name/raw" 2>/dev/null || fail "$name: pdftotext"
        set -- --raw "$name/raw" "$@"
        ;;
    esac
    case $views in
    *struct)
        pdfinfo -struct-text "$name/book.pdf" >"$name/struct" 2>/dev/null || fail "$name: pdfinfo -struct-text"
        set -- --struct "$name/struct" "$@"
        ;;
    esac
    if ! "$tools/book-check" --tree "$name/tree" "$@" "$name/pdf.json" "$name/book.epub" >"$name/found"; then
        cat "$name/found"
        fail "$name: book-check"
    fi
    rm -f "$name/pdf.json"
}

# done_with_book: the test's exit status.
done_with_book() {
    [ "$failures" -eq 0 ] || echo "$failures failures"
    exit $((failures > 0))
}

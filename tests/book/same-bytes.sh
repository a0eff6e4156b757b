#!/bin/sh
# The same book gives the same bytes: again, with other numbers of workers, in another locale, time zone, folder and umask,
# with the EPUB or the PDF alone.
set -eu
# shellcheck source=/dev/null
. "$SOURCE_DIR/tests/book/lib.sh"

make_book first "$SOURCE_DIR/input" || done_with_book

# same WHAT: compares the outputs in the folder "other" with the first.
same() {
    for file in book.pdf book.epub; do
        [ ! -e "other/$file" ] || cmp "first/$file" "other/$file" || fail "$1: $file differs"
    done
    [ -n "$(ls other)" ] || fail "$1: nothing was built"
    rm -rf other
    mkdir other
}
mkdir other

build() {
    "$BRIEFBOOK" build --quiet "$@" || fail "build $*"
}
build --pdf other/book.pdf --epub other/book.epub "$SOURCE_DIR/input"
same "a second run"
build --jobs 1 --pdf other/book.pdf --epub other/book.epub "$SOURCE_DIR/input"
same "--jobs 1"
build --jobs 2 --pdf other/book.pdf --epub other/book.epub "$SOURCE_DIR/input"
same "--jobs 2"
build --jobs 7 --pdf other/book.pdf --epub other/book.epub "$SOURCE_DIR/input"
same "--jobs 7"
(
    for locale in de_DE.UTF-8 tr_TR.UTF-8 C; do
        if locale -a 2>/dev/null | grep -qi "^$(echo "$locale" | tr -d -)$"; then
            LC_ALL=$locale
        fi
    done
    LC_ALL=${LC_ALL:-C} TZ=Asia/Almaty LANGUAGE=ru HOME=/nonexistent COLUMNS=40
    export LC_ALL TZ LANGUAGE HOME COLUMNS
    umask 077
    build --pdf other/book.pdf --epub other/book.epub "$SOURCE_DIR/input"
    exit "$failures"
) || failures=$((failures + 1))
same "another locale, zone and umask"
(
    cd "$SOURCE_DIR/input"
    build --pdf "$WORK/other/book.pdf" --epub "$WORK/other/book.epub" .
    exit "$failures"
) || failures=$((failures + 1))
same "from within the folder"
cp -R "$SOURCE_DIR/input" copy
touch copy/*
build --pdf other/book.pdf --epub other/book.epub copy/book.yaml
same "a copy elsewhere, named by its book.yaml"
build --epub other/book.epub "$SOURCE_DIR/input"
same "the EPUB alone"
build --pdf other/book.pdf "$SOURCE_DIR/input"
same "the PDF alone"

# The time stamp is SOURCE_DATE_EPOCH's, where it is set.
SOURCE_DATE_EPOCH=1700000000 "$BRIEFBOOK" build --quiet --pdf other/book.pdf --epub other/book.epub "$SOURCE_DIR/input" ||
    fail "build with SOURCE_DATE_EPOCH"
TZ=UTC pdfinfo -isodates other/book.pdf | grep -q '^CreationDate: *2023-11-14T22:13:20Z' || fail "SOURCE_DATE_EPOCH in the PDF"
unzip -p other/book.epub '*.opf' | grep -q '2023-11-14T22:13:20Z' || fail "SOURCE_DATE_EPOCH in the EPUB"
done_with_book

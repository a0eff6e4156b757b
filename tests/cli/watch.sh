#!/bin/sh
# build --watch: saved articles, a changed book.yaml, new articles, and a layout of one's own make the book again; the result
# is that of an ordinary build; the book's own outputs, in the same folder, do not.
# shellcheck source=/dev/null
. "$SOURCE_DIR/tests/cli/common.sh"

mkdir book plain
printf '# Một\n\nĐoạn thứ nhất của bài.\n' >book/mot.md
printf '# Hai\n\nĐoạn thứ hai của bài.\n' >book/hai.md
printf 'name: so\ntitle: Sổ\nlanguage: vi\nlayout: rieng.yaml\nchapters: [{file: mot.md}, {file: hai.md}]\n' >book/book.yaml
printf 'extends: book-a5\n' >book/rieng.yaml
cp book/mot.md plain/mot.md

pid=
trap 'kill "$pid" 2>/dev/null || :' EXIT

# watch ARGUMENTS...: starts the program in the background.
watch() {
    : >"$WORK/err" # here, lest builds() sees what was said before
    "$BRIEFBOOK" build --watch "$@" 2>"$WORK/err" &
    pid=$!
}

# builds N: waits until N builds have told what they wrote.
builds() {
    tries=0
    while [ "$(grep -c 'pdf$' "$WORK/err")" -lt "$1" ]; do
        tries=$((tries + 1))
        if [ $tries -gt 200 ]; then
            complain "build $1 did not come"
            return
        fi
        sleep 0.1
    done
}

# like_clean FOLDER RESULTS NAME: what the program has written in the end is what an ordinary build writes. (A file that is
# seen half saved makes a build of its own, so the first one that comes need not be the last.)
like_clean() {
    "$BRIEFBOOK" build "$1" -o clean --quiet || complain "the ordinary build fails"
    tries=0
    until cmp -s "clean/$3.pdf" "$2/$3.pdf" && cmp -s "clean/$3.epub" "$2/$3.epub"; do
        tries=$((tries + 1))
        if [ $tries -gt 100 ]; then
            complain "$2/$3 is not what an ordinary build makes"
            return
        fi
        sleep 0.1
    done
}

watch book -o book
builds 1
like_clean book book so
echo 'Thêm một câu.' >>book/hai.md
builds 2
like_clean book book so
printf '# Một\n\nViết lại cả bài.\n' >new.md
mv new.md book/mot.md # as editors do
builds 3
like_clean book book so
printf 'extends: book-a5\ntext: {size: 11pt}\n' >book/rieng.yaml
builds 4
like_clean book book so
echo 'titel: Sai' >>book/book.yaml
sleep 1
sed '/titel/d' book/book.yaml >new.yaml
mv new.yaml book/book.yaml # after a mistake it goes on
builds 5
like_clean book book so
sleep 1
made=$(grep -c 'pdf$' "$WORK/err")
sleep 2
[ "$(grep -c 'pdf$' "$WORK/err")" -eq "$made" ] || complain "its own outputs made it build again"
says "titel"
kill "$pid"
wait "$pid" 2>/dev/null || :

# A folder without book.yaml: an article more.
watch plain -o results
builds 1
printf '# Thêm\n\nMột bài nữa.\n' >plain/them.md
builds 2
like_clean plain results plain
kill "$pid"
wait "$pid" 2>/dev/null || :

# Files that are named one by one, a layout of one's own; other files beside them are no reason to build, nor is a hidden one
# or one that is no article in a folder of articles.
mkdir few
cp book/mot.md few/mot.md
cp book/hai.md few/hai.md
printf 'extends: book-a5\n' >few/kho.yaml
watch few/mot.md few/hai.md --layout few/kho.yaml --pdf few/it.pdf
builds 1
echo 'Thêm một câu nữa.' >>few/hai.md
builds 2
printf 'extends: book-a5\ntext: {size: 12pt}\n' >few/kho.yaml
builds 3
echo 'x' >few/khac.md
mv few/khac.md few/khac.txt
sleep 1
[ "$(grep -c 'pdf$' "$WORK/err")" -eq 3 ] || complain "a file that is not in the book made it build again"
# The process that remembers is ended from outside: another takes its place, and nothing is lost.
children=$(cat "/proc/$pid/task/$pid/children" 2>/dev/null || :)
if [ -n "$children" ]; then
    # shellcheck disable=SC2086 # a number each
    kill -9 $children
    echo 'Sau khi mất tiến trình.' >>few/mot.md
    builds 4
    "$BRIEFBOOK" build few/mot.md few/hai.md --layout few/kho.yaml --pdf few/clean.pdf --quiet
    tries=0
    until cmp -s few/clean.pdf few/it.pdf || [ $tries -gt 100 ]; do
        tries=$((tries + 1))
        sleep 0.1
    done
    same few/clean.pdf few/it.pdf
fi
kill "$pid"
wait "$pid" 2>/dev/null || :

watch plain -o results
builds 1
echo x >plain/.an.md
echo x >plain/ghi-chu.bak
sleep 1
[ "$(grep -c 'pdf$' "$WORK/err")" -eq 1 ] || complain "a hidden file, or one that is no article, made it build again"
rm plain/them.md # one article less
builds 2
like_clean plain results plain
kill "$pid"
wait "$pid" 2>/dev/null || :

run 2 build --watch -
one_line
# No descriptors for another process: one message, no endless try.
status=0
(
    exec 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-
    # shellcheck disable=SC3045 # dash and bash have it
    ulimit -n 4
    exec "$BRIEFBOOK" build --watch plain -o results
) 2>"$WORK/err" || status=$?
[ "$status" -eq 1 ] || complain "no descriptors: exit status $status"
says 'files cannot be watched'
one_line

finish

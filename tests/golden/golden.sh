#!/bin/sh
# Expected dumps. A case is an article NAME.txt, NAME.md or NAME.html with the dumps NAME.doc, NAME.book, NAME.breaks,
# NAME.pages or NAME.starts beside it that matter for what the name says; the case `input` is the sample book.
#
#   golden.sh PROGRAM NAME            compares; exit status 1 and the difference when one is not as expected
#   golden.sh PROGRAM --update NAME   writes what the program gives now; read the difference before you commit it.
#                                     Name a new case's stages behind: --update NAME doc pages
set -eu

here=$(cd "$(dirname "$0")" && pwd)
program=$1
shift
update=
if [ "$1" = --update ]; then
    update=1
    shift
fi
name=$1
shift

article=
for suffix in txt md html; do
    [ ! -e "$here/$name.$suffix" ] || article=$name.$suffix
done
[ "$name" != input ] || article=../../input
[ -n "$article" ] || { echo "no article $here/$name" >&2; exit 2; }

cd "$here" # messages and dumps name the article without a folder
stages=$*
if [ -z "$stages" ]; then
    for stage in doc book hlist breaks pages starts; do
        [ ! -e "$name.$stage" ] || stages="$stages $stage"
    done
fi
[ -n "$stages" ] || { echo "no expected dump beside $article" >&2; exit 2; }

status=0
for stage in $stages; do
    got=$(mktemp)
    if ! "$program" build --dump "$stage" "$article" >"$got" 2>"$got.messages"; then
        cat "$got.messages"
        status=1
    elif [ -n "$update" ]; then
        cp "$got" "$name.$stage"
    elif ! diff -u "$name.$stage" "$got"; then
        echo "$name.$stage: not as expected; if it should be so: tests/golden/golden.sh build/briefbook --update $name"
        status=1
    fi
    rm -f "$got" "$got.messages"
done
exit "$status"

#!/bin/sh
# 200 books from 200 folders by ninja and by GNU parallel, as docs/many-books.md says: killed half-way the next run makes
# what is missing and nothing else, a changed article makes its own book again and no other, and all bytes are as if
# nothing had happened.
set -eu

project=$(cd "$(dirname "$0")/../.." && pwd)
briefbook=$project/build/briefbook
books=${MANY_BOOKS:-200}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

fail() {
    echo "many-books: $*" >&2
    exit 1
}

i=0
while [ "$i" -lt "$books" ]; do
    i=$((i + 1))
    mkdir -p "books/b$i"
    printf '# Bản tin số %s\n\nHai bên trao đổi về việc thứ %s và thống nhất gặp lại vào tuần sau.\n' "$i" "$i" >"books/b$i/tin.md"
    printf 'name: b%s\ntitle: Tập số %s\nlanguage: vi\nfront: [cover]\nchapters: [{file: tin.md}]\n' "$i" "$i" >"books/b$i/book.yaml"
done
mkdir out

{
    echo 'rule book'
    echo "  command = $briefbook build \$in --pdf out/\$name.pdf --epub out/\$name.epub --jobs 1 --quiet --depfile out/\$name.d"
    echo "  depfile = out/\$name.d"
    echo '  deps = gcc'
    for folder in books/*/; do
        name=$(basename "$folder")
        printf 'build out/%s.pdf | out/%s.epub: book books/%s\n  name = %s\n' "$name" "$name" "$name" "$name"
    done
} >books.ninja

count() { find out -name '*.pdf' | wc -l; }

since() { echo $(($(date +%s) - $1)); }

# By ninja, killed when some are there.
from=$(date +%s)
ninja -f books.ninja -j 2 >ninja.log &
pid=$!
while [ "$(count)" -lt $((books / 4)) ]; do
    kill -0 "$pid" 2>/dev/null || fail "ninja ended early: $(cat ninja.log)"
    sleep 0.1
done
kill -KILL "$pid"
to_kill=$(since "$from")
wait "$pid" 2>/dev/null || :
sleep 1 # the books at hand when it was killed
[ "$(count)" -lt "$books" ] || fail "all were made before it was killed"
[ -z "$(find out -name '*.pdf' -size -1k)" ] || fail "a killed run left half a book"
touch killed
sleep 1
made=$(count)
from=$(date +%s)
ninja -f books.ninja -j 2 >ninja.log || fail "ninja: $(cat ninja.log)"
to_end=$(since "$from")
[ "$(count)" -eq "$books" ] || fail "books are missing after the second run"
again=$(find out -name '*.pdf' -newer killed | wc -l)
# ninja does not trust what it did not see finished: at most the two at hand are made again
[ "$again" -le $((books - made + 2)) ] || fail "$again books were made for $((books - made)) that were missing"
ninja -f books.ninja -j 2 | grep -q 'no work to do' || fail "a third run has work to do"

# One article changes.
(cd out && sha256sum ./*.pdf ./*.epub) >before
sleep 1
echo 'Thêm một câu.' >>books/b7/tin.md
ninja -f books.ninja -j 2 >ninja.log || fail "ninja: $(cat ninja.log)"
(cd out && sha256sum -c ../before 2>/dev/null || :) | grep -v ': OK$' >changed || :
[ "$(cut -d : -f 1 changed | tr '\n' ' ')" = "./b7.pdf ./b7.epub " ] || fail "changed: $(cat changed)"

# By parallel, interrupted too, into another folder: the same bytes.
mkdir other
build="$briefbook build {} --pdf other/{/}.pdf --epub other/{/}.epub --jobs 1 --quiet"
find books -mindepth 1 -maxdepth 1 | sort >names
head -n $((books / 3)) names | parallel -j 2 --joblog log --resume-failed "$build" || fail "parallel"
touch half
sleep 1
parallel -j 2 --joblog log --resume-failed "$build" <names || fail "parallel, again"
[ "$(find other -name '*.pdf' -newer half | wc -l)" -eq $((books - books / 3)) ] || fail "parallel made books twice"
for name in out/*.pdf out/*.epub; do
    cmp -s "$name" "other/${name#out/}" || fail "$name differs between the two ways"
done
echo "many-books: $books books by ninja, 2 at a time: killed after $to_kill s with $made made, the other $again made in $to_end s" \
    "by the next run; one changed article made one book again; GNU parallel, interrupted too, gave the same bytes"

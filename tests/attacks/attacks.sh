#!/bin/sh
# Strings that try to break out of what they stand in, in every place where an article or book.yaml can put one: into
# XHTML, OPF, NCX, CSS, XMP, PDF strings and file names. The books must be well formed, carry no script, no remote
# resource and no active content, and nothing may be written but the books.
set -eu
# shellcheck source=/dev/null
. "$SOURCE_DIR/tests/attacks/lib.sh"

attacks=0

# plant DIR STRING: articles that carry the string in every place of their format.
plant() {
    mkdir -p "$1"
    yaml=$(printf '%s' "$2" | tr -d '\000-\037\177' | sed "s/'/''/g")
    html=$(printf '%s' "$2" | tr -d '\000')
    printf '%s\n\n14:00 | 29/11/2021\n\n%s\n\nMột đoạn văn bình thường với %s ở giữa, đủ dài để là một đoạn.\n\nẢnh: %s\n\n%s\n' \
        "$2" "$2" "$2" "$2" "$2" >"$1/a.txt"
    cat >"$1/b.md" <<TEXT
---
title: '$yaml'
author: '$yaml'
source_name: '$yaml'
source_url: '$yaml'
lang: '$yaml'
---
# $2

## $2 {#$2}

Chữ *$2* và \`$2\` và [$2]($2) và [nữa]($2 "$2") và ![$2]($2) và chú thích[^1].

> $2

| $2 | Số |
| --- | --- |
| $2 | 1 |

\`\`\`$2
$2
\`\`\`

::: $2
$2
:::

- $2

[^1]: $2
TEXT
    cat >"$1/c.html" <<TEXT
<!DOCTYPE html><html lang="$html"><head><title>$html</title><base href="$html">
<meta property="og:title" content="$html"><meta property="og:url" content='$html'><meta name="author" content="$html">
<script type="application/ld+json">{"@type":"NewsArticle","headline":"$html","author":{"name":"$html"},"url":"$html"}</script>
<style>$html</style></head><body onload="$html"><article><h1>$html</h1><p>Một đoạn văn bình thường, đủ dài để người đọc
nhận ra đây là bài báo thật chứ không phải thứ gì khác. $html</p><p onclick="$html"><a href="$html">$html</a></p>
<figure><img src="$html" alt="$html"><figcaption>$html</figcaption></figure><iframe src="$html"></iframe>
<object data="$html"></object><form action="$html"><button>$html</button></form>
<table><tr><td>$html</td><td style="$html">x</td></tr></table><blockquote cite="$html">$html</blockquote>
<p>Đoạn cuối của bài, cũng bình thường và đủ dài.</p></article></body></html>
TEXT
    attacks=$((attacks + 3))
}

# Everything that an article can carry, all in one book.
i=0
while IFS= read -r line; do
    case $line in '#'*) continue ;; esac
    i=$((i + 1))
    string=$(printf '%b' "$line" | tr -d '\000')
    plant "articles/$i" "$string"
    # What book.yaml says goes into the same places, and the title into the name of the files.
    mkdir -p "book-$i"
    cp "articles/$i/a.txt" "book-$i/a.txt"
    one_line=$(printf '%s' "$string" | tr -d '\000-\037\177' | sed "s/'/''/g")
    cat >"book-$i/book.yaml" <<TEXT
title: '$one_line'
subtitle: '$one_line'
issuer: {name: '$one_line', department: '$one_line'}
handling: '$one_line'
meeting: {name: '$one_line', place: '$one_line', chair: '$one_line'}
metadata: {publisher: '$one_line', rights: '$one_line', creators: ['$one_line']}
parts: [{title: '$one_line', chapters: [{file: a.txt, title: '$one_line', short: '$one_line'}]}]
TEXT
    attacks=$((attacks + 1))
done <"$SOURCE_DIR/tests/attacks/strings.txt"
# A file's own name, and one of 10,000 characters of title.
cp articles/1/a.txt 'articles/1/"; touch pwned; ".txt'
cp articles/1/a.txt 'articles/1/<b>&amp;'\''.txt'
cp articles/1/a.txt "$(printf 'articles/1/\342\200\256txt.exe.txt')"
awk 'BEGIN { for (i = 0; i < 2000; i++) printf "<b>&a "; print "\n\nMột đoạn văn bình thường." }' >articles/1/long.txt
attacks=$((attacks + 4))

find articles -type f | sort >list
set --
refused=0
while IFS= read -r file; do
    # What is no text at all is refused, with a message; that is an answer too.
    if "$BRIEFBOOK" ingest "$file" >one.json 2>one.err; then
        set -- "$@" "$file"
    else
        grep -q 'error: ' one.err || fail "$file: refused without a word"
        refused=$((refused + 1))
    fi
done <list
build all "$@"
check_book all
for folder in book-*; do
    "$BRIEFBOOK" ingest "$folder/a.txt" >one.json 2>one.err || cp articles/1/a.txt "$folder/a.txt"
    if ! "$BRIEFBOOK" check "$folder" >one.json 2>one.err && grep -q 'yaml-syntax' one.err; then
        refused=$((refused + 1))
        continue
    fi
    build "$folder.out" "$folder"
    check_book "$folder.out"
done
# The name that a title gives stays in its folder.
mkdir safe
printf 'name: ../../escape\nchapters: [{file: book-1/a.txt}]\n' >escape.yaml
"$BRIEFBOOK" build -q -o safe escape.yaml 2>escape.err || :
attacks=$((attacks + 1))
for escaped in ../../escape.pdf ../escape.pdf escape.pdf; do
    [ ! -e "$escaped" ] || fail "a book lies outside its folder"
done
[ -z "$(find . -name pwned)" ] || fail "a command was run"
[ ! -e /tmp/briefbook-attack ] || fail "a file lies outside"

echo "$attacks attacks, $refused of them refused"
[ "$refused" -le 20 ] || fail "$refused are refused"
[ "$attacks" -ge 240 ] || fail "only $attacks attacks"
done_with_book

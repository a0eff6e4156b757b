#!/bin/sh
# Strings that try to break out of what they stand in, in every place where an article or book.yaml can put one: into
# XHTML, OPF, NCX, CSS, XMP, PDF strings and file names. The books must be well formed, carry no script, no remote
# resource and no active content, and nothing may be written but the books.
set -eu
# shellcheck source=/dev/null
. "$SOURCE_DIR/tests/attacks/lib.sh"

attacks=0
sentence='Một đoạn văn bình thường, đủ dài để người đọc nhận ra đây là bài báo thật chứ không phải thứ gì khác.'

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

# The same places one by one, each behind text enough to be read: some strings swallow all that follows them.
apart() {
    n=0
    while IFS= read -r place; do
        n=$((n + 1))
        printf '<!DOCTYPE html><html><head><title>Trang</title></head><body><article><h1>Trang %s</h1><p>%s %s</p>%s%s%s</article></body></html>\n' \
            "$n" "$sentence" "$sentence" "${place%%§*}" "$(printf '%s' "$2" | tr -d '\000')" "${place#*§}" >"$1/apart-$n.html"
    done <<'PLACES'
<p lang="§">Một câu.</p>
<p onclick="§">Một câu.</p>
<p style="§">Một câu.</p>
<p>Một câu với § ở giữa.</p>
<h2>§</h2>
<p><a href="§">Một câu.</a></p>
<figure><img src="§" alt="Ảnh"><figcaption>Ảnh</figcaption></figure>
<figure><img src="a.png" alt="§"><figcaption>Ảnh</figcaption></figure>
<figure><img src="a.png" alt="Ảnh"><figcaption>§</figcaption></figure>
<table><tr><td>Một</td><td>Hai</td></tr><tr><td>Ba</td><td>§</td></tr></table>
<blockquote cite="§">Một câu.</blockquote>
<ul><li>Một</li><li>§</li></ul>
<iframe src="§"></iframe>
<object data="§"></object>
<form action="§"><button>Gửi</button></form>
<style>§</style>
<meta property="og:title" content="§">
<script type="application/ld+json">{"@type":"NewsArticle","headline":"§"}</script>
PLACES
    {
        printf 'Một bài bình thường\n\n'
        awk -v text="$sentence" 'BEGIN { while (i++ < 30) printf "%s Câu thứ %d.\n\n", text, i }'
        printf '%s\n\nMột câu với %s ở giữa.\n\nẢnh: %s\n\n' "$2" "$2" "$2"
    } >"$1/apart.txt"
    { printf '# ' && cat "$1/apart.txt" && printf '## %s\n\n[%s](%s)\n\n![%s](%s)\n' "$2" "$2" "$2" "$2" "$2"; } >"$1/apart.md"
    attacks=$((attacks + n + 2))
}

# A string as YAML's escapes, which can say any character but NUL.
escaped() {
    printf '%s' "$1" | iconv -c -f UTF-8 -t UTF-32BE | od -An -v -tx1 |
        awk '{ for (i = 1; i <= NF; i++) { if (n++ % 4 == 0) printf "\\U"; printf "%s", $i } }'
}

# manifest STRING QUOTE: a book.yaml that has the string in every place.
manifest() {
    cat <<TEXT
title: $2$1$2
subtitle: $2$1$2
issuer: {name: $2$1$2, department: $2$1$2}
handling: $2$1$2
meeting: {name: $2$1$2, place: $2$1$2, chair: $2$1$2}
metadata: {publisher: $2$1$2, rights: $2$1$2, creators: [$2$1$2]}
parts: [{title: $2$1$2, chapters: [{file: a.txt, title: $2$1$2, short: $2$1$2}]}]
TEXT
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
    manifest "$(printf '%s' "$string" | tr -d '\000-\037\177' | sed "s/'/''/g")" "'" >"book-$i/plain.yaml"
    manifest "$(escaped "$string")" '"' >"book-$i/book.yaml"
    attacks=$((attacks + 2))
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
# take FILE: 0 when it can be read; what is no text at all is refused, with a message.
take() {
    "$BRIEFBOOK" ingest "$1" >one.json 2>one.err && return
    grep -q 'error: ' one.err || fail "$1: refused without a word"
    return 1
}
while IFS= read -r file; do
    if take "$file"; then
        set -- "$@" "$file"
    else
        refused=$((refused + 1))
    fi
    # The page's last paragraph is not there: other places may not have been, either.
    case $file in
    */c.html) grep -q 'Đoạn cuối của bài' one.json || printf '%s\n' "${file%/*}" >>hidden ;;
    *) [ -s one.json ] || printf '%s\n' "${file%/*}" >>hidden ;;
    esac
done <list
again=0
sort -u hidden >folders
while IFS= read -r folder; do
    apart "$folder" "$(sed '/^#/d' "$SOURCE_DIR/tests/attacks/strings.txt" | sed -n "${folder##*/}p" | while IFS= read -r line; do printf '%b' "$line"; done | tr -d '\000')"
    again=$((again + 1))
    for file in "$folder"/apart*; do
        take "$file" || fail "$file: refused: $(cat one.err)"
        set -- "$@" "$file"
    done
done <folders
build all "$@"
check_book all
for folder in book-*; do
    take "$folder/a.txt" || cp articles/1/a.txt "$folder/a.txt"
    "$BRIEFBOOK" check "$folder/plain.yaml" >one.json 2>one.err || grep -q 'error: ' one.err ||
        fail "$folder/plain.yaml: refused without a word"
    ! grep -q 'yaml-syntax' one.err || refused=$((refused + 1))
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

echo "$attacks attacks, $refused of them refused; of $again strings each place was tried apart"
[ "$refused" -le 12 ] || fail "$refused are refused"
[ "$attacks" -ge 470 ] || fail "only $attacks attacks"
done_with_book

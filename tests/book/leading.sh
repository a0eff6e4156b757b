#!/bin/sh
# Layouts of one's own: derived from another by `extends`; a leading that is found from the font; lines that touch are
# reported with page, line and words.
set -eu
# shellcheck source=/dev/null
. "$SOURCE_DIR/tests/book/lib.sh"

{
    printf -- '---\ntitle: Dấu chồng\ndate: 2024-05-01\n---\n\n'
    awk 'BEGIN { for (i = 1; i <= 40; i++) { s = ""; for (k = 1; k <= 60; k++) s = s "gỵợ ỂẪỔ" (i * k) " "; print s "\n" } }'
} >marks.md
printf 'extends: briefing-a4\ndescription: của riêng\ntext: {leading: auto}\n' >loose.yaml
printf 'extends: ./tight.yaml\n' >loop.yaml
printf 'extends: nd30-a4\ntext: {leading: 15pt}\npage: {outer: 15mm}\n' >tight.yaml

for family in "Gentium Book Plus" "Liberation Serif" "Inter"; do
    make_book auto --layout ./loose.yaml --set text.font="$family" marks.md || continue
    ! grep 'lines-touch' auto/messages || fail "$family: lines touch with leading: auto"
    same_book auto --no-poppler
done
make_book tight --layout ./tight.yaml --lang en marks.md || :
grep -q 'marks.md:[0-9]*: warning: page [0-9]*, line [0-9]*: "gỵợ" touches "ỂẪỔ[0-9]*" below it' tight/messages ||
    fail "lines that touch are not reported: $(head -n 3 tight/messages)"
[ "$(grep -c 'lines-touch' tight/messages)" -ge 5 ] || fail "few lines are reported"

# What the derived layout says, holds; the rest is that of the one that it extends.
"$BRIEFBOOK" build --layout ./tight.yaml --dump pages marks.md >tight.pages 2>/dev/null
"$BRIEFBOOK" build --layout nd30-a4 --dump pages marks.md >nd30.pages 2>/dev/null
grep -q 'LiberationSerif 14' tight.pages || fail "the font of the extended layout is lost"
cmp -s tight.pages nd30.pages && fail "the derived layout says nothing"
for layout in briefing-a4 report-a4 book-a5 nd30-a4 large-print-a4 tablet; do
    "$BRIEFBOOK" layouts >layouts.list
    [ "$(grep -c "^$layout " layouts.list)" -eq 1 ] || fail "layouts: no line for $layout"
    printf 'extends: %s\ntext: {indent: 20pt}\n' "$layout" >own.yaml
    make_book "own-$layout" --layout ./own.yaml marks.md || :
done
done_with_book

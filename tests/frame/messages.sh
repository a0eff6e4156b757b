#!/bin/sh
# shellcheck disable=SC2016 # backquotes of Markdown
# Every message of the catalogues is used, listed in docs/diagnostics.md, and its rule explained in docs/thong-bao.md.
# (That it has both languages with the same arguments is tested in tests/unit/base/test_diag.c.)
set -eu
export LC_ALL=C

failures=0
fault() {
    echo "$*"
    failures=$((failures + 1))
}

# Both lists of messages must be of one length, so that nothing is lost on the way to the table.
ids=$(cat "$SOURCE_DIR"/src/*/*.def | grep -o '^ *MSG([A-Z0-9_]*' | sed 's/.*(//')
[ "$(echo "$ids" | wc -l)" -ge 100 ] || fault "hardly any messages were found"
for id in $ids; do
    grep -rqw "MSG_$id" --include='*.[ch]' "$SOURCE_DIR/src" || fault "the message $id is used nowhere in src/: delete it"
done

"$SOURCE_DIR/docs/diagnostics.sh" >"$WORK/diagnostics.md"
[ "$(grep -c '^| `' "$WORK/diagnostics.md")" -eq "$(echo "$ids" | wc -l)" ] ||
    fault "docs/diagnostics.sh does not find every message"
if ! diff "$SOURCE_DIR/docs/diagnostics.md" "$WORK/diagnostics.md"; then
    fault "docs/diagnostics.md is old: docs/diagnostics.sh >docs/diagnostics.md"
fi

# The table for readers: a line a rule, with what it means and what to do.
rules() { sed -n 's/^| `\([a-z0-9-]*\)` |.*/\1/p' "$1" | sort; }
rules "$WORK/diagnostics.md" | uniq >"$WORK/rules"
rules "$SOURCE_DIR/docs/thong-bao.md" >"$WORK/explained"
[ -z "$(uniq -d "$WORK/explained")" ] || fault "docs/thong-bao.md has these twice:" "$(uniq -d "$WORK/explained")"
for rule in $(comm -23 "$WORK/rules" "$WORK/explained"); do
    fault "the rule $rule is not explained in docs/thong-bao.md: add a line"
done
for rule in $(comm -13 "$WORK/rules" "$WORK/explained"); do
    fault "docs/thong-bao.md explains the rule $rule, which does not exist"
done
thin=$(grep '^| `' "$SOURCE_DIR/docs/thong-bao.md" | grep -vE '^\| `[a-z0-9-]+` \| .{10,} \| .{6,} \|$' || :)
[ -z "$thin" ] || fault "lines of docs/thong-bao.md without meaning or remedy: $thin"

[ "$failures" -eq 0 ]

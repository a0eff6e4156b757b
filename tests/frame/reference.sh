#!/bin/sh
# shellcheck disable=SC2016 # backquotes of Markdown
# docs/book-yaml.md and docs/layouts.md name every key of the tables by which files are checked, and no other.
set -eu
export LC_ALL=C

failures=0
fault() {
    echo "$*"
    failures=$((failures + 1))
}

# keys FILE...: "table key" for each key of the tables of struct yaml_key and struct manifest_key.
keys() {
    for file; do
        { tr '\n' ' ' <"$file" && echo; } | sed 's/\(yaml_key\|manifest_key\) \([a-z_]*\)\[\] = {/\nTABLE \2 /g' |
            sed -n 's/^TABLE \([a-z_]*\) \(.*\)/\1 \2/p' | sed 's/};.*//' |
            while read -r table rest; do
                printf '%s\n' "$rest" | grep -o '[{(] *"[a-z-]*"' | sed "s/.*\"\([a-z-]*\)\"/$table \1/"
            done
    done
}

# The path of each table; a table that has none here is a fault, so that new ones are not forgotten.
book_path() {
    case $1 in
    plain_keys | digest_key | fonts_keys | manifest_*_keys) echo "" ;;
    issuer_keys) echo issuer. ;;
    meeting_keys) echo meeting. ;;
    matter_keys) echo 'front[].' ;;
    part_keys) echo 'parts[].' ;;
    chapter_keys) echo 'chapters[].' ;;
    index_keys) echo index. ;;
    document_keys) echo document. ;;
    print_keys) echo print. ;;
    images_keys) echo images. ;;
    pdf_keys) echo pdf. ;;
    metadata_keys) echo metadata. ;;
    creator_keys) echo 'metadata.creators[].' ;;
    item_keys) echo 'agenda[].' ;;
    side_keys) echo 'delegations[].' ;;
    member_keys) echo 'delegations[].members[].' ;;
    point_keys) echo 'objectives[].' ;;
    response_keys) echo 'responses[].' ;;
    event_keys) echo 'timeline[].' ;;
    figure_keys) echo 'figures[].' ;;
    agreement_keys) echo 'agreements[].' ;;
    term_keys) echo 'glossary[].' ;;
    *) echo "no-path-for-$1." ;;
    esac
}
layout_path() {
    case $1 in
    top_keys) echo "" ;;
    index_keys) echo index-columns. ;;
    qr_keys) echo qr-code. ;;
    style_keys) echo 'styles[].' ;;
    *) echo "${1%_keys}." ;;
    esac
}

# compare DOCUMENT TABLES: keys that are groups alone need no line, since their members have.
compare() {
    sed -n 's/^| `\([^`]*\)` |.*/\1/p' "$SOURCE_DIR/docs/$1" | sort >"$WORK/said"
    [ -z "$(uniq -d "$WORK/said")" ] || fault "docs/$1 has twice:" "$(uniq -d "$WORK/said")"
    sort -u "$2" >"$WORK/known"
    [ "$(wc -l <"$WORK/known")" -ge 80 ] || fault "only $(wc -l <"$WORK/known") keys were found in the tables of $1"
    comm -23 "$WORK/said" "$WORK/known" | while read -r key; do
        echo "docs/$1 has '$key', which no table knows"
    done
    comm -13 "$WORK/said" "$WORK/known" | while read -r key; do
        grep -qF -e "$key." -e "${key}[]." "$WORK/said" || echo "docs/$1 lacks '$key'"
    done
}

keys "$SOURCE_DIR"/src/book/manifest*.c "$SOURCE_DIR"/src/book/document_head.c >"$WORK/tables"
while read -r table key; do
    echo "$(book_path "$table")$key"
done <"$WORK/tables" >"$WORK/book"
keys "$SOURCE_DIR/src/style/design_fill.c" >"$WORK/tables"
while read -r table key; do
    echo "$(layout_path "$table")$key"
done <"$WORK/tables" >"$WORK/layout"
grep -rlE 'struct (yaml|manifest)_key [a-z_]+\[\]' "$SOURCE_DIR/src" --include='*.c' >"$WORK/files"
while read -r table; do
    case $table in
    */src/book/manifest*.c | */src/book/document_head.c | */src/style/design_fill.c) ;;
    */src/font/*) ;; # of fonts/, which is no user's
    *) fault "$table has a table of keys that this test does not read" ;;
    esac
done <"$WORK/files"
{
    compare book-yaml.md "$WORK/book"
    compare layouts.md "$WORK/layout"
    sed -n 's/^ROLE([A-Z0-9_]*, "\([a-z0-9-]*\)").*/\1/p' "$SOURCE_DIR/src/style/roles.def" | while read -r role; do
        sed -n '/^## Roles/,$p' "$SOURCE_DIR/docs/layouts.md" | grep -qF "\`$role\`" || echo "docs/layouts.md lacks the role $role"
    done
    sed -n '/^## Roles/,$p' "$SOURCE_DIR/docs/layouts.md" | grep '^|' | grep -o '`[a-z0-9-]*`' | tr -d '`' | while read -r role; do
        grep -qF "\"$role\"" "$SOURCE_DIR/src/style/roles.def" || echo "docs/layouts.md has the role $role, which does not exist"
    done
    # what front: and back: may name
    sed -n 's/^ *{"\([a-z-]*\)", [a-z_]*}.*/\1/p' "$SOURCE_DIR/src/book/matter.c" | while read -r page; do
        grep -qF "\`$page\`" "$SOURCE_DIR/docs/book-yaml.md" || echo "docs/book-yaml.md lacks the pages '$page'"
    done
} >"$WORK/wrong"
[ ! -s "$WORK/wrong" ] || fault "$(cat "$WORK/wrong")"

[ "$failures" -eq 0 ]

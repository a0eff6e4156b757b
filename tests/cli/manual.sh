#!/bin/sh
# shellcheck disable=SC2013 # words without spaces
# The manual page names every command and every option that the program's help names, with its letter and its words for
# the value, and no others; so do no documents name options that do not exist.
set -eu
export LC_ALL=C

manual=$SOURCE_DIR/man/briefbook.1
failures=0
fault() {
    echo "$*"
    failures=$((failures + 1))
}

"$BRIEFBOOK" help --lang en >"$WORK/help"
commands=$(sed -n 's/^  briefbook \([a-z]*\) .*/\1/p' "$WORK/help")
[ "$(echo "$commands" | wc -l)" -ge 6 ] || fault "hardly any commands were found"
for command in $commands; do
    grep -qE "^\.(It )?Cm ([a-z]+ [,|] )*$command( |$)" "$manual" || fault "the manual page lacks the command $command"
    "$BRIEFBOOK" help "$command" --lang en >>"$WORK/options"
done

sed -n 's/^ *\(-[a-zA-Z], \)*--\([a-z-]*\).*/\2/p' "$WORK/options" | sort -u >"$WORK/known"
[ "$(wc -l <"$WORK/known")" -ge 15 ] || fault "hardly any options were found"
# An item of the list may hold several: ".It Fl o , -out Ar dir", ".It Fl -pdf Ar file , Fl -epub Ar file".
sed -n '/^\.Sh OPTIONS/,/^\.Sh BOOK/ s/^\.It \(Fl .*\)/\1/p' "$manual" | tr ' ' '\n' | sed -n 's/^-\([a-z-]*\)=*$/\1/p' |
    sort -u >"$WORK/told"
for name in $(comm -23 "$WORK/known" "$WORK/told"); do fault "the manual page lacks the option --$name"; done
for name in $(comm -13 "$WORK/known" "$WORK/told"); do fault "the manual page has the option --$name, which does not exist"; done
for letter in $(sed -n 's/^ *-\([a-zA-Z]\), --.*/\1/p' "$WORK/options" | sort -u); do
    grep -q "^\.It Fl $letter ," "$manual" || fault "the manual page lacks the option -$letter"
done

# What the other documents write on command lines.
for document in "$SOURCE_DIR/README.md" "$SOURCE_DIR"/docs/*.md; do
    for option in $(grep -E '(^| |`)(briefbook|build/briefbook) ' "$document" | grep -oE ' --[a-z-]+' | sort -u); do
        grep -qx -- "${option#--}" "$WORK/known" || fault "${document##*/} names $option, which does not exist"
    done
    # Documents and pictures that they lead to are there.
    for target in $(grep -oE '\]\([^)#:]+' "$document" | sed 's/^](//' | grep -vxE 'https?|mailto'); do
        [ -e "${document%/*}/$target" ] || fault "${document##*/} leads to $target, which is not there"
    done
done

[ "$failures" -eq 0 ]

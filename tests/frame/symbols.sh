#!/bin/sh
# No two rooms define a global name twice. A linker that takes whole archives would refuse that, but one that takes only
# what it needs may silently call the wrong function. ROOMS: the archives.
set -eu

# shellcheck disable=SC2086 # one word per archive
nm -A -g --defined-only $ROOMS 2>/dev/null |
    sed -n 's|.*/libbb_\([a-z]*\)\.a:\([^:]*\):.* [BDRTV] \(.*\)|\3 \1/\2|p' | LC_ALL=C sort >"$WORK/symbols"
[ -s "$WORK/symbols" ] || { echo "no symbols found in: $ROOMS"; exit 1; }
awk '$1 == name { print name ": " where " and " $2; faults++ } { name = $1; where = $2 } END { exit faults > 0 }' \
    "$WORK/symbols"

#!/bin/sh
# Prints docs/diagnostics.md: every message of the catalogues (src/*/*.def), by rule. A test compares it with the file.
#     docs/diagnostics.sh >docs/diagnostics.md
set -eu
export LC_ALL=C

project=$(cd "$(dirname "$0")/.." && pwd)
cat <<'END'
# Diagnostics

Every message of briefbook, by the rule that stands in brackets behind it; `%1`, `%2` … are put in. Made from the catalogues
`src/*/*.def` by `docs/diagnostics.sh`. What each means for the reader of a book, in plain Vietnamese:
[thong-bao.md](thong-bao.md).

| rule | level | English | Vietnamese |
| --- | --- | --- | --- |
END
# The preprocessor joins the files and the lines of each message; then a line is: rule@level@English@Vietnamese.
printf '%s\n' '#define MSG(id, rule, level, en, vi) NEXT rule@level@en@vi' '#include "base/messages.def"' |
    "${CC:-cc}" -E -P -I "$project/src" - | tr '\n' ' ' | sed 's/NEXT /\n/g' |
    sed -n -e 's/^"\([a-z-]*\)" *@ *DIAG_\([A-Z]*\) *@ *"\(.*\)" *@ *"\(.*\)" *$/\1@\2@\3@\4/' -e 's/\\"/"/g' -e 's/|/\\|/g' -e '/@/p' |
    sort | awk -F '@' '{ printf "| `%s` | %s | %s | %s |\n", $1, tolower($2), $3, $4 }'

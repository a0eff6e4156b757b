#!/bin/sh
# Compares ingest with Mozilla Readability on saved pages: readability.sh BRIEFBOOK PAGES
#
# PAGES is a folder with ID.html and ID.expected.json (the keys: title, author, date, must_contain, must_not_contain,
# captions, headings). Readability comes from npm into a temporary folder; without node or npm the script skips.
set -eu
if [ $# -ne 2 ]; then
    sed -n '2,5s/^# \{0,1\}//p' "$0" >&2
    exit 2
fi
tool=$1
pages=$(cd "$2" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    echo "skipped: node and npm are needed"
    exit 0
fi
if ! (cd "$work" && timeout 180 npm install --silent --no-audit --no-fund @mozilla/readability jsdom >npm.log 2>&1); then
    echo "skipped: npm cannot install @mozilla/readability and jsdom"
    exit 0
fi
"$tool" ingest -o "$work/out" "$pages"/*.html >/dev/null 2>&1 || true
cp "$here/readability.cjs" "$work/"
node "$work/readability.cjs" "$pages" "$work/out"

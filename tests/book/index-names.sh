#!/bin/sh
# The index finds what a reader would look up: against truth written by hand, F1 of people and places.
set -eu
# shellcheck source=/dev/null
. "$SOURCE_DIR/tests/cli/common.sh"

# $1: folder of articles; $2: folder of truth files
score_all() {
    for truth in "$2"/*.names; do
        id=$(basename "$truth" .names)
        article=
        for file in "$1/$id".*; do
            case $file in *.expected.json | *.names) ;; *) article=$file ;; esac
        done
        [ -f "$article" ] || continue
        "$BRIEFBOOK" build --dump book --set back=index "$article" >dump 2>/dev/null
        awk -f "$SOURCE_DIR/tests/names/score.awk" "$truth" dump >found
        read -r precision recall f1 all <found
        echo "$id: precision $precision, recall $recall, F1 $f1 (with bodies $all)"
        if [ "$f1" -lt 900 ]; then
            complain "$id: F1 is $f1 per mille"
            sed 1d found
        fi
    done
}
score_all "$SOURCE_DIR/tests/ingest" "$SOURCE_DIR/tests/names"
if [ -n "${CORPUS_DIR:-}" ]; then
    score_all "$CORPUS_DIR" "$SOURCE_DIR/tests/names/corpus"
fi
finish

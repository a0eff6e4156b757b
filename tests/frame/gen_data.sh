#!/bin/sh
# gen_data: from YAML to the C table, compiled and compared; faults are named with their place.
set -eu
cd "$WORK"
mkdir -p vi en

cat >vi/words.yaml <<'YAML'
# a comment
months: [tháng 1, "tháng \"2\"\n"]
empty: []
nothing:
none: {}
forms: {long: 'ngày %d\'}
pairs: [a, {name: x, values: [1, 2]}, b]
YAML
echo 'contents: Contents' >en/words.yaml
: >en/blank.yaml

"$GEN_DATA" table.c vi/words.yaml en/words.yaml en/blank.yaml
cat >print.c <<'C'
#include <stdio.h>
#include "lang/data_entry.h"
int main(void)
{
    for (unsigned i = 0; i < n_data_entries; i++) {
        printf("%s %s", data_entries[i].lang, data_entries[i].path);
        for (unsigned k = 0; k < data_entries[i].n; k++)
            printf(" <%s>", data_entries[i].items[k]);
        printf("\n");
    }
    return 0;
}
C
"${CC:-cc}" -Wall -Wextra -Werror -I"$SOURCE_DIR/src" -o print print.c table.c
./print >got
cat >expected <<'TEXT'
en words.contents <Contents>
vi words.empty
vi words.forms.long <ngày %d\>
vi words.months <tháng 1> <tháng "2"
>
vi words.nothing <>
vi words.pairs.0 <a>
vi words.pairs.1.name <x>
vi words.pairs.1.values <1> <2>
vi words.pairs.2 <b>
TEXT
diff expected got

# faulty TEXT MESSAGE: gen_data refuses a file with this text.
faulty() {
    printf '%b' "$1" >vi/faulty.yaml
    if ASAN_OPTIONS=detect_leaks=0 "$GEN_DATA" faulty.c vi/faulty.yaml 2>said; then
        echo "accepted: $1"
        exit 1
    fi
    grep -qF -- "$2" said || { cat said; exit 1; }
}
faulty 'a: 1\na: 2\n' "vi/faulty.yaml:2:1: error: 'faulty.a' stands twice"
faulty 'a: [1\n' 'vi/faulty.yaml:2:1: error:'
faulty 'a: &x 1\nb: *x\n' 'vi/faulty.yaml:2:4: error: aliases'
faulty '- a\n' 'vi/faulty.yaml:1:1: error: the file must be a map'
faulty 'a: 1\n---\nb: 1\n' 'vi/faulty.yaml:2:1: error: a second document'

#!/bin/sh
# Can tests/check-includes.sh fail? Breaks a small sound tree in one way after another and expects the fault to be named.
set -eu

check=$SOURCE_DIR/tests/check-includes.sh
tree=$WORK/src
failures=0

# A tree in which everything is allowed, made anew for each case.
sound_tree() {
    rm -rf "$tree"
    for room in base doc lang ingest book layout epub pdf page font cli; do
        mkdir -p "$tree/$room"
        guard=$(echo "$room" | tr "[:lower:]" "[:upper:]")_A_H
        printf '/* A header. */\n#ifndef %s\n#define %s\n#endif\n' "$guard" "$guard" >"$tree/$room/a.h"
    done
    sed 's/PAGE_A_H/PAGE_STARTS_H/' "$tree/page/a.h" >"$tree/page/starts.h"
    : >"$tree/font/font.def"
    echo '#include "font/font.def"' >"$tree/base/messages.def"
    echo '#include "base/a.h"' >"$tree/lang/a.c"
    printf '#include <hb.h>\n#include "font/a.h"\n' >"$tree/layout/shape.c"
    echo '#include "page/starts.h"' >"$tree/epub/a.c"
    printf '#include <hpdf.h>\n#include "pdf/a.h"\n' >"$tree/pdf/a.c"
    sed 's/DOC_A_H/BUILD_H/' "$tree/doc/a.h" >"$tree/build.h"
    printf '#include "ingest/a.h"\n#include "pdf/a.h"\n#include "cli/a.h"\n#include "build.h"\n' >"$tree/build.c"
    echo '#include "build.h"' >"$tree/cli/a.c"
}

# expect STATUS TEXT: what the check says about the tree as it is.
expect() {
    status=0
    said=$("$check" "$tree") || status=$?
    if [ "$status" -ne "$1" ] || ! printf '%s\n' "$said" | grep -qF -- "$2"; then
        printf 'expected status %s and "%s", got status %s and:\n%s\n' "$1" "$2" "$status" "$said"
        failures=$((failures + 1))
    fi
}

# breaks FILE LINE TEXT: adds a line to a file of a sound tree and expects the fault.
breaks() {
    sound_tree
    printf '%s\n' "$2" >>"$tree/$1"
    expect 1 "$3"
}

sound_tree
expect 0 ""
breaks base/a.c '#include "doc/a.h"' 'base/a.c:1: base/ may not include "doc/a.h"'
breaks lang/a.c '#include "book/a.h"' 'lang/a.c:2: lang/ may not include "book/a.h"'
breaks ingest/a.c '#include "book/a.h"' 'ingest/ may not include "book/a.h"'
breaks book/a.c '  #  include "ingest/a.h"' 'book/ may not include "ingest/a.h"'
breaks pdf/a.c '#include "doc/a.h"' 'pdf/a.c:3: pdf/ may not include "doc/a.h"'
breaks epub/a.c '#include "page/a.h"' 'epub/ may not include "page/a.h"'
breaks layout/a.c '#include "pdf/a.h"' 'layout/ may not include "pdf/a.h"'
breaks doc/a.c '#include "build.h"' 'doc/a.c:1: doc/ may not include "build.h"'
breaks doc/a.c '#include "a.h"' '"a.h" is named without its room'
breaks doc/a.c '#include "doc/none.h"' '"doc/none.h" does not exist'
breaks epub/a.c '#include <hpdf_objects.h>' '<hpdf_objects.h> belongs to pdf/'
breaks layout/line.c '#include <hb-ot.h>' '<hb-ot.h> belongs to font/'
breaks pdf/a.c '#include <libxml/xmlwriter.h>' '<libxml/xmlwriter.h> belongs to ingest/'
breaks pdf/a.c '#include <zip.h>' '<zip.h> belongs to base/libzip'
breaks base/messages.def '#include "font/a.h"' 'base/ may not include "font/a.h"'

sound_tree
sed 's/DOC_A_H/DOC_H/' "$tree/doc/a.h" >"$tree/doc/b.h"
expect 1 'doc/b.h:1: the header guard must be DOC_B_H'
sound_tree
: >"$tree/doc/empty.h"
expect 1 'doc/empty.h:1: the header guard must be DOC_EMPTY_H'
sound_tree
mkdir "$tree/attic"
echo 'int x;' >"$tree/attic/a.c"
expect 1 'the room attic/ is not known'
rm -rf "$tree"
mkdir "$tree"
expect 1 'no sources found'

[ "$failures" -eq 0 ]

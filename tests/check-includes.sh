#!/bin/sh
# check-includes.sh SRC: do includes run one way? Checks the source tree under SRC:
#   - a room includes only itself and the rooms it may see (`may_see` below);
#   - own headers are named with their room ("doc/doc.h") and exist;
#   - foreign headers stay at the edge (`foreign` below);
#   - every header SRC/room/name.h has the guard ROOM_NAME_H.
# Prints one line per fault, file:line: what; exit status 1 when there are any.
set -eu

if [ $# -ne 1 ] || [ ! -d "$1" ]; then
    echo "usage: check-includes.sh SRC" >&2
    exit 2
fi
cd "$1"

find . -name '*.[ch]' -o -name '*.def' | sed 's|^\./||' | LC_ALL=C sort | awk '
BEGIN {
    # What a room may see besides itself and base/. build.c, main.c and cli/ see everything.
    may_see["base"] = ""
    may_see["doc"] = ""
    may_see["lang"] = "doc"
    may_see["data"] = "lang"
    may_see["ingest"] = "lang doc"
    may_see["book"] = "lang doc"
    may_see["style"] = ""
    may_see["font"] = ""
    may_see["page"] = "font"
    may_see["image"] = "font page"
    may_see["layout"] = "doc book style lang font page image"
    may_see["print"] = "font page image"
    may_see["pdf"] = "font page image"
    may_see["epub"] = "doc book style lang font image page/starts.h"
    may_see["cli"] = may_see[""] = "*"

    # Foreign headers that only some places may include: a prefix of the name, then prefixes of paths.
    foreign["hpdf"] = "pdf/"
    foreign["hb"] = "font/ layout/shape layout/itemize layout/word"
    foreign["libxml/"] = "ingest/"
    foreign["zip.h"] = "base/libzip"
}

function fault(what) {
    printf "%s:%d: %s\n", path, line, what
    faults++
}

function exists(name,    dummy, found) {
    found = (getline dummy < name) >= 0
    close(name)
    return found
}

# True if the file in `room` may include the header `name` of our own.
function allowed(room, name,    target, list, n, i) {
    target = name
    if (!sub(/\/.*/, "", target))
        target = "" # beside build.c
    if (target == room || target == "base")
        return 1
    # The catalogue of messages gathers the rooms'"'"' own lists.
    if (path == "base/messages.def" && name == target "/" target ".def")
        return 1
    n = split(may_see[room], list, " ")
    for (i = 1; i <= n; i++)
        if (list[i] == "*" || list[i] == target || list[i] == name)
            return 1
    return 0
}

function check_own(room, name) {
    if (name !~ /\// && !exists(name))
        fault("\"" name "\" is named without its room")
    else if (!exists(name))
        fault("\"" name "\" does not exist")
    else if (!allowed(room, name))
        fault((room == "" ? "this file" : room "/") " may not include \"" name "\"")
}

function check_foreign(name,    prefix, list, n, i, ok) {
    for (prefix in foreign) {
        if (index(name, prefix) != 1)
            continue
        ok = 0
        n = split(foreign[prefix], list, " ")
        for (i = 1; i <= n; i++)
            if (index(path, list[i]) == 1)
                ok = 1
        if (!ok)
            fault("<" name "> belongs to " foreign[prefix])
    }
}

# The first two directives and the last one of a header.
function check_guard(room,    guard) {
    guard = toupper(path)
    gsub(/[^A-Z0-9]/, "_", guard)
    if (first != "#ifndef " guard || second != "#define " guard || last !~ /^#endif/) {
        line = 1
        fault("the header guard must be " guard)
    }
}

function check_file(    text, room, name) {
    room = path
    if (!sub(/\/.*/, "", room))
        room = ""
    line = 0
    if (!(room in may_see)) {
        fault("the room " room "/ is not known: tell tests/check-includes.sh what it may see")
        return
    }
    first = second = last = ""
    while ((getline text < path) > 0) {
        line++
        sub(/\r$/, "", text)
        if (text !~ /^[ \t]*#/)
            continue
        sub(/^[ \t]*#[ \t]*/, "#", text)
        if (first == "")
            first = text
        else if (second == "")
            second = text
        last = text
        if (text ~ /^#include[ \t]*"/) {
            split(text, name, "\"")
            check_own(room, name[2])
        } else if (text ~ /^#include[ \t]*</) {
            sub(/^#include[ \t]*</, "", text)
            sub(/>.*/, "", text)
            check_foreign(text)
        }
    }
    close(path)
    if (path ~ /\.h$/)
        check_guard(room)
}

{ path = $0; files++; check_file() }

END {
    if (files == 0) {
        print "no sources found"
        faults = 1
    }
    exit faults > 0
}'

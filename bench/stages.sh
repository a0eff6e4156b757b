#!/bin/sh
# Where the work of one build goes, stage by stage: bench/stages.sh PROGRAM ARTICLES. Prints Markdown.
#
# Instructions are counted (valgrind's callgrind), not timed: the same program and the same book give the same numbers
# on a busy machine as well. Each function's own instructions are put to the stage that its source file or its library
# belongs to; what the C library does for a stage (copying, comparing, memory) stands in a row of its own.
set -eu

program=$1 articles=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
valgrind --tool=callgrind --callgrind-out-file="$work/counts" "$program" build "$articles" -o "$work/out" --quiet --jobs 1 \
    --sandbox=off >"$work/log" 2>&1 || {
    cat "$work/log" >&2
    exit 1
}
callgrind_annotate --threshold=100 --auto=no "$work/counts" | awk '
    BEGIN {
        n = split("ingest|languages, ties, names|book|shape|boxes and glue|break lines|set lines|pages, heads, notes|" \
                  "tags|paint|PDF objects|EPUB|fonts: open, look up|fonts: subset|pictures|deflate|hash|write|" \
                  "XML, YAML, Markdown readers|text, buffers, memory|C library, loader|the rest", order, "|")
    }
    function stage(s) {
        if (s ~ /src\/ingest\//) return "ingest"
        if (s ~ /src\/lang\//) return "languages, ties, names"
        if (s ~ /src\/(book|doc)\//) return "book"
        if (s ~ /src\/layout\/(shape|itemize|word|word_breaks|piece)\./) return "shape"
        if (s ~ /libharfbuzz\.so/) return "shape"
        if (s ~ /src\/layout\/(hlist|par|touch|variant|leading)\./) return "boxes and glue"
        if (s ~ /src\/layout\/linebreak/) return "break lines"
        if (s ~ /src\/layout\/(line|row|row_hang)\./) return "set lines"
        if (s ~ /src\/layout\/tags|src\/pdf\/(structure|tree|roles)|src\/page\/tag/) return "tags"
        if (s ~ /src\/(layout|page|style)\//) return "pages, heads, notes"
        if (s ~ /src\/pdf\/(text|content|colour|stamp)/) return "paint"
        if (s ~ /src\/pdf\/save|src\/base\/(out_file|file)\./) return "write"
        if (s ~ /src\/pdf\/|libhpdf/) return "PDF objects"
        if (s ~ /src\/epub\/|libzip/) return "EPUB"
        if (s ~ /harfbuzz-subset|src\/font\/subset/) return "fonts: subset"
        if (s ~ /libfreetype|src\/font\/|fontconfig/) return "fonts: open, look up"
        if (s ~ /src\/image\/|libpng|libjpeg|libwebp|liblcms|cover_picture/) return "pictures"
        if (s ~ /libdeflate|libz\./) return "deflate"
        if (s ~ /nettle/) return "hash"
        if (s ~ /libxml2|libyaml|md4c/) return "XML, YAML, Markdown readers"
        if (s ~ /src\/base\/|icuuc/) return "text, buffers, memory"
        if (s ~ /libc\.so|ld-linux|\/libc\.|\.\/(string|malloc|stdlib|elf|stdio-common|libio|nptl)\//) return "C library, loader"
        return "the rest"
    }
    /PROGRAM TOTALS/ { total = $1; gsub(",", "", total); next }
    /^ *[0-9,]+ \( *[0-9.]+%\)/ { count = $1; gsub(",", "", count); sum[stage($0)] += count; seen += count }
    END {
        print "| stage | million instructions | % |"
        print "| --- | ---: | ---: |"
        sum["the rest"] += total - seen
        for (i = 1; i <= n; i++) printf "| %s | %.1f | %.1f |\n", order[i], sum[order[i]] / 1e6, 100 * sum[order[i]] / total
        printf "| all | %.1f | 100 |\n", total / 1e6
    }'

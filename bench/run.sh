#!/bin/sh
# Time and memory of whole books: ./dev bench [CHAPTERS...] (2 20 200 2000). Prints Markdown.
#
# The books are generated (bench/make_book.c), always the same. Each is built by briefbook (PDF and EPUB, ingest
# included) with one job and with two, by the floor program (bench/floor.c), and by what else is installed: Typst (a
# program, or node with BRIEFBOOK_PEERS=folder where its npm package lies), pandoc to EPUB, XeLaTeX. Runs alternate, so that
# a machine that changes its speed changes it for all; ratios are given with the least and the largest of all rounds.
# BENCH_ROUNDS (5), BENCH_DIR (build/bench/books): a folder NAME in it with bb/, book.typ and book.md is measured, too,
# when NAME is given in place of a number.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd "$here"
rounds=${BENCH_ROUNDS:-5}
books=${BENCH_DIR:-build/bench/books}
# measure FILE COMMAND...: appends "cpu wall peak" to FILE: seconds of all processors, seconds, KiB.
measure() {
    file=$1
    shift
    /usr/bin/time -a -o "$file" -f '%U %S %e %M' "$@" >/dev/null 2>"$file.err" || {
        cat "$file.err" >&2
        return 1
    }
}

run_one() { # NAME BOOK: one run of one program
    case $1 in
    briefbook) build/briefbook build "$2/bb" -o "$2/out" --quiet --jobs 1 ;;
    briefbook-2) build/briefbook build "$2/bb" -o "$2/out" --quiet --jobs 2 ;;
    briefbook-epub) build/briefbook build "$2/bb" --epub "$2/out/only.epub" --quiet --jobs 1 ;;
    floor) FLOOR_FONTS=fonts build/bench/floor run "$2/bb" "$2/raw" "$2/out" "Noto Serif" "Inter" ;;
    typst)
        if command -v typst >/dev/null; then
            typst compile "$2/book.typ" "$2/out/typst.pdf"
        else
            node bench/typst.mjs "$2/book.typ" "$2/out/typst.pdf"
        fi
        ;;
    pandoc-epub) pandoc -t epub3 --toc --epub-chapter-level=1 "$2/book.md" -o "$2/out/pandoc.epub" ;;
    xelatex) pandoc --pdf-engine=xelatex -V mainfont="Noto Serif" --toc "$2/book.md" -o "$2/out/xelatex.pdf" ;;
    esac
}

if [ "${1:-}" = --run ]; then # called by measure()
    runs=$4
    while [ "$runs" -gt 0 ]; do
        run_one "$2" "$3"
        runs=$((runs - 1))
    done
    exit
fi

[ $# -gt 0 ] || set -- 2 20 200 2000
mkdir -p build "$books"
if ! { cmake --preset release -DBRIEFBOOK_LTO=ON && cmake --build --preset release --target bench_tools; } >build/bench.log 2>&1; then
    cat build/bench.log >&2
    exit 1
fi

programs() {
    echo briefbook briefbook-2 briefbook-epub floor
    if command -v typst >/dev/null || [ -d "${BRIEFBOOK_PEERS:-/nowhere}/node_modules" ]; then echo typst; fi
    if command -v pandoc >/dev/null; then
        echo pandoc-epub
        if command -v xelatex >/dev/null && [ "$chapters" -le 200 ]; then echo xelatex; fi
    fi
}

pages_of() { pdfinfo "$1" 2>/dev/null | awk '/^Pages:/ { print $2 }'; }

# Signs that stand on the pages, without spaces: as many as glyphs, but for the few that stand for several signs.
glyphs_of() { pdftotext "$1" - 2>/dev/null | tr -d ' \n\f' | wc -m; }

echo "| book | program | CPU s | wall s | peak MB | CPU, briefbook = 1 | pages | pages a CPU s | ns a glyph | bytes a page |"
echo "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
for name in "$@"; do
    case $name in
    *[!0-9]*) book=$books/$name chapters=200 ;;
    *)
        book=$books/$name chapters=$name
        [ -e "$book/book.md" ] || build/bench/make_book "$name" "$book"
        ;;
    esac
    times=1 # small books are built several times in a row, for clocks show hundredths
    files=$(find "$book/bb/" -type f | wc -l)
    if [ "$files" -lt 500 ]; then times=5; fi
    if [ "$files" -lt 50 ]; then times=10; fi
    rm -rf "$book/out" "$book/raw" "$book/times"
    mkdir -p "$book/out" "$book/times"
    run_one briefbook "$book"
    build/bench/floor unpack "$book/out/book.pdf" "$book/out/book.epub" "$book/raw"
    list=$(programs)
    round=0
    while [ $round -lt "$rounds" ]; do
        for program in $list; do
            measure "$book/times/$program" "$0" --run "$program" "$book" "$times"
        done
        round=$((round + 1))
    done
    for program in $list; do
        pages=0 each=- glyphs=0 base=briefbook
        case $program in
        pandoc-epub) base=briefbook-epub ;; # an EPUB alone against an EPUB alone
        esac
        case $program in
        briefbook) pdf=$book/out/book.pdf ;;
        typst | xelatex) pdf=$book/out/$program.pdf ;;
        *) pdf= ;;
        esac
        if [ -n "$pdf" ]; then
            pages=$(pages_of "$pdf")
            each=$(($(wc -c <"$pdf") / pages))
            glyphs=$(glyphs_of "$pdf")
        fi
        paste -d ' ' "$book/times/$program" "$book/times/$base" | awk -v book="$name" -v program="$program" \
            -v pages="$pages" -v each="$each" -v glyphs="$glyphs" -v times="$times" '
            function middle(a, n,   i, k, t) {
                for (i = 2; i <= n; i++) { t = a[i]; for (k = i - 1; k > 0 && a[k] > t; k--) a[k + 1] = a[k]; a[k + 1] = t }
                return a[int((n + 1) / 2)]
            }
            { n++; cpu[n] = ($1 + $2) / times; wall[n] = $3 / times; peak[n] = $4
              own = ($5 + $6) / times; ratio[n] = cpu[n] / own }
            END { m = middle(ratio, n)
                  seconds = middle(cpu, n)
                  printf "| %s | %s | %.3f | %.3f | %.0f | %.2f (%.2f–%.2f) | %s | %s | %s | %s |\n", book, program,
                      seconds, middle(wall, n), middle(peak, n) / 1024, m, ratio[1], ratio[n], pages ? pages : "-",
                      pages ? int(pages / seconds) : "-", glyphs ? int(seconds * 1e9 / glyphs) : "-", each }'
    done
done
echo
echo "Stages of the largest book, one job (name, ms by the clock, ms of all processors, peak KiB):"
echo
build/briefbook build "$book/bb" -o "$book/out" --quiet --jobs 1 --trace time 2>&1 | sed 's/^/    /'
if command -v callgrind_annotate >/dev/null && [ -d "$books/200/bb" ]; then
    echo
    echo "Stages of the book of 200 chapters, one job, in instructions:"
    echo
    bench/stages.sh build/briefbook "$books/200/bb"
fi
if command -v perf >/dev/null && perf record -q -e cpu-clock -o "$book/perf" true 2>/dev/null; then
    perf record -q -e cpu-clock -F 2000 -o "$book/perf" build/briefbook build "$book/bb" -o "$book/out" --quiet --jobs 1
    echo
    echo "Shares by library and by function, one job:"
    echo
    for sort in dso dso,symbol; do
        perf report -i "$book/perf" --sort $sort 2>/dev/null | grep -v '^#' | grep . | head -n 12 | sed 's/ -  *-  *$//; s/^/    /'
    done
fi
echo
echo "A save under --watch, the same book: ms from the save to both outputs (median, least, most of 20 edits), ms of the build by"
echo "the clock and of all processors, peak KiB:"
echo
rm -rf "$book/edited"
cp -R "$book/bb" "$book/edited"
build/bench/watch_latency build/briefbook "$book/edited" "$book/out" | sed 's/^/    /'
echo
echo "$(date -u +%Y-%m-%d), $(nproc) processors, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)"

# Reads --dump=pages of a duplex layout. Checks that base lines of the text stand on the grid, and counts the spreads
# whose two pages end on the same line; pages that end a chapter are not asked.
#   font    of the text as the dump names it: "GentiumBookPlus 12"
#   leading, first    step of the grid and its first base line, in points
#   last    the grid's last base line on a page
#   min     least share of level spreads; verbose 1 names what is wrong
function text_end(y) { if (y > low[page]) { low[page] = y } }
/^page / { page = $2; label[page] = $3; low[page] = 0; pages = page; next }
/^anchor / { at[$2] = $4; next }
/^outline / { if ($3 !~ /-s[0-9]+$/) opens[at[$3]] = ($3 ~ /^ch-/) ? 2 : 1; next }
/^  text .*#[0-9]/ {
    split($2, xy, ",")
    if ((" " $3 " " $4) == (" " font)) {
        off = (xy[2] - first) % leading
        if (off > leading / 2) off -= leading
        lines[page]++
        if (off < -0.05 || off > 0.05) { strays[page]++; if (verbose > 1) stray[page] = stray[page] "\n  " $0 }
    }
    text_end(xy[2])
    next
}
/^  image / { split($2, xy, ","); split($3, wh, "x"); text_end(xy[2] + wh[2]) }
END {
    for (p = 0; p <= pages; p++) {
        if (opens[p]) kind = opens[p]
        chapter[p] = kind == 2
        if (chapter[p]) { all += lines[p]; bad += strays[p] }
        if (chapter[p] && strays[p] && verbose) printf "page %s: %d lines off the grid%s\n", label[p], strays[p], stray[p]
        ends[p] = opens[p + 1] || low[p + 1] == 0
    }
    for (p = 1; p < pages; p += 2) {
        if (!chapter[p] || !chapter[p + 1] || low[p] == 0 || ends[p] || ends[p + 1]) continue
        spreads++
        a = int((last - low[p]) / leading + 0.5); b = int((last - low[p + 1]) / leading + 0.5)
        if (a == b) level++
        else if (verbose) printf "not level: pages %s and %s end %d and %d lines early\n", label[p], label[p + 1], a, b
    }
    printf "%d lines of text, %d off the grid; %d spreads, %d level\n", all, bad, spreads, level
    exit bad > 0 || (min != "" && level < spreads * min)
}

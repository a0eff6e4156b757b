# How well an index agrees with what a reader would look up: awk -f score.awk TRUTH DUMP
#   TRUTH: a *.names file of this folder; DUMP: what --dump=book prints of a book with that article alone.
# Prints "precision recall F1 of people and places, F1 with bodies", per mille, then what is missing (-) and what should
# not be there (+). An entry is right when it bears one of the names that the truth allows; bodies are neither right nor
# wrong for the first three figures.
BEGIN { FS = "\t" }
function plain(s) { # without the acronym in brackets
    sub(/ \([^)]*\)$/, "", s)
    return s
}
FNR == NR {
    if ($0 ~ /^#/ || NF < 2)
        next
    n++
    optional[n] = sub(/^\?/, "", $1)
    kind[n] = $1
    m = split($2, names, / *\| */)
    first[n] = names[1]
    for (i = 1; i <= m; i++)
        truth[plain(names[i])] = n
    next
}
/^  index / { inside = 1 }
inside && /^ *title "/ && !/^    title/ {
    s = $0
    sub(/^ *title "/, "", s)
    sub(/"$/, "", s)
    if (plain(s) in truth)
        found[truth[plain(s)]] = 1
    else {
        wrong++
        extra = extra "+ " s "\n"
    }
}
function per_mille(x, y) { return y > 0 ? int(1000 * x / y + 0.5) : 1000 }
END {
    for (i = 1; i <= n; i++) {
        if (optional[i])
            continue
        own = kind[i] == "person" || kind[i] == "place"
        right[own] += found[i]
        missed[own] += !found[i]
        if (!found[i])
            missing = missing "- " first[i] "\n"
    }
    all = right[0] + right[1]
    printf "%d %d %d %d\n", per_mille(right[1], right[1] + wrong), per_mille(right[1], right[1] + missed[1]),
        per_mille(2 * right[1], 2 * right[1] + wrong + missed[1]),
        per_mille(2 * all, 2 * all + wrong + missed[0] + missed[1])
    printf "%s%s", missing, extra
}

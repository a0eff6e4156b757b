# Reads what `qpdf --qdf` makes of a finished PDF; prints for each line of text its page, x, y from the page's foot, font
# and size, as they stand in the page's content: "3 76.535 751 GentiumBookPlus 12".
/^%% Contents for page / { page = $5; next }
/^[0-9]+ 0 obj/ { object = $1; next }
/^endstream/ { page = 0; next }
!page && /\/BaseFont \// { base = $0; sub(/.*\/BaseFont \//, "", base); sub(/[ >].*/, "", base); sub(/^[A-Z]*\+/, "", base); name[object] = base }
!page && /\/F[0-9]+ [0-9]+ 0 R/ {
    for (i = 1; i + 1 < NF; i++) if ($i ~ /^\/F[0-9]+$/) font[substr($i, 2)] = $(i + 1)
    next
}
!page { next }
/^BT/ { x = y = 0; next }
/ Tf$/ { face = substr($1, 2); size = $2; next }
/ Td$/ { x += $1; y += $2; next }
/T[jJ]$/ { n++; pages[n] = page; at[n] = x " " y; faces[n] = face; sizes[n] = size }
END {
    for (i = 1; i <= n; i++) print pages[i], at[i], name[font[faces[i]]], sizes[i]
}

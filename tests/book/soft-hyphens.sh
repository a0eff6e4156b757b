#!/bin/sh
# Words divided at the ends of lines are whole for everyone who reads the PDF: the hyphen that was put in says U+00AD, on the
# page and in the structure tree, and one that belongs to the word stays a hyphen.
set -eu
# shellcheck source=/dev/null
. "$SOURCE_DIR/tests/book/lib.sh"

[ -e /usr/share/hyphen/hyph_en_US.dic ] && [ -e /usr/share/hyphen/hyph_ru_RU.dic ] || exit 77

cat >hai-thu-tieng.md <<'END'
# Hai thứ tiếng

Đoạn này bằng tiếng Việt nên không chữ nào bị chia.

The representatives of neighbouring municipalities acknowledged considerable improvements of transportation infrastructure,
particularly along the northern embankment, where long-standing difficulties had discouraged manufacturers and agricultural
cooperatives from establishing permanent warehouses. Administrative responsibilities were redistributed accordingly, and
international organisations volunteered additional environmental measurements.

Представители соседних муниципалитетов подтвердили значительное улучшение транспортной инфраструктуры, особенно вдоль северной
набережной, где продолжительные затруднения препятствовали сельскохозяйственным предприятиям строительство постоянных складов
и перегрузочных площадок.
END

make_book soft --layout book-a5 --set front=title-page hai-thu-tieng.md
same_book soft --min 0.999

hyphens=$(grep -c "$(printf '\302\255')\$" soft/raw)
[ "$hyphens" -ge 2 ] || fail "only $hyphens words are divided"

# The tree's text has every word whole; poppler leaves U+00AD out of it.
tr -d '\n' <soft/struct >whole
sed -n '5,$p' hai-thu-tieng.md | tr -s ' ,.\n' '\n' | while read -r word; do
    grep -qF -- "$word" whole || echo "$word"
done >torn
[ ! -s torn ] || fail "torn words: $(tr '\n' ' ' <torn)"

# A search that joins lines finds them on the page, too.
pdftotext -raw soft/book.pdf - | tr -d '\n' | sed "s/$(printf '\302\255')//g" >page
for word in transportation infrastructure Administrative responsibilities значительное строительство предприятиям; do
    grep -qF "$word" page || fail "pdftotext: no $word"
done
done_with_book

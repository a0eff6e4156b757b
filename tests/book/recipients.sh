#!/bin/sh
# Copies for named readers: the same pages in all, and not a word of a withheld chapter in any part of the copy.
set -eu
# shellcheck source=/dev/null
. "$SOURCE_DIR/tests/book/lib.sh"

mkdir -p articles
cp "$SOURCE_DIR"/input/images/*.jpg articles/ 2>/dev/null || cp "$SOURCE_DIR"/input/images/* articles/
set -- articles/*
picture=${1##*/}
printf -- '---\ntitle: Bài mở\nauthor: Nguyễn Văn Thường\n---\n\nÔng Nguyễn Văn Thường đến Hà Nội. Ông Nguyễn Văn Thường phát biểu.\n' >articles/mo.md
{
    printf -- '---\ntitle: Tựa zzkintua\nauthor: Zzkintacgia\nsource_url: https://zzkintrang.example/bai\n---\n\nMở zzkindau.[^1]\n\n[^1]: Ghi chú zzkinchu.\n\n'
    printf '## Mục zzkinmuc\n\n![thay zzkinalt](%s "chú zzkinchuthich")\n\n' "$picture"
    for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
        printf 'Đoạn %s: ông Trần Văn Zzkinten ở Hà Nội nói về zzkinthan, dài thêm để chương này chiếm nhiều trang trong cuốn sách thử.\n\n' $i
    done
} >articles/zzkintep.md
printf -- '---\ntitle: Bài kết\n---\n\nXem [](zzkintep.md). Ông Nguyễn Văn Thường trở về Hà Nội.\n' >articles/ket.md
cat >articles/book.yaml <<'Y'
name: thu
title: Sách thử
language: vi
date: 2026-11-20
front: [cover, contents]
back: [sources, index]
chapters: [mo.md, {file: zzkintep.md, short: Ngắn zzkinngan, summary: Tóm zzkintom, tags: [zzkinthe]}, ket.md]
Y
printf '\357\273\277number;name;hide\n7;"Nguyễn Văn ""A""";\n;Trần Thị B;zzkintep.md\n12;Lê C;zzkintep\n' >list.csv
"$BRIEFBOOK" build -q -o out --recipients list.csv articles || fail "build"
"$BRIEFBOOK" build -q -j1 -o again --recipients list.csv articles || fail "build again"
diff -r out again >/dev/null || fail "copies differ from run to run"
ls out >names
printf '%s\n' thu-07-nguyen-van-a.epub thu-07-nguyen-van-a.pdf thu-08-tran-thi-b.epub thu-08-tran-thi-b.pdf \
    thu-12-le-c.epub thu-12-le-c.pdf thu-copies.csv | cmp - names || fail "files: $(cat names)"

# The register tells each file's hash.
tail -n +2 out/thu-copies.csv | sed -n 's/.*,\([^,]*\),[0-9]*,\([0-9a-f]*\)$/\2  out\/\1/p' >sums
[ "$(wc -l <sums)" -eq 6 ] || fail "register: $(cat out/thu-copies.csv)"
sha256sum -c --quiet sums || fail "register: hashes"

labels() { qpdf --json --json-key=pagelabels "$1" | sed '/"version"/d'; }
"$BRIEFBOOK" build -q -o plain articles
pages=$(pdfinfo plain/thu.pdf | sed -n 's/^Pages: *//p')
[ "$pages" -gt 5 ] || fail "the withheld chapter should take some pages"
for name in 07-nguyen-van-a 08-tran-thi-b 12-le-c; do
    pdf=out/thu-$name.pdf
    check_pdf "$pdf"
    check_epub "out/thu-$name.epub"
    [ "$(pdfinfo "$pdf" | sed -n 's/^Pages: *//p')" = "$pages" ] || fail "$name: number of pages"
    [ "$(labels "$pdf")" = "$(labels plain/thu.pdf)" ] || fail "$name: page labels"
    rm -rf "all-$name" && mkdir "all-$name"
    qpdf --qdf --object-streams=disable "$pdf" "all-$name/book.qdf"
    pdftotext -enc UTF-8 "$pdf" "all-$name/book.txt"
    qpdf --json=2 "$pdf" >"all-$name/book.json"
    (cd "all-$name" && unzip -qo "../out/thu-$name.epub")
done
[ "$(grep -c 'Bản số 7 – Nguyễn Văn "A"' all-07-nguyen-van-a/book.txt)" -eq "$pages" ] || fail "a name on every page"
[ "$(grep -c 'Bản số 8 – Trần Thị B' all-08-tran-thi-b/book.txt)" -eq "$pages" ] || fail "a name on every page"
grep -rq 'Bản số 12 – Lê C' all-12-le-c/EPUB/text || fail "no name in the EPUB"

# All marks are in the copy that may have them, so they would be found.
for mark in zzkintua zzkindau zzkinchu zzkinmuc zzkinthan Zzkinten Zzkintacgia zzkintrang zzkintep; do
    grep -rqai "$mark" all-07-nguyen-van-a || fail "$mark is not in the whole copy"
done
for name in 08-tran-thi-b 12-le-c; do
    if grep -raio 'zzkin[a-z]*' "all-$name" | sort -u >found && [ -s found ]; then
        fail "$name: $(head -n 5 found)"
    fi
    # Strings in UTF-16 and glyph numbers hide words from grep: the decoded texts are in book.txt and book.json.
    grep -q 'không thuộc bản của ông/bà' "all-$name/book.txt" || fail "$name: no placeholder"
    if qpdf --json=2 "out/thu-$name.pdf" | grep -q '"/Subtype": "/Image"'; then
        fail "$name: the chapter's picture is there"
    fi
done
qpdf --json=2 out/thu-07-nguyen-van-a.pdf | grep -q '"/Subtype": "/Image"' || fail "the whole copy has no picture"

# Mistakes in the list are told with their places, all at once, and nothing is written.
printf 'name,number,hide\n,1,\nA,x,\nB,1,khong-co\n' >wrong.csv
status=0
"$BRIEFBOOK" build -q --lang en -o none --recipients wrong.csv articles 2>err || status=$?
[ "$status" -eq 1 ] && [ ! -e none ] || fail "a wrong list: status $status"
grep -q 'wrong.csv:2:1: error' err && grep -q 'wrong.csv:3:3: error' err && grep -q "wrong.csv:4:5: error.*khong-co" err ||
    fail "messages: $(cat err)"
done_with_book

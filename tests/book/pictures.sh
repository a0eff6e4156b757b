#!/bin/sh
# Pictures of every kind: sound ones look as their files say, in as few bytes as they need; of hostile ones the warning
# names the file, and the words that describe the picture keep its place.
set -eu
# shellcheck source=/dev/null
. "$SOURCE_DIR/tests/book/lib.sh"

mkdir -p raw
# shellcheck disable=SC2154 # lib.sh sets it
"$tools/make-pictures" raw || fail "make-pictures"
refused="cat.png cat.jpg cat.webp cat-dong.webp khong-lo.png khong-lo.jpg khong-lo.webp"
{
    printf -- '---\ntitle: Hình của mọi loại\ndate: 2026-03-02\n---\n\nCác hình.\n'
    for picture in $(cd raw && find . -name '*.*g' -o -name '*.webp' | sed 's/^..//' | LC_ALL=C sort); do
        printf '\nĐoạn văn đứng trước hình %s để hình có chỗ của nó.\n' "$picture"
        printf "\n![Tả %s](%s \"Chú thích của %s.\")\n" "$picture" "$picture" "$picture"
    done
    printf '\nLần nữa.\n\n![Lại một lần](don-gian.jpg "Hình đã có ở trên.")\n'
} >raw/hinh.md

make_book book --lang en raw || exit 1
same_book book --no-poppler --min 0.999
pdftotext -raw book/book.pdf book/words
for picture in $refused; do
    grep -q "raw/hinh.md:[0-9]*: warning: .*$picture'.*left out" book/messages || fail "$picture: no warning"
    grep -q "không kèm theo): Tả $picture" book/words || fail "$picture: no words in its place"
    unzip -p book/book.epub 'EPUB/text/*.xhtml' | grep -q "Tả $picture" || fail "$picture: no words in the EPUB"
done
for picture in ho-so-hong.png ho-so-thieu.jpg ho-so-khac-mau.jpg; do
    grep -q "warning: the colour profile of the picture 'raw/$picture'" book/messages || fail "$picture: no warning"
done
grep -q "warning: the picture 'raw/dong.webp' moves" book/messages || fail "dong.webp: no warning"
others=$(grep -v 'image-\|^book/book\.' book/messages) || :
[ -z "$others" ] || fail "other messages: $others"

# In the order of names: what each became. "type colours bits encoding"; a JPEG that is shown twice is one object.
pdfimages -list book/book.pdf | awk 'NR > 2 { print $3, $6, $8, $9 }' >book/kinds
cat >book/wanted <<'LIST'
image rgb 8 jpeg
smask gray 8 image
image rgb 8 jpeg
image index 2 image
smask gray 8 image
image index 1 image
image index 1 image
image rgb 8 jpeg
image rgb 8 image
image rgb 8 jpeg
image rgb 8 image
image rgb 8 jpeg
image rgb 8 jpeg
image icc 8 jpeg
image icc 8 image
image index 1 image
image index 1 image
image index 8 image
image index 8 image
smask gray 8 image
image index 8 image
smask gray 8 image
image icc 8 jpeg
image gray 8 image
image gray 8 image
smask gray 8 image
image gray 8 image
image rgb 8 jpeg
LIST
cmp book/kinds book/wanted || fail "kinds: $(diff book/wanted book/kinds)"
[ "$(grep -ac '/Filter/DCTDecode' book/book.pdf)" -eq 8 ] || fail "a picture is there more than once"

# The EPUB has JPEG and PNG alone, none transparent.
unzip -qo book/book.epub 'EPUB/*' -d unpacked
for picture in unpacked/EPUB/images/*; do
    case $picture in
    *.png)
        kind=$(od -An -tu1 -j25 -N1 "$picture")
        [ "$kind" -ne 4 ] && [ "$kind" -ne 6 ] || fail "$picture is transparent"
        ;;
    *.jpg) ;;
    *) fail "$picture: neither JPEG nor PNG" ;;
    esac
done
[ -e unpacked/EPUB/images/anh-chup.jpg ] && [ -e unpacked/EPUB/images/it-mau.png ] || fail "WebP in the EPUB"
check_epub book/book.epub

# Made smaller, and in black alone.
"$BRIEFBOOK" build -q --pdf small.pdf --set images.max-dpi=72 --set colour=none raw 2>/dev/null || fail "build --set images.max-dpi"
pdfimages -list small.pdf | awk 'NR > 2 && ($4 > 165 || $6 != "gray") { print; bad = 1 } END { exit bad }' ||
    fail "max-dpi or colour"

# For the press: inks by the shop's profile or by the picture's own, the rest with profiles.
"$BRIEFBOOK" build --pdf press.pdf --preset press --lang en raw >press.out 2>press.messages || fail "build for the press"
pdfimages -list press.pdf | awk 'NR > 2 { print $3, $6, $8, $9 }' | sort | uniq -c | sort -rn >press.kinds
grep -q 'image cmyk 8 jpeg' press.kinds || fail "press: $(cat press.kinds)"
qpdf --json=2 press.pdf | grep -q '"/N": 4' || fail "press: no profile of four inks"
check_sound=$(qpdf --check press.pdf 2>&1) || fail "press: $check_sound"
grep -q 'picture-dpi' press.messages || fail "press: no preflight"
done_with_book

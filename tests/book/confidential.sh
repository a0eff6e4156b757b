#!/bin/sh
# Confidential books: AES-256, two passwords, what each allows, nothing readable without; what they do not combine with.
# Linearized books: in the order of the annex, the same bytes each time.
set -eu
# shellcheck source=/dev/null
. "$SOURCE_DIR/tests/book/lib.sh"

mkdir articles
printf -- '---\ntitle: Tựa zzmatua\nauthor: Zzmattacgia\n---\n\nÔng Nguyễn Văn Mật nói zzmatthan tại Hà Nội.\n\n## Mục zzmatmuc\n\nHết.\n' >articles/zzmattep.md
printf 'name: mat\ntitle: Sách zzmatsach\nlanguage: vi\ndate: 2026-11-20\nchapters: [zzmattep.md]\n' >articles/book.yaml
printf 'mở ra được\nchủ nhân\n' >secret && chmod 600 secret
status=0
"$BRIEFBOOK" build --lang en -o out --preset confidential --password-file secret articles 2>messages || status=$?
if grep -q 'need libqpdf' messages; then
    echo "built without libqpdf" && exit 77
fi
[ "$status" -eq 0 ] || fail "build: $(cat messages)"
[ "$(ls out)" = mat.pdf ] || fail "written: $(ls out)"
grep -q 'note: the EPUB is not written' messages || fail "the EPUB: $(cat messages)"

# Without a password nothing opens, and no word stands in the bytes: not in streams, strings, outline or metadata.
! qpdf --check out/mat.pdf >/dev/null 2>&1 || fail "opens without a password"
! pdftotext out/mat.pdf - >/dev/null 2>&1 || fail "text without a password"
! grep -aqiE 'zzmat|briefbook|xpacket|Nguy|xmpmeta|/Title \(S' out/mat.pdf || fail "words in the clear: $(grep -aoiE 'zzmat|briefbook|xpacket|Nguy' out/mat.pdf | sort -u)"
"$BRIEFBOOK" build -q --pdf plain.pdf articles || fail "plain"
qpdf --qdf --object-streams=disable plain.pdf plain.qdf
grep -aqi zzmat plain.qdf && grep -aq xpacket plain.pdf || fail "the words would not be found in a plain file either"

# Each password opens; the first one with these rights.
qpdf --show-encryption --password='mở ra được' out/mat.pdf >rights || fail "the first password does not open"
for line in "R = 6" "Supplied password is user password" "extract for accessibility: allowed" \
    "extract for any purpose: not allowed" "print high resolution: allowed" "modify anything: not allowed" \
    "file encryption method: AESv3" "stream encryption method: AESv3" "string encryption method: AESv3"; do
    grep -qx "$line" rights || fail "rights: no '$line' in $(cat rights)"
done
qpdf --show-encryption --password='chủ nhân' out/mat.pdf | grep -qx "Supplied password is owner password" || fail "the second password"
! qpdf --check --password=khác out/mat.pdf >/dev/null 2>&1 || fail "another password opens"
qpdf --password='chủ nhân' --decrypt out/mat.pdf open.pdf || fail "decrypt"
qpdf --check open.pdf >qpdf.out 2>&1 || fail "$(cat qpdf.out)"
pdftotext -enc UTF-8 open.pdf - >open.txt && pdftotext -enc UTF-8 plain.pdf - >plain.txt
grep -q zzmatthan open.txt && cmp open.txt plain.txt || fail "the words are not those of the book"
pdfinfo open.pdf | grep -q '^Tagged: *yes' || fail "not tagged"
! grep -aqE 'pdfaid|pdfuaid' open.pdf || fail "a claim of archives"

# By a descriptor; the EPUB when it is asked for; passwords not even in messages.
printf 'x1\ny2\n' | "$BRIEFBOOK" build -q --pdf fd.pdf --epub fd.epub --preset confidential --password-file - articles || fail "standard input"
qpdf --show-encryption --password=y2 fd.pdf >/dev/null && [ -s fd.epub ] || fail "standard input"
printf 'zzlo\n' >one && chmod 600 one
# refused STATUS TEXT ARGUMENTS...
refused() {
    status=0
    wanted=$1 text=$2
    shift 2
    "$BRIEFBOOK" build --lang en -o none "$@" articles >refused.out 2>&1 || status=$?
    [ "$status" -eq "$wanted" ] && grep -q -e "$text" refused.out && [ ! -e none ] || fail "$*: $status $(cat refused.out)"
    ! grep -q zzlo refused.out || fail "a password in a message"
}
refused 2 "name a file of two lines" --preset confidential
refused 2 "does not allow encryption" --password-file secret
refused 2 "does not allow encryption" --preset archive --password-file secret
refused 1 "may not be: whoever opens it" --preset confidential --password-file secret --set archive=attach-sources
refused 2 "exclude each other" --preset archive --preset confidential --password-file secret
refused 2 "exclude each other" --preset confidential --set preset=archive --password-file secret
refused 2 "exclude each other" --set preset=archive --set preset=confidential --password-file secret
refused 2 "two presets are given, press and confidential" --preset press --preset confidential --password-file secret
refused 1 "must have two lines" --preset confidential --password-file one
refused 1 "cannot open the file" --preset confidential --password-file nowhere
refused 2 "" --preset confidential --password-file secret --report secret
chmod 644 secret
"$BRIEFBOOK" build --lang en --pdf rights.pdf --preset confidential --password-file secret articles 2>&1 | grep -q "secret: warning: .*chmod 600" || fail "rights of the file"
chmod 600 secret

# Sheets and copies are encrypted like the book.
printf 'name,number\nAn Bình,3\n' >list.csv
"$BRIEFBOOK" build -q -o many --impose booklet --preset confidential --password-file secret articles || fail "sheets"
"$BRIEFBOOK" build -q -o copies --impose booklet --recipients list.csv --preset confidential --password-file secret articles || fail "copies"
for file in many/mat.pdf many/mat-booklet.pdf copies/mat-03-an-binh.pdf copies/mat-03-an-binh-booklet.pdf; do
    qpdf --show-encryption --password='mở ra được' "$file" 2>/dev/null | grep -qx "file encryption method: AESv3" || fail "$file: not encrypted"
    ! grep -aqiE 'zzmat|xpacket' "$file" || fail "$file: words in the clear"
done
[ "$(ls copies)" = "mat-03-an-binh-booklet.pdf
mat-03-an-binh.pdf
mat-copies.csv" ] || fail "copies: $(ls copies)"
qpdf --password='chủ nhân' --decrypt copies/mat-03-an-binh-booklet.pdf sheets.pdf
pdftotext -enc UTF-8 sheets.pdf - | grep -q 'Bản số 3 – An Bình' || fail "sheets without the reader's name"

# Linearized.
"$BRIEFBOOK" build -q -o web --set pdf.linearize=yes articles || fail "linearize"
"$BRIEFBOOK" build -q -j1 -o web2 --set pdf.linearize=yes articles || fail "linearize"
cmp web/mat.pdf web2/mat.pdf || fail "linearized: other bytes in another run"
qpdf --check web/mat.pdf 2>&1 | grep -q "File is linearized" || fail "linearized: $(qpdf --check web/mat.pdf 2>&1)"
qpdf --check-linearization web/mat.pdf >qpdf.out 2>&1 && grep -q "no linearization errors" qpdf.out || fail "$(cat qpdf.out)"
pdftotext -enc UTF-8 web/mat.pdf web.txt && cmp web.txt plain.txt || fail "linearized: other words"
"$BRIEFBOOK" build -q -o web3 --recipients list.csv --set pdf.linearize=yes articles || fail "linearized copies"
qpdf --check web3/mat-03-an-binh.pdf 2>&1 | grep -q "File is linearized" || fail "linearized copies"
grep -q "$(sha256sum <web3/mat-03-an-binh.pdf | cut -d ' ' -f 1)" web3/mat-copies.csv || fail "the register has another hash"
done_with_book

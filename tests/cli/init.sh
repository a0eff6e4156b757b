#!/bin/sh
# init writes a book.yaml that builds as it stands, in order of dates, names or themes, and never replaces one.
set -eu
# shellcheck source=/dev/null
. "$SOURCE_DIR/tests/cli/common.sh"

mkdir -p folder
put() { # FILE DATE TITLE WORDS; numbers of its own keep a file from being taken for another's copy
    printf -- '---\ntitle: "%s"\ndate: %s\n---\n\n' "$3" "$2" >"folder/$1"
    for i in 1 2 3 4; do
        numbers=$(seq 1 30 | sed "s/^/${1%.md}$i/" | tr '\n' ' ')
        printf 'Câu thứ %s nói về %s và %s trong thời gian tới: %s.\n\n' "$i" "$4" "$4" "$numbers" >>"folder/$1"
    done
}
put a.md 2024-05-03 "Đường bay mới nối hai thành phố biển và núi, mở hướng du lịch: chuyện của những người đi đầu" "hàng không dân dụng"
put b.md 2023-01-02 "Giá gạo" "xuất khẩu nông sản"
put c.md 2025-07-09 "Vé máy bay" "hàng không dân dụng"
put d.md 2022-11-30 "Cà phê" "xuất khẩu nông sản"
printf '# Bài một\n\nTác giả: Mai Anh\n\nChữ của bài một.\n\n# Bài hai\n\nChữ của bài hai.\n' >folder/e.md
cp folder/d.md folder/f.md

run 0 init --lang vi folder
[ ! -s out.txt ] || complain "standard output carries $(cat out.txt)"
grep -o 'file: "[a-f]' folder/book.yaml | cut -c8- | tr -d '\n' >order
[ "$(cat order)" = dfbace ] || complain "by date: $(cat order)"
grep -q 'omit: yes   # trùng nội dung với d.md' folder/book.yaml || complain "the second copy stays"
grep -q 'short: "Đường bay mới' folder/book.yaml || complain "no short title"
grep -q '# split: h1   # 2 bài' folder/book.yaml || complain "no split proposed"
run 0 check --strict folder
run 0 build -o built folder
[ -s built/folder.pdf ] && [ -s built/folder.epub ] || complain "no book"

cp folder/book.yaml before
run 1 init folder
says book-exists
cmp -s before folder/book.yaml || complain "book.yaml was touched"

rm folder/book.yaml
(cd folder && "$BRIEFBOOK" init . && mv book.yaml ../here.yaml) 2>err.txt || complain "init in the folder itself: $(cat err.txt)"
run 0 init folder/
diff here.yaml folder/book.yaml >diff.txt || complain "a folder called '.' gives another book.yaml: $(head -n 6 diff.txt)"

rm folder/book.yaml
run 0 init --lang en --sort name folder
grep -o 'file: "[a-f]' folder/book.yaml | cut -c8- | tr -d '\n' >order
[ "$(cat order)" = abcdef ] || complain "by name: $(cat order)"
grep -q '^# The chapters' folder/book.yaml || complain "no English comments"

rm folder/book.yaml
run 0 init --sort theme folder
awk '/- title:/ { part++ } /file:/ { sub(/.*file: "/, ""); of[substr($0, 1, 1)] = part } END { exit !(part > 1 && of["a"] == of["c"] && of["b"] == of["d"] && of["a"] != of["b"]) }' \
    folder/book.yaml || complain "themes: $(grep -E 'title:|file:' folder/book.yaml)"
cp folder/book.yaml once
rm folder/book.yaml
run 0 init --sort theme folder
cmp -s once folder/book.yaml || complain "another time, other themes"

# Parts have names of words that their articles share; what shares nothing stands together, once.
grep -q 'title: "Hàng không dân dụng' folder/book.yaml || complain "no name: $(grep -- '- title:' folder/book.yaml)"
grep -q 'title: "Xuất khẩu nông sản' folder/book.yaml || complain "no name: $(grep -- '- title:' folder/book.yaml)"
[ "$(grep -c -- '- title: "Các bài khác"' folder/book.yaml)" -le 1 ] || complain "several parts for the rest"
run 0 check --strict folder

# What the comments show works when their # is taken away, every line of it.
for lang in vi en; do
    rm folder/book.yaml
    run 0 init --lang "$lang" folder
    sed -e '/^# \(agenda\|delegations\|objectives\|their-objectives\|arguments\|key-messages\|responses\):/s/^# //' \
        -e '/^# \(press-line\|background\|timeline\|figures\|agreements\|glossary\|note-pages\|digest\|house\):/s/^# //' \
        -e '/^# \(numbering\|notes\|qr\|colour\|handling\|subtitle\|date\|metadata\):/s/^# //' \
        -e '/^#   - {\(title\|side\):/s/^# //' -e 's/^back: .*/back: [sources, index, glossary, note-pages]/' folder/book.yaml >taught.yaml
    [ "$(grep -c '^[a-z-]*:' taught.yaml)" -ge 27 ] || complain "only $(grep -c '^[a-z-]*:' taught.yaml) keys are taught in $lang"
    cp taught.yaml folder/book.yaml
    run 0 check folder
done

# A file into which several articles were pasted is divided, at once and without a word from the user.
mkdir pasted
body() {
    for i in 1 2 3; do
        printf '%s %s, và đoàn công tác đi thăm các xã ven sông, nghe bà con kể chuyện mùa màng rồi cùng ăn bữa cơm trưa với người dân trong xã.\n\n' "$1" "$i"
    done
}
{
    printf 'Cảng sông đón chuyến tàu ngũ cốc đầu tiên\n14:00 | 29/11/2023\n\n'
    body 'Chuyến tàu thứ'
    printf 'Sinh viên đón lễ Nauryz bằng nồi cháo bảy vị\n09:30 | 22/03/2024\n\n'
    body 'Nồi cháo thứ'
} >pasted/hai-bai.txt
run 0 init --lang vi pasted
grep -q 'split: articles   # 2 bài' pasted/book.yaml || complain "not divided: $(cat pasted/book.yaml)"
run 0 build --dump book pasted
[ "$(grep -c '^  chapter' out.txt)" -eq 2 ] || complain "two articles do not make two chapters"

mkdir empty
run 1 init empty
run 2 init --sort size folder
run 2 init
finish

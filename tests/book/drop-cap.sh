#!/bin/sh
# The letter that begins a chapter (text.drop-cap): where it stands, which lines make room for it, and that it is one word with
# what follows for everyone who reads the files.
set -eu
# shellcheck source=/dev/null
. "$SOURCE_DIR/tests/book/lib.sh"

# article FILE FIRST-WORD: two paragraphs of many lines.
article() {
    {
        printf '# Chương %s\n\n%s' "$1" "$2"
        for word in gió đồng mưa sông biển núi rừng; do
            printf ' %s' "$word thổi qua những cánh đồng vắng người và mang theo tiếng gọi của $word"
        done
        printf '.\n\nĐoạn sau thì không có chữ lớn nào ở đầu dòng.\n'
    } >"$1.md"
}
article tam Trong
article o 'Ở ngoài'
article an Ẩn
article tat Tất
article dau '“Gió'
article ong Ộc
printf '# Ngắn\n\nMột dòng thôi.\n' >ngan.md
printf 'title: Chữ lớn\nfront: []\nback: []\nchapters: [tam.md, o.md, an.md, ong.md, tat.md, dau.md, ngan.md]\n' >book.yaml

make_book cap --layout book-a5 --set text.drop-cap=3 book.yaml
same_book cap --no-poppler
check_epub cap/book.epub
if grep -q 'error\|touch' cap/messages; then
    fail "messages: $(cat cap/messages)"
fi

# Everybody reads whole words, in their order.
pdftotext -raw cap/book.pdf cap/raw
for word in 'Trong gió' 'Ở ngoài gió' 'Ẩn gió' 'Ộc gió' 'Tất gió' '“Gió gió' 'Một dòng'; do
    grep -q "^$word" cap/raw || fail "pdftotext: '$word' does not begin a line"
done

# A chapter's first text below its title: a letter alone, larger by far, on the base line of the third line beside it; three
# lines stand in, and a fourth where the letter has a dot below. None for a text in quotation marks or of one line.
"$BRIEFBOOK" build --layout book-a5 --set text.drop-cap=3 --dump pages book.yaml >cap/pages 2>/dev/null
awk '
    function flush(    i, in_lines, base) {
        if (chapter == "") return
        for (i = 2; i <= n; i++) if (x[i] > x[1] + 10 && size[i] < 20) in_lines++
        base = "none"
        for (i = 2; i <= n; i++) if (size[1] > 30 && y[i] - y[1] < 0.05 && y[1] - y[i] < 0.05) base = i - 1
        printf "%s %d %s\n", chapter, (size[1] > 30 ? in_lines : 0), base
    }
    /^page/ { flush(); chapter = ""; n = 0 }
    /^  text .*"(Chương|Ngắn)/ && !/^  text [0-9.]*,[0-9.]* Inter/ && chapter == "" { chapter = $0; sub(/^[^"]*"(Chương )?/, "", chapter); sub(/ *"$/, "", chapter); next }
    /^  text/ && chapter != "" && n < 8 && !/Inter/ { split($2, at, ","); x[++n] = at[1]; y[n] = at[2]; size[n] = $4 }
    END { flush() }' cap/pages >cap/found
cat >cap/wanted <<'TEXT'
tam 3 3
o 3 3
an 3 3
ong 4 3
tat 3 3
dau 0 none
Ngắn 0 none
TEXT
diff cap/wanted cap/found >cap/diff || fail "letters: $(cat cap/diff)"

# The EPUB leaves it to the style sheet; without the key there is none.
unzip -p cap/book.epub '*/modern.css' | grep -q '^.cap::first-letter' || fail "no letter in the style sheet"
unzip -p cap/book.epub '*/text/ch-*.xhtml' | grep -q '<p class="first cap"' || fail "no paragraph with a large letter"
make_book plain --layout book-a5 book.yaml
! unzip -p plain/book.epub '*/modern.css' | grep -q first-letter || fail "a letter that was not asked for"
unzip -p cap/book.epub '*/ch-an.xhtml' | grep -q '<p class="first cap">Ẩn gió' || fail "the EPUB's words are not whole"
done_with_book

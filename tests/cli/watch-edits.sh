#!/bin/sh
# build --watch remembers what it has worked out: after every edit of a series its results are, byte for byte, those of a
# build that remembers nothing, and it says the same.
# shellcheck source=/dev/null
. "$SOURCE_DIR/tests/cli/common.sh"

pictures=$SOURCE_DIR/tests/book/torture/anh
mkdir book book/anh
cp "$pictures/mau.png" book/anh/hinh.png
article book/mot.txt
article book/hai.txt 'Đoàn nhà báo thăm trường đại học ở Almaty'
printf '# Ba\n\nXem [#hai] và [#bon].[^1]\n\n![Cảnh ở cảng](anh/hinh.png)\n\n*Một chú thích.*\n\n[^1]: Ghi chú của bài.\n' >book/ba.md
printf '# Bốn\n\n## Mục một\n\nÔng Nguyễn Văn An gặp bà Trần Thị Bình ở Hà Nội.\n\n| Cột | Số |\n| --- | --- |\n| Một | 1 |\n\n## Mục hai\n\nÔng Nguyễn Văn An nói tiếp.\n' >book/bon.md
i=0
while [ $i -lt 60 ]; do # several pages
    i=$((i + 1))
    printf '\nĐoạn thứ %s kể thêm về chuyến thăm và những việc đã làm ở thành phố Đà Nẵng trong hai ngày.\n' $i >>book/bon.md
done
manifest() { # CHAPTERS...: book.yaml
    printf 'name: so\ntitle: Sổ tay\nlanguage: vi\nfront: [cover, contents]\nback: [sources, index]\n'
    printf 'parts:\n  - title: Phần đầu\n    chapters:\n'
    for chapter in "$@"; do
        printf '      - {file: %s}\n' "$chapter"
    done
}
manifest mot.txt ba.md bon.md >book/book.yaml

# watched: starts the program in the background.
pid=
trap 'kill "$pid" 2>/dev/null || :' EXIT
watched() {
    : >"$WORK/err"
    "$BRIEFBOOK" build --watch book -o results 2>"$WORK/err" &
    pid=$!
}

# settle WHAT: waits until the results are those of an ordinary build, and its messages the last ones.
settle() {
    status=0
    "$BRIEFBOOK" build book -o clean 2>"$WORK/clean.err" || status=$?
    sed 's|^clean/|results/|' "$WORK/clean.err" >"$WORK/wanted"
    lines=$(wc -l <"$WORK/wanted")
    tries=0
    until { [ $status -ne 0 ] || { cmp -s clean/so.pdf results/so.pdf && cmp -s clean/so.epub results/so.epub; }; } &&
        tail -n "$lines" "$WORK/err" | cmp -s - "$WORK/wanted"; do
        tries=$((tries + 1))
        if [ $tries -gt 300 ]; then
            complain "$1: the result, or what is said of it, is not what an ordinary build gives"
            return
        fi
        sleep 0.1
    done
}

# put FILE: standard input becomes the file in one step, as editors do it.
put() {
    cat >"$WORK/new"
    mv "$WORK/new" "$1"
}

edits() {
    settle "at first"
    sed 's/Sáng nay/Sáng sớm hôm nay/' book/mot.txt | put book/mot.txt
    settle "a paragraph changed"
    { cat book/bon.md && printf '\nMột đoạn nữa, với từ hiếm “khuỷu” và chữ ŵ.\n'; } | put book/bon.md
    settle "a paragraph more, with a character that no other has"
    manifest mot.txt hai.txt ba.md bon.md | put book/book.yaml
    settle "a chapter more"
    manifest bon.md hai.txt ba.md mot.txt | put book/book.yaml
    settle "chapters in another order"
    manifest bon.md ba.md mot.txt | put book/book.yaml
    settle "a chapter less"
    sed 's/^# Bốn/# Bốn phương/' book/bon.md | put book/bon.md
    settle "a title changed"
    put book/anh/hinh.png <"$pictures/trong-suot.png"
    settle "a picture replaced"
    { manifest bon.md ba.md mot.txt && printf 'layout: book-a5\ntext: {size: 11pt}\n'; } | put book/book.yaml
    settle "another layout"
    { printf '\n\n' && cat book/ba.md; } | put book/ba.md
    settle "lines moved"
    mv book/mot.txt book/away
    settle "an article gone"
    mv book/away book/mot.txt
    settle "the article there again"
    { manifest bon.md ba.md mot.txt && printf 'titel: Sai\n'; } | put book/book.yaml
    settle "a mistake in book.yaml"
    manifest mot.txt ba.md bon.md hai.txt | put book/book.yaml
    settle "the mistake mended"
    mkdir -p ngoai
    article ngoai/nam.txt 'Bài ở một thư mục khác'
    manifest mot.txt ../ngoai/nam.txt bon.md | put book/book.yaml
    settle "a chapter in another folder"
    printf '# Bốn\n\nNgắn.\n' | put book/bon.md
    settle "a chapter much shorter"
}

watched
edits
kill "$pid"
wait "$pid" 2>/dev/null || :

finish

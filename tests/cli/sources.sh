#!/bin/sh
# What the operands mean: a folder with and without a book.yaml, files in the order given, natural order, names of outputs.
# shellcheck source=/dev/null
. "$SOURCE_DIR/tests/cli/common.sh"

mkdir "Hồ sơ"
for i in 10 2 1; do
    article "Hồ sơ/bai $i.txt" "Bài số $i về hợp tác vận tải"
done
echo "not an article" >"Hồ sơ/ghi-chu.xyz"

# order: the chapters' ids as the book has them.
order() {
    grep '^  chapter ' "$WORK/out.txt" | sed 's/.*#\([^ ]*\).*/\1/' | tr '\n' ' '
}

run 0 build --dump book "Hồ sơ"
[ "$(order)" = "ch-bai-1 ch-bai-2 ch-bai-10 " ] || complain "natural order: $(order)"

cd "Hồ sơ" || exit
run 0 build --dump book "bai 10.txt" "bai 2.txt"
[ "$(order)" = "ch-bai-10 ch-bai-2 " ] || complain "order of files: $(order)"

printf 'chapters:\n  - bai 2.txt\n  - {file: bai 1.txt, title: Tên khác}\n' >book.yaml
cd "$WORK" || exit
run 0 build --dump book "Hồ sơ"
[ "$(order)" = "ch-bai-2 ch-bai-1 " ] || complain "book.yaml: $(order)"
grep -q '"Tên khác"' "$WORK/out.txt" || complain "the title of book.yaml is not used"
grep -q '"Bài số 1 về hợp tác vận tải"' "$WORK/out.txt" || complain "the sources lost the original title"
run 0 build --dump book --set title=Sách "Hồ sơ/book.yaml"
grep -q '^    title "Sách"' "$WORK/out.txt" || complain "--set title"

run 1 build --dump book "Hồ sơ" "Hồ sơ/bai 1.txt"
one_line
finish

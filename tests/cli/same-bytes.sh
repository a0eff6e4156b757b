#!/bin/sh
# The same sources give the same bytes: at any number of threads, in any language and time zone, in another folder, with or
# without the other output.
# shellcheck source=/dev/null
. "$SOURCE_DIR/tests/cli/common.sh"

mkdir bai
for i in 1 2 3 4 5 6 7; do
    article "bai/bai-$i.txt" "Chuyến thăm thứ $i của đoàn doanh nghiệp"
done
printf 'name: sach\ntitle: Sách\nparts:\n' >bai/book.yaml
printf '  - {title: Một, chapters: [bai-1.txt, bai-2.txt, bai-3.txt]}\n' >>bai/book.yaml
printf '  - {title: Hai, chapters: [bai-4.txt, bai-5.txt, bai-6.txt, bai-7.txt]}\n' >>bai/book.yaml

run 0 build -o first bai
run 0 build -o again bai
run 0 build --jobs 1 -o one bai
run 0 build --jobs 2 -o two bai
LC_ALL=tr_TR.UTF-8 LANG=vi_VN.UTF-8 TZ=Asia/Almaty run 0 build -o locale bai
cp -r bai elsewhere
touch -d 2001-01-01 elsewhere/*
run 0 build -o moved elsewhere
run 0 build --pdf sach.pdf bai
run 0 build --epub sach.epub bai
for folder in again one two locale moved; do
    same first/sach.pdf "$folder/sach.pdf"
    same first/sach.epub "$folder/sach.epub"
done
same first/sach.pdf sach.pdf
same first/sach.epub sach.epub

SOURCE_DATE_EPOCH=1000000000 run 0 build -o dated bai
if cmp -s first/sach.pdf dated/sach.pdf || cmp -s first/sach.epub dated/sach.epub; then
    complain "SOURCE_DATE_EPOCH changes nothing"
fi
finish

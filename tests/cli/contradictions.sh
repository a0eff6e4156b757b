#!/bin/sh
# check and --report name what articles say against each other, with both places; a house choice settles spellings.
. "$SOURCE_DIR/tests/cli/common.sh"

cat >a.txt <<'TEXT'
Hai nước nhìn lại một chặng đường

14:00 | 29/11/2021

Buổi tọa đàm bàn về những việc đã làm và những việc còn chờ ở phía trước.

Việt Nam và Kazakhstan thiết lập quan hệ ngoại giao cách đây 28 năm, khi hai bên còn ít biết nhau.

Dân số Kazakhstan là 19 triệu người, phần lớn sống ở các thành phố phía nam và phía bắc.

Một nghệ sĩ ngồi bên cửa sổ và kể về những mùa đông dài trên thảo nguyên, về tiếng gió và tiếng đàn.
TEXT
cat >b.txt <<'TEXT'
Những mốc son của một tình bạn

09:00 | 12/03/2023

Bài viết điểm lại vài con số mà người làm đối ngoại nên nhớ khi chuẩn bị tài liệu.

Năm 1992, Việt Nam và Kazakhstan thiết lập quan hệ ngoại giao.

Hơn 19 triệu người là dân số Kazakhstan; dân số Kazakhstan đạt 24 triệu người theo một cách tính khác.

Nghệ sỹ ấy mở đầu buổi diễn. Một nghệ sĩ ngồi bên cửa sổ và kể về những mùa đông dài trên thảo nguyên, về tiếng gió và tiếng đàn.
TEXT
run 0 check --lang en a.txt b.txt
says "a.txt:7: note: thiết lập quan hệ ngoại giao: 1993 (2021 − 28) here, 1992 at b.txt:7"
says "cách đây 28 năm"
says "Năm 1992, Việt Nam và Kazakhstan thiết lập quan hệ ngoại giao."
says "[year-differs]"
says "Dân số: 19 triệu người here, 24 triệu người at b.txt:9"
says "[number-differs]"
says "'sĩ' here, 'sỹ' at b.txt:11"
says "% of this paragraph stand at b.txt:11 as well"
# They are advice: check ends as build does, and build says nothing of them.
run 0 check --strict a.txt b.txt
run 0 build -o out --report report.json a.txt b.txt
if grep -q "differs\|twice" err; then complain "build speaks of contradictions"; fi
for rule in year-differs number-differs name-differs passage-twice; do
    grep -q "\"$rule\"" report.json || complain "the report lacks $rule"
done

# The house's choice is written everywhere, recorded, and nothing is left to tell.
printf 'name: sach\nhouse: {sĩ: sỹ}\nchapters: [a.txt, b.txt]\n' >book.yaml
run 0 check --lang en .
if grep -q 'name-differs' err; then
    complain "the house's choice left two spellings"
fi
run 0 build --dump book .
grep -q 'Một nghệ sỹ ngồi' out.txt || complain "'sĩ' was not replaced"
run 0 build -o out --report report.json .
grep -q '"rule":.*"house"' report.json || complain "the change is not in the report"
printf 'house: [a]\nchapters: [a.txt]\n' >book.yaml
run 1 check --lang en .
says "book.yaml:1:8: error:"
finish

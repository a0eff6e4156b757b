#!/bin/sh
# check says what build would warn about, ends as it would, and writes nothing; --strict turns warnings into errors.
# shellcheck source=/dev/null
. "$SOURCE_DIR/tests/cli/common.sh"

article a.txt
run 0 check a.txt

# A picture that is not there is worth a warning, not an error.
{
    printf '# Cảng Hải Phòng đón đoàn khách mới\n\n![Cảng nhìn từ trên cao](khong-co.png)\n\n'
    sed -n '5,9p' a.txt
} >b.md
run 0 check b.md
says "b.md:3:"
says "khong-co.png"
run 1 check --strict b.md
says "error:"
run 1 build --strict -o out b.md
[ ! -e out ] || complain "--strict wrote in spite of a warning"

run 1 check no-such-file.txt
says "no-such-file.txt"
run 2 check --layout no-such-layout a.txt
if [ -n "$(find . -mindepth 1 ! -name a.txt ! -name b.md ! -name out.txt ! -name err)" ]; then
    complain "check wrote something: $(ls)"
fi
finish

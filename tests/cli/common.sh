# Read by the scripts beside it: small words for running the program and looking at what it said.
# shellcheck shell=sh
set -eu

failures=0

# complain TEXT: notes a failure and goes on, so that one run shows all.
complain() {
    printf 'FAILED: %s\n' "$1"
    if [ -f "$WORK/err" ]; then
        sed 's/^/    /' "$WORK/err"
    fi
    failures=$((failures + 1))
}

# run STATUS ARGUMENTS...: runs the program; its outputs are in $WORK/out.txt and $WORK/err.
run() {
    expected=$1
    shift
    status=0
    "$BRIEFBOOK" "$@" >"$WORK/out.txt" 2>"$WORK/err" || status=$?
    if [ "$status" -ne "$expected" ]; then
        complain "briefbook $*: exit status $status, not $expected"
    fi
}

# says TEXT: the last run's standard error has it.
says() {
    if ! grep -qF -- "$1" "$WORK/err"; then
        complain "standard error lacks \"$1\""
    fi
}

# one_line: the last run said one line, without the words of a crash.
one_line() {
    if [ "$(wc -l <"$WORK/err")" -ne 1 ]; then
        complain "standard error is not one line"
    fi
}

# same FILE FILE: equal byte for byte.
same() {
    if ! cmp -s "$1" "$2"; then
        complain "$1 and $2 differ"
    fi
}

# article FILE [TITLE]: a short article that builds without a warning.
article() {
    cat >"$1" <<TEXT
${2:-Đoàn doanh nghiệp Kazakhstan thăm cảng Hải Phòng}

14:00 | 29/11/2021

Hai bên trao đổi về vận chuyển ngũ cốc bằng đường biển và đường sắt trong năm tới.

Sáng nay, đoàn doanh nghiệp đã làm việc với ban quản lý cảng. Đại diện hai bên cho biết lượng hàng qua cảng tăng 12 % so với cùng kỳ và còn có thể tăng thêm khi tuyến đường sắt mới đi vào hoạt động.

Trong buổi chiều, đoàn thăm khu kho lạnh và nghe giới thiệu về quy trình kiểm dịch đối với thịt và lúa mì nhập khẩu.

Minh Châu
TEXT
}

finish() {
    if [ "$failures" -ne 0 ]; then
        exit 1
    fi
    exit 0
}

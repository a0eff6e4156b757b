#!/bin/sh
# run-script.sh SCRIPT WORK: runs a test script in the fresh folder WORK, which it also finds in $WORK. The folder is
# removed when the test passes, and stays for a look when it fails. Exit status: the script's (77: skipped).
set -eu

script=$1
WORK=$2
export WORK
rm -rf "$WORK"
mkdir -p "$WORK"
cd "$WORK"
# Tests must not depend on how the machine is set up.
unset BRIEFBOOK_LANG SOURCE_DATE_EPOCH LANGUAGE LC_ALL NO_COLOR
export LANG=C.UTF-8 TZ=UTC
status=0
"$script" </dev/null || status=$?
cd /
if [ "$status" -eq 0 ] || [ "$status" -eq 77 ]; then
    rm -rf "$WORK"
fi
exit "$status"

#!/bin/sh
# Files that cannot be opened, read, written, synced, closed or renamed, at any moment: a message, exit status 1 and the
# old books; or, where it does not matter, the whole new ones.
# shellcheck source=/dev/null
. "$SOURCE_DIR/tests/faults/lib.sh"

faults files "${FAULT_RUNS:-150}"
# A disk that is full from some moment on.
faults files "${FAULT_RUNS:-60}" FAULT_STICKY=1 FAULT_ERROR=28
finish

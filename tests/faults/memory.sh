#!/bin/sh
# Memory that runs out at any allocation, the program's own or one of a library: a message, exit status 1, the old books.
# shellcheck source=/dev/null
. "$SOURCE_DIR/tests/faults/lib.sh"

if [ "${FAULT_RUNS:-}" = all ]; then
    every_allocation
else
    faults memory "${FAULT_RUNS:-300}"
fi
finish

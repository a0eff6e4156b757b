#!/bin/sh
# Every shape of input at n and 10 n: at most 12 times the time. Needs a machine that does nothing else.
set -eu

project=$(cd "$(dirname "$0")/../.." && pwd)
"$project/build/tests/fuzz/growth" -s

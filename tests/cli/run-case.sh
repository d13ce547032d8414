#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# run-case.sh CASE.sh - runs one case in an empty folder and compares what it prints (both streams) with CASE.expected.
# NEWSDEX_UPDATE_EXPECTED=1 writes CASE.expected instead: look at the difference before it is committed.
set -u
case_file=$1
expected=${case_file%.sh}.expected
folder=$(mktemp -d) || exit 2
output=$(mktemp) || exit 2
trap 'chmod -R u+rwx "$folder" 2>/dev/null; rm -rf "$folder" "$output"' EXIT
trap 'exit 2' INT TERM HUP
PATH=$BIN:$PATH
LC_ALL=C.UTF-8
TZ=UTC
export PATH LC_ALL TZ NEWSDEX_SOURCE
unset NEWSDEX_INDEX NO_COLOR
cd "$folder" || exit 2
sh "$case_file" >"$output" 2>&1
status=$?
if [ $status -eq 77 ]; then
    cat "$output"
    exit 77
fi
if [ $status -ne 0 ]; then
    echo "the case ended with status $status" >>"$output"
fi
if [ -n "${NEWSDEX_UPDATE_EXPECTED:-}" ]; then
    cp "$output" "$expected"
    exit 0
fi
if diff -u "$expected" "$output"; then
    exit 0
fi
echo "run-case.sh: what $case_file prints is not what is expected (above: - expected, + printed)" >&2
exit 1

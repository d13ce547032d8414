#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# valgrind.sh - the main job under valgrind's memcheck: no wrong access, nothing lost. Run by ctest, not a case.
set -eu
command -v valgrind >/dev/null || { echo "SKIPPED: valgrind is not here"; exit 77; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
. "$NEWSDEX_SOURCE/tests/cli/articles.sh"
make_articles
# One corpus article in each format beside them.
for kind in md html json jsonl csv tsv txt gz; do
    found=$(find "$NEWSDEX_SOURCE/corpus/articles" -name "*.$kind" | sort | head -n 1)
    [ -z "$found" ] || cp "$found" news/
done
# check NAME ALLOWED-STATUS COMMAND...
check()
{
    name=$1
    allowed=$2
    shift 2
    status=0
    valgrind -q --error-exitcode=9 --leak-check=full --show-leak-kinds=definite,indirect,possible \
        --errors-for-leak-kinds=definite,indirect --log-file="$name.log" "$@" >"$name.out" 2>"$name.err" || status=$?
    [ "$status" = "$allowed" ] && return
    echo "$name: status $status, not $allowed"
    cat "$name.log" "$name.err"
    exit 1
}
check update 0 "$BIN/newsindex" update --jobs=2 news
printf 'Changed\n\nAn aardvark.\n' >news/local/moscow-idaho.txt
check again 0 "$BIN/newsindex" update --jobs=2 news
check search 0 "$BIN/newssearch" --format=json 'witkoff OR "28-point plan" OR title:moscow OR (kremlin w/9 megaphone) -xylophone'
grep -q '"total"' search.out
check explain 0 "$BIN/newssearch" --explain --sort=newest 'talks since:2025-11'
check mistake 2 "$BIN/newssearch" '(moscow'
check show 0 "$BIN/newssearch" --show zh-1
check compact 0 "$BIN/newsindex" compact
check check 0 "$BIN/newsindex" check
check dump 0 "$BIN/newsindex" dump

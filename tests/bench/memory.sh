#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# memory.sh - peak memory of newsindex for growing numbers of short articles, each with a word that no
# other has: of `update` (in two steps, the larger one's) and of `compact`, which merges what they gave.
# Both must stay within --memory + 64 MiB however many there are.
# Usage: sh tests/bench/memory.sh NEWSINDEX [MEMORY [COUNT...]]     (default: 64M 60000 240000 480000)
set -eu

[ $# -ge 1 ] || { sed -n '6s/^# //p' "$0" >&2; exit 2; }
newsindex=$1
memory=${2:-64M}
if [ $# -gt 2 ]; then shift 2; else set -- 60000 240000 480000; fi
[ -x /usr/bin/time ] || { echo "memory.sh: GNU time is needed (Debian: time)" >&2; exit 2; }

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 130' INT TERM

# peak NAME COMMAND...: prints a cell of the table
peak() {
    /usr/bin/time -o "$folder/time" -f '%M %e' "$@" >/dev/null 2>"$folder/errors" || {
        cat "$folder/errors" >&2
        exit 1
    }
    awk '{ printf " %8.1f MiB %7.1f s |", $1 / 1024, $2 }' "$folder/time"
}

# articles FIRST COUNT
articles() {
    awk -v first="$1" -v count="$2" 'BEGIN {
        srand(7)
        for (i = first; i < first + count; i++)
            printf "{\"id\":\"d%d\",\"language\":\"en\",\"headline\":\"News\"," \
                   "\"body\":\"talks unique%x w%d w%d\"}\n", i, i, rand() * 5000, rand() * 90
    }'
}

echo "newsindex --memory=$memory"
echo "| articles |              update |             compact |"
for count; do
    articles 0 "$count" >"$folder/articles.jsonl"
    articles "$count" 5000 >"$folder/more.jsonl"
    printf '| %8d |' "$count"
    peak "$newsindex" update -q -i "$folder/index" --memory="$memory" "$folder/articles.jsonl"
    "$newsindex" update -q -i "$folder/index" --memory="$memory" "$folder/more.jsonl"
    "$newsindex" remove -q -i "$folder/index" d7
    peak "$newsindex" compact -q -i "$folder/index" --memory="$memory"
    echo
    rm -rf "$folder/index" "$folder"/*.jsonl
done

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# memory.sh - peak memory of newsindex for growing numbers of short articles, each with a word that no
# other has: the peak of `update` must stay near --memory however many there are; that of `compact`
# follows the words and articles of the whole index (newsindex(1)).
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

echo "newsindex --memory=$memory"
echo "| articles |              update |             compact |"
for count; do
    awk -v count="$count" 'BEGIN {
        srand(7)
        for (i = 0; i < count; i++)
            printf "{\"id\":\"d%d\",\"language\":\"en\",\"headline\":\"News\"," \
                   "\"body\":\"talks unique%x w%d w%d\"}\n", i, i, rand() * 5000, rand() * 90
    }' >"$folder/articles.jsonl"
    printf '| %8d |' "$count"
    peak "$newsindex" update -q -i "$folder/index" --memory="$memory" "$folder/articles.jsonl"
    peak "$newsindex" compact -q -i "$folder/index" --memory="$memory"
    echo
    rm -rf "$folder/index" "$folder/articles.jsonl"
done

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# queries.sh - queries a second, newsdex beside its peers, on indexes that run.sh has made (--queries).
#
# Usage: sh tests/bench/queries.sh --bin=FOLDER --work=FOLDER NAME INPUT INDEXES
# INDEXES/PEER is what index_PEER of peers/peers.sh made of INPUT. The queries are made from INPUT by
# newsdex-bench-queries. Printed is the mean over a class of queries, on one thread and on all:
#   or-top, and-top, phrase-top               the best ten
#   and-count, phrase-count, near-count       how many match, exactly (near: within five words)
#   prefix-count                              ditto, words that begin so (of newsdex as they are written, of the
#                                             peers their stems: the counts differ a little)
# newsdex answers a class in one process (--batch) whose whole time is taken, after a pass that warms;
# Lucene in a JVM that has run every class for three seconds; FTS5, which knows no threads, after one pass, a class for
# at most $NEWSDEX_BENCH_SECONDS (20). One-shot is a whole process for one query, in milliseconds, the mean over ten
# queries. "-": not there, or refused (then a line says what).
set -eu

bench=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
bin=
work=
while [ $# -gt 3 ]; do
    case $1 in
    --bin=*) bin=${1#*=} ;;
    --work=*) work=${1#*=} ;;
    esac
    shift
done
if [ $# -ne 3 ] || [ -z "$bin" ] || [ -z "$work" ]; then
    sed -n 's/^# Usage/usage/p' "$0" >&2
    exit 2
fi
name=$1
input=$2
indexes=$3
. "$bench/peers/peers.sh"

asked=$indexes/queries
threads=$(nproc 2>/dev/null || echo 2)
limit=${NEWSDEX_BENCH_SECONDS:-20}
figures=$asked/figures # CLASS COLUMN QUERIES SECONDS RESULTS
mkdir -p "$asked"
"$bin/newsdex-bench-queries" "$input" "$asked" >/dev/null
: >"$figures"

classes="or-top:words and-top:words and-count:words phrase-top:phrases phrase-count:phrases near-count:near prefix-count:prefixes"

say()
{
    printf '%s\n' "$*" >&2
}

# newsdex_query CLASS: the words on standard input as queries of newsdex.
newsdex_query()
{
    case $1 in
    phrase-*) sed 's/.*/"&"/' ;;
    near-*) sed 's| | w/5 |' ;;
    prefix-*) sed 's/$/*/' ;;
    *) cat ;;
    esac
}

newsdex_options()
{
    case $1 in
    and-*) echo --all ;;
    esac
    case $1 in
    *-count) echo --count ;;
    *) echo "--format=trec -n 10" ;;
    esac
}

# newsdex_class CLASS FILE THREADS COLUMN
newsdex_class()
{
    newsdex_query "$1" <"$asked/$2" >"$asked/batch"
    options=$(newsdex_options "$1")
    status=0
    # shellcheck disable=SC2086
    "$bin/newssearch" -i "$indexes/newsdex/index" -j "$3" $options --batch="$asked/batch" >"$asked/out" 2>"$asked/errors" || status=$?
    if [ "$status" -gt 1 ]; then
        [ "$3" -gt 1 ] || say "newsdex refused $1: $(head -n 1 "$asked/errors")"
        return
    fi
    case $1 in
    *-count) results=$(awk '{ sum += $1 } END { printf "%d", sum }' "$asked/out") ;;
    *) results=$(wc -l <"$asked/out") ;;
    esac
    # shellcheck disable=SC2086
    once=$(measure --worst-status=1 "$bin/newssearch" -i "$indexes/newsdex/index" -j "$3" $options --batch="$asked/batch")
    rounds=$(echo "$once" | awk '{ n = int(2 / $1); print (n < 1 ? 1 : (n > 20 ? 20 : n)) }')
    round=0
    : >"$asked/rounds"
    while [ $((round += 1)) -le "$rounds" ]; do
        cat "$asked/batch" >>"$asked/rounds"
    done
    # shellcheck disable=SC2086
    measure --worst-status=1 "$bin/newssearch" -i "$indexes/newsdex/index" -j "$3" $options --batch="$asked/rounds" |
        awk -v class="$1" -v column="$4" -v n="$(wc -l <"$asked/rounds")" -v results="$results" -v rounds="$rounds" \
            '{ print class, column, n, $1, results * rounds }' >>"$figures"
}

# mean_one_shot FILE FUNCTION: the mean over ten queries of the median of three processes, in milliseconds.
mean_one_shot()
{
    head -n 10 "$asked/$1" | while read -r words; do
        "$2" "$words"
    done | awk '{ sum += $2 } END { if (NR) printf "%.1f", 1000 * sum / NR; else printf "-" }'
}
newsdex_words()
{
    measure --runs=3 --worst-status=1 "$bin/newssearch" -i "$indexes/newsdex/index" "$1"
}
newsdex_phrase()
{
    newsdex_words "\"$1\""
}
lucene_words()
{
    measure --runs=3 java -cp "$(lucene_path)$work/java" Lucene one "$indexes/lucene/index" or-top "$1"
}
lucene_phrase()
{
    measure --runs=3 java -cp "$(lucene_path)$work/java" Lucene one "$indexes/lucene/index" phrase-top "$1"
}
fts5_words()
{
    measure --runs=3 "$bin/newsdex-bench-fts5" one "$indexes/fts5/articles.db" or-top "$1"
}
fts5_phrase()
{
    measure --runs=3 "$bin/newsdex-bench-fts5" one "$indexes/fts5/articles.db" phrase-top "$1"
}

if [ -d "$indexes/newsdex/index" ] && ! "$bin/newssearch" --help | grep -q -e '--batch'; then
    say "newsdex: this newssearch has no --batch"
elif [ -d "$indexes/newsdex/index" ]; then
    for class in $classes; do
        say "$name: newsdex, ${class%:*}"
        newsdex_class "${class%:*}" "${class#*:}" 1 newsdex
        newsdex_class "${class%:*}" "${class#*:}" "$threads" newsdex-all
    done
fi
if [ -d "$indexes/lucene/index" ]; then
    say "$name: lucene"
    compile_lucene
    run_lucene queries "$indexes/lucene/index" "$asked" --threads=1 | sed 's/ / lucene /' >>"$figures"
    run_lucene queries "$indexes/lucene/index" "$asked" --threads="$threads" | sed 's/ / lucene-all /' >>"$figures"
fi
if [ -r "$indexes/fts5/articles.db" ]; then
    say "$name: fts5"
    "$bin/newsdex-bench-fts5" queries "$indexes/fts5/articles.db" "$asked" "$limit" | sed 's/ / fts5 /' >>"$figures"
fi

echo
echo "Queries a second, $name, on one thread and on $threads; and the mean of the results counted:"
echo
echo "| class | newsdex, 1 | newsdex, $threads | Lucene, 1 | Lucene, $threads | FTS5 | results: newsdex | Lucene | FTS5 |"
echo "|---|---|---|---|---|---|---|---|---|"
for class in $classes; do
    LC_ALL=C awk -v class="${class%:*}" '
        $1 == class && $3 > 0 && $4 > 0 { rate[$2] = $3 / $4; mean[$2] = $5 / $3 }
        function cell(value, format) { printf value == "" ? " - |" : format, value }
        END {
            printf "| %s |", class
            cell(rate["newsdex"], " %.0f |"); cell(rate["newsdex-all"], " %.0f |")
            cell(rate["lucene"], " %.0f |"); cell(rate["lucene-all"], " %.0f |"); cell(rate["fts5"], " %.0f |")
            cell(mean["newsdex"], " %.1f |"); cell(mean["lucene"], " %.1f |"); cell(mean["fts5"], " %.1f |")
            printf "\n"
        }' "$figures"
done
echo
echo "| one process, one query, ms | newsdex | Lucene | FTS5 |"
echo "|---|---|---|---|"
for kind in words phrase; do
    file=words
    [ "$kind" = words ] || file=phrases
    printf '| %s |' "$kind"
    for peer in newsdex lucene fts5; do
        if [ -d "$indexes/$peer" ]; then
            printf ' %s |' "$(mean_one_shot "$file" "${peer}_$kind")"
        else
            printf ' - |'
        fi
    done
    printf '\n'
done

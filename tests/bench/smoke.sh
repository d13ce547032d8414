#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# smoke.sh BIN - does the benchmark work? The generator gives the same bytes again and a beginning of them for fewer
# articles; run.sh indexes and searches a few articles with newsdex and prints its tables. Nothing is timed.
set -eu
bench=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
bin=${1:?usage: smoke.sh FOLDER-OF-PROGRAMS}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

wrong()
{
    echo "smoke.sh: $*" >&2
    exit 1
}

for script in "$bench"/*.sh "$bench"/peers/*.sh; do
    sh -n "$script" || wrong "$script is not a script of sh"
done

"$bin/newsdex-bench-generate" 300 >"$folder/a"
"$bin/newsdex-bench-generate" 300 >"$folder/b"
"$bin/newsdex-bench-generate" 200 >"$folder/c"
"$bin/newsdex-bench-generate" 300 2 >"$folder/d"
cmp "$folder/a" "$folder/b" || wrong "the generator does not give the same again"
head -n 201 "$folder/a" | cmp - "$folder/c" || wrong "fewer articles are not the beginning of more"
! cmp -s "$folder/a" "$folder/d" || wrong "another seed gives the same"
awk -F '\t' 'NF != 6 { exit 1 }' "$folder/a" || wrong "a row has not six cells"

sh "$bench/run.sh" --bin="$bin" --work="$folder" --corpora=synthetic-200,synthetic-files-50 --peers=newsdex,fts5,gzip,read \
    --runs=1 --queries >"$folder/out" 2>"$folder/errors" || wrong "run.sh failed: $(cat "$folder/errors" "$folder/out")"
for row in 'synthetic-200 | newsdex | 1' 'synthetic-files-50 | newsdex | 1' 'synthetic-200 | gzip | 1'; do
    grep -q -F "| $row |" "$folder/out" || wrong "no row '$row': $(cat "$folder/errors" "$folder/out")"
done
"$bin/newsindex" update -q -i "$folder/index" "$folder/corpora/synthetic-200.tsv"
[ "$("$bin/newssearch" -i "$folder/index" -n 1000 --format=trec '*' | wc -l)" -eq 200 ] || wrong "not all articles are found"

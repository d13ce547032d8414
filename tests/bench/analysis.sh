#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# analysis.sh BENCH - speed of the text analysis on the news below $NEWSDEX_DATA; BENCH is newsdex-bench-analysis.
set -eu
bench=${1:?usage: analysis.sh newsdex-bench-analysis}
data=${NEWSDEX_DATA:?set NEWSDEX_DATA to the folder of real news}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
tar xzOf "$data/bbc/bbc.tar.gz" >"$folder/en"
zcat "$data/10kgnad/test.csv.gz" >"$folder/de"
zcat "$data"/masakhanews/fra-*.tsv.gz >"$folder/fr"
zcat "$data/saudinewsnet/articles.jsonl.gz" >"$folder/ar"
tar xzOf "$data/bruk-press/bruk-press.tar.gz" >"$folder/uk"
zcat "$data"/reuters21578/*.sgm.gz >"$folder/reuters"
for language in en de fr ar uk; do
    "$bench" "$language" "$folder/$language"
done
"$bench" en "$folder/reuters"

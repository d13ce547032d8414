#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# copies.sh [DATA_FOLDER [BUILD_FOLDER]] - how well copies of wire stories are found: precision and
# recall on pairs of articles that were read (tests/relevance/copies-judged.tsv), whether any of
# BASIL's retellings are taken for copies, and what it costs. Ends with status 1 when less is reached
# than was, 77 when the data is not there.
set -u
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
data=${1:-${NEWSDEX_DATA:-$here/../../../shared/data}}
bin=${2:-${NEWSDEX_BUILD:-$here/../../build/release}}/bin
if [ ! -d "$data/reuters21578" ] || [ ! -d "$data/saudinewsnet" ] || [ ! -d "$data/basil" ]; then
    echo "skipped: no $data/reuters21578, saudinewsnet and basil; give the folder of the data as first argument"
    exit 77
fi
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT INT TERM
python3 "$here/alike.py" convert "$data" "$work" || exit 2
status=0
for collection in reuters saudi basil; do
    "$bin/newsindex" update -q -i "$work/$collection.index" "$work/$collection.jsonl" 2>"$work/skipped"
    [ $? -le 1 ] || exit 2 # some stories have no text at all
    echo "$collection:"
    "$bin/newsdex-bench-copies" "$work/$collection.index" 2 >"$work/$collection.clusters" || status=1
    awk -F '\t' '{ clusters[$2]++ } END { print NR + 0 " articles in " length(clusters) " clusters" }' \
        "$work/$collection.clusters"
done
python3 "$here/alike.py" copies "$here/../relevance/copies-judged.tsv" "$work" || status=1
if [ -s "$work/basil.clusters" ]; then
    echo "copies.sh: retellings are taken for copies" >&2
    status=1
fi
exit $status

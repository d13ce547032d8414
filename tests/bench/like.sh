#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# like.sh [DATA_FOLDER [BUILD_FOLDER [TERMS]]] - for each article of BASIL, which has a hundred events
# told by three papers each: are the other two among the first ten articles like it? Alone, and with
# the articles of allsides beside them, which tell of the same years. Ends with status 1 when less is
# reached than was, 77 when the data is not there.
set -u
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
data=${1:-${NEWSDEX_DATA:-$here/../../../shared/data}}
bin=${2:-${NEWSDEX_BUILD:-$here/../../build/release}}/bin
terms=${3:-50}
if [ ! -d "$data/basil" ] || [ ! -d "$data/allsides" ]; then
    echo "skipped: no $data/basil and allsides; give the folder of the data as first argument"
    exit 77
fi
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT INT TERM
python3 "$here/alike.py" convert "$data" "$work" || exit 2
sed 's/^{"id": "\([^"]*\)".*/\1/' "$work/basil.jsonl" >"$work/ids"
status=0
for noise in "" "$work/allsides.jsonl"; do
    # shellcheck disable=SC2086 # no word where there is no noise
    "$bin/newsindex" update -q -i "$work/index" "$work/basil.jsonl" $noise || exit 2
    "$bin/newsdex-bench-like" "$work/index" "$terms" <"$work/ids" >"$work/answers" || exit 2
    python3 "$here/alike.py" like "$data" "$work/answers" || status=1
done
exit $status

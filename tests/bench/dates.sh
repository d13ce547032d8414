#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# dates.sh [DATA_FOLDER [PROGRAM]] - prints how many of the date strings in DATA_FOLDER/dates are read
# right, by group, with every one that is not. PROGRAM is the built tests/bench/dates.c.
set -u
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
data=${1:-${NEWSDEX_DATA:-$here/../../../shared/data}}
program=${2:-${NEWSDEX_BUILD:-$here/../../build/release}/bin/newsdex-bench-dates}
if [ ! -r "$data/dates/absolute.tsv" ]; then
    echo "skipped: no $data/dates/absolute.tsv; give the folder of the data as first argument"
    exit 0
fi
if [ ! -x "$program" ]; then
    echo "dates.sh: $program is not built; give the program as second argument" >&2
    exit 2
fi
exec "$program" "$data/dates/absolute.tsv" --wrong

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# html.sh [DATA_FOLDER [PROGRAM]] - prints how well the HTML reader reads the pages in
# DATA_FOLDER/html-extraction and DATA_FOLDER/html-metadata. PROGRAM is the built
# tests/bench/html_quality.c. NEWSDEX_VERBOSE=1: also every page that is not right.
set -u
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
data=${1:-${NEWSDEX_DATA:-$here/../../../shared/data}}
program=${2:-${NEWSDEX_BUILD:-$here/../../build/release}/tests/bench/newsdex-bench-html}
if [ ! -x "$program" ] && [ -x "${program%/tests/bench/*}/bin/newsdex-bench-html" ]; then
    program=${program%/tests/bench/*}/bin/newsdex-bench-html
fi
if [ ! -d "$data/html-extraction/html" ] || [ ! -d "$data/html-metadata/pages" ]; then
    echo "skipped: no $data/html-extraction and html-metadata; give the folder of the data as first argument"
    exit 0
fi
if [ ! -x "$program" ]; then
    echo "html.sh: $program is not built; give the program as second argument" >&2
    exit 2
fi
readings=$(mktemp) || exit 2
trap 'rm -f "$readings"' EXIT INT TERM
"$program" "$data"/html-extraction/html/*.gz "$data"/html-metadata/pages/*.gz > "$readings" || exit 2
python3 "$here/html_quality.py" "$data" "$readings" ${NEWSDEX_VERBOSE:+-v}

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# linkage.sh - newssearch links no reader's library and no editor of lines: each would cost every start of it up to a millisecond.
set -eu
command -v readelf >/dev/null || { echo "readelf is not here"; exit 77; }
libraries=$(readelf -d "$BIN/newssearch" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p')
[ -n "$libraries" ]
for unwanted in libxml2 libicu libyaml libmd4c libedit; do
    case $libraries in
    *$unwanted*) echo "newssearch links $unwanted"; exit 1 ;;
    esac
done

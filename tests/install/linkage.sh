#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# linkage.sh - newssearch links no reader's library: each would cost every start of it a millisecond.
set -eu
command -v readelf >/dev/null || { echo "readelf is not here"; exit 77; }
libraries=$(readelf -d "$BIN/newssearch" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p')
[ -n "$libraries" ]
for unwanted in libxml2 libicu libyaml libmd4c; do
    case $libraries in
    *$unwanted*) echo "newssearch links $unwanted"; exit 1 ;;
    esac
done

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# quickstart.sh - from a bare Debian 12 to a first answer: installs what is missing, builds newsdex,
# indexes the sample articles beside this file and answers `Witkoff Moscow`.
set -eu

root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
cd "$root"
. tests/dependencies.sh
# shellcheck disable=SC2086
install_missing $BUILD_PACKAGES

log=$root/build/quickstart.log
mkdir -p "$root/build"
echo "building newsdex (this takes a minute the first time) ..." >&2
{
    cmake --preset release -D BUILD_TESTING=OFF -B build/quickstart &&
        cmake --build build/quickstart --parallel "$(nproc 2>/dev/null || echo 2)"
} >"$log" 2>&1 || { tail -n 60 "$log" >&2; exit 1; }

bin=$root/build/quickstart/bin
index=$root/build/quickstart/corpus.index
"$bin/newsindex" update -i "$index" corpus/articles || [ $? -eq 1 ]
echo
"$bin/newssearch" -i "$index" -n 5 Witkoff Moscow
cat <<EOF

What to try next:
  $bin/newssearch -i $index '"28-point plan" -idaho since:2025-11-20'
  $bin/newssearch -i $index --sort=newest --format=json 'title:witkoff AND (moscow OR москва)'
  $bin/newsindex update -i my.index FOLDER-OF-YOUR-ARTICLES
EOF

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# run.sh - installs what is missing (Debian 12), builds newsdex and runs all its tests: first the release
# build, then the build under AddressSanitizer and UndefinedBehaviorSanitizer.
# Usage: sh tests/run.sh [release|asan]...   (default: both)
set -eu

root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
cd "$root"
. tests/dependencies.sh
# shellcheck disable=SC2086
install_missing $BUILD_PACKAGES $TEST_PACKAGES

[ $# -gt 0 ] || set -- release asan
jobs=$(nproc 2>/dev/null || echo 2)
for preset in "$@"; do
    echo "== $preset: configure and build"
    cmake --preset "$preset" >"build-$preset.log" 2>&1 || { cat "build-$preset.log"; exit 1; }
    cmake --build --preset "$preset" --parallel "$jobs" >>"build-$preset.log" 2>&1 || { tail -n 100 "build-$preset.log"; exit 1; }
    rm -f "build-$preset.log"
    echo "== $preset: tests"
    ctest --preset "$preset" --parallel "$jobs" --no-tests=error
done

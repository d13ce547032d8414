#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# manuals.sh - the manual pages have no mistakes of roff, and their options are what the tools say of themselves.
# NEWSDEX_UPDATE_EXPECTED=1 writes the options into the pages.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$NEWSDEX_SOURCE"
python3 - "$BIN" <<'E'
import os, re, subprocess, sys
wrong = 0
def options(match):
    command = match.group(1).split()
    command[0] = os.path.join(sys.argv[1], command[0])
    said = subprocess.run(command + ["--help=man"], stdout=subprocess.PIPE, check=True).stdout.decode()
    return '.\\" options of %s: begin\n%s.\\" options of %s: end\n' % (match.group(1), said, match.group(1))
for page, count in ("indexer/commands/newsindex.1", 9), ("search/newssearch.1", 1):
    text = open(page, encoding="utf-8").read()
    right, found = re.subn(r'\.\\" options of ([a-z ]+): begin\n(?:.*?\n)??\.\\" options of \1: end\n', options, text, flags=re.S)
    if found != count:
        sys.exit("%s has the options of %d commands, not of %d" % (page, found, count))
    if right != text and os.environ.get("NEWSDEX_UPDATE_EXPECTED"):
        open(page, "w", encoding="utf-8").write(right)
    elif right != text:
        print(page + ": the options are not those of --help=man (NEWSDEX_UPDATE_EXPECTED=1 writes them)")
        wrong = 1
sys.exit(wrong)
E
# Without a command: the options of all of them, below the page's headings.
"$BIN/newsindex" --help=man >"$folder/all"
for command in update info check dump compact remove rebuild match formats; do
    echo ".SH \"NEWSINDEX $(echo $command | tr a-z A-Z)\""
    "$BIN/newsindex" $command --help=man
done >"$folder/each"
diff -u "$folder/each" "$folder/all"
grep '^\.SH "' "$folder/all" | while read -r heading; do
    grep -qxF "$heading" indexer/commands/newsindex.1 || { echo "no heading $heading in the page"; exit 1; }
done
version=$(sed -n 's/.*NDX_VERSION "\(.*\)".*/\1/p' include/newsdex/version.h)
for page in indexer/commands/newsindex.1 search/newssearch.1 search/newsdex-query.7 search/newsdex-json.5; do
    grep -q "^\.TH .*\"newsdex $version\"" "$page" || { echo "$page: not of version $version"; exit 1; }
    if command -v groff >/dev/null; then
        groff -ww -man -Tutf8 -z "$page" 2>"$folder/warnings"
        if [ -s "$folder/warnings" ]; then
            cat "$folder/warnings"
            exit 1
        fi
    fi
done
command -v groff >/dev/null || echo "groff is not here: the pages' roff was not looked at"

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# heart.sh [DATA_FOLDER [PROGRAM]] - prints what the words, the dense code and the matcher reach on BBC and Reuters-21578 in
# DATA_FOLDER. PROGRAM is the built tests/bench/heart.c; use a release build.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
data=${1:-${NEWSDEX_DATA:-$here/../../../shared/data}}
program=${2:-${NEWSDEX_BUILD:-$here/../../build/release}/bin/newsdex-bench-heart}
if [ ! -r "$data/bbc/bbc.tar.gz" ] || [ ! -d "$data/reuters21578" ]; then
    echo "skipped: no bbc and reuters21578 in $data; give the folder of the data as first argument"
    exit 0
fi
if [ ! -x "$program" ]; then
    echo "heart.sh: $program is not built; give the program as second argument" >&2
    exit 2
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

mkdir "$folder/bbc"
tar xzf "$data/bbc/bbc.tar.gz" -C "$folder/bbc"
find "$folder/bbc" -name '*.txt' | LC_ALL=C sort | while read -r file; do
    # Latin-1 pound signs are invalid UTF-8: one U+FFFD each, as a reader that knows no better would have it
    cat "$file"
    printf '\0'
done >"$folder/bbc.articles"
"$program" BBC "$folder/bbc.articles"

# The SGML of Reuters-21578 is regular: one element a place, three entities, control characters as &#N;.
zcat "$data"/reuters21578/reut2-*.sgm.gz | LC_ALL=C perl -0777 -ne '
    while (m{<REUTERS.*?</REUTERS>}sg) {
        my $story = $&;
        my ($title) = $story =~ m{<TITLE>(.*?)</TITLE>}s;
        my ($body) = $story =~ m{<BODY>(.*?)</BODY>}s;
        ($body) = $story =~ m{<TEXT[^>]*>(.*?)</TEXT>}s unless defined $body;
        for ($title, $body) {
            $_ //= "";
            s/<[^>]*>/ /g;
            s/&#\d+;//g;
            s/&lt;/</g; s/&gt;/>/g; s/&amp;/&/g;
        }
        $title =~ s/\s+/ /g;
        print "$title\n$body\0";
    }' >"$folder/reuters.articles"
"$program" Reuters-21578 "$folder/reuters.articles"

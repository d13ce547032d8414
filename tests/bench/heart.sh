#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# heart.sh BENCH - the table of what the numbered words cost, on the news below $NEWSDEX_DATA; BENCH is newsdex-bench-heart
# of a release build.
set -eu
bench=${1:?usage: heart.sh newsdex-bench-heart}
data=${NEWSDEX_DATA:?set NEWSDEX_DATA to the folder of real news}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

mkdir "$folder/bbc"
tar xzf "$data/bbc/bbc.tar.gz" -C "$folder/bbc"
find "$folder/bbc" -name '*.txt' | LC_ALL=C sort | while read -r file; do
    # Latin-1 pound signs are invalid UTF-8: one U+FFFD each, as a reader that knows no better would have it
    cat "$file"
    printf '\0'
done >"$folder/bbc.articles"
"$bench" BBC "$folder/bbc.articles"

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
"$bench" Reuters-21578 "$folder/reuters.articles"

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# run.sh - newsdex beside other indexers, on the same files and the same machine: seconds, memory and size of the
# index as a Markdown table; with --queries, queries a second as well. Peers that are not installed are left out, and
# it says how to get them (Debian packages).
#
# Usage: sh tests/bench/run.sh [OPTION]... [FOLDER]
#   FOLDER           the folder of real news (default: $NEWSDEX_DATA, else ../shared/data beside the checkout); what is
#                    not there is left out, with a word
#   --corpora=LIST   of these, with commas (default: all real ones and synthetic-N):
#                      reuters-files    Reuters-21578, a text file a story     reuters-tsv   the same as one TSV file
#                      bbc-files        BBC news, a text file an article       allsides-tsv  long articles, one TSV file
#                      synthetic-N      N articles of newsdex-bench-generate, one TSV file
#                      synthetic-files-N   the same, a text file an article
#   --articles=N     the size of the default synthetic corpus (default 100000; 1000000 is 1.8 GB)
#   --peers=LIST     of newsdex fts5 fts5-cache lucene lucene-warm omindex sphinx groonga recoll gzip read
#                    (default: all); gzip -1 and reading the files are the limit, not peers
#   --runs=N         run each N times, by turns (default 3); what takes longer than a minute runs once
#   --queries        measure queries on each index as well (queries.sh)
#   --work=FOLDER    keep corpora there, and use those that are there (default: a temporary folder; 1000000 articles
#                    need 15 GB)
#   --bin=FOLDER     the built programs (default: $NEWSDEX_BUILD/bin, else build/release/bin of the checkout)
#
# What is measured: each peer makes a new index from the same input, which is in the page cache, as a process of its own,
# with its memory and threads as it chooses; the time is the process's whole time on the clock. lucene-warm is
# the exception: by its own clock, after rounds in the same JVM that do not count. All of them keep the
# articles' text but sphinx. Headline and body are indexed, English is stemmed, positions are kept (by all but newsdex,
# which needs none). MB are 10^6 bytes, MiB 2^20; "of the text" is the index against headlines and bodies, runs of white space
# counted once.
set -eu

bench=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
data=${NEWSDEX_DATA:-$bench/../../../shared/data}
bin=${NEWSDEX_BUILD:-$bench/../../build/release}/bin
work=
corpora=
peers=
articles=100000
runs=3
queries=
. "$bench/peers/peers.sh"

usage()
{
    sed -n '/^# Usage/,/^#$/s/^# \{0,1\}//p' "$0"
}

for argument; do
    value=${argument#*=}
    case $argument in
    --corpora=*) corpora=$(echo "$value" | tr ',' ' ') ;;
    --peers=*) peers=$(echo "$value" | tr ',' ' ') ;;
    --articles=*) articles=$value ;;
    --runs=*) runs=$value ;;
    --queries) queries=yes ;;
    --work=*) work=$value ;;
    --bin=*) bin=$value ;;
    --help) usage; exit 0 ;;
    -*) echo "run.sh: $argument?" >&2; usage >&2; exit 2 ;;
    *) data=$argument ;;
    esac
done
corpora=${corpora:-reuters-files reuters-tsv bbc-files allsides-tsv synthetic-$articles}
if [ ! -x "$bin/newsdex-bench-measure" ] || [ ! -x "$bin/newsdex-bench-generate" ]; then
    echo "run.sh: newsdex's benchmark programs are not in $bin; build newsdex, or use --bin=" >&2
    exit 2
fi
bin=$(CDPATH= cd -- "$bin" && pwd)
if [ -n "$work" ]; then
    mkdir -p "$work"
    work=$(CDPATH= cd -- "$work" && pwd)
    run_folder=$work/run.$$
    trap 'rm -rf "$run_folder"' EXIT
else
    work=$(mktemp -d)
    run_folder=$work/run
    trap 'rm -rf "$work"' EXIT
fi
trap 'exit 130' INT TERM HUP
mkdir -p "$work/corpora" "$run_folder"

say()
{
    printf '%s\n' "$*" >&2
}

# ---- corpora: each becomes $work/corpora/NAME (a folder) or NAME.tsv, once ----

# Reuters-21578 is regular SGML: one element a place, three entities, control characters as &#N;. $1: tsv FILE or files FOLDER.
make_reuters()
{
    zcat "$data"/reuters21578/reut2-*.sgm.gz | LC_ALL=C perl -0777 -e '
        my ($kind, $place) = @ARGV;
        my %month = (JAN => 1, FEB => 2, MAR => 3, APR => 4, MAY => 5, JUN => 6, JUL => 7, AUG => 8, SEP => 9, OCT => 10,
                     NOV => 11, DEC => 12);
        my $all = <STDIN>;
        my $table;
        if ($kind eq "tsv") {
            open $table, ">", $place or die "$place: $!\n";
            print $table join("\t", qw(id date source section headline body)), "\n";
        }
        while ($all =~ m{<REUTERS[^>]*NEWID="(\d+)"[^>]*>(.*?)</REUTERS>}sg) {
            my ($id, $story) = ($1, $2);
            my ($title) = $story =~ m{<TITLE>(.*?)</TITLE>}s;
            my ($body) = $story =~ m{<BODY>(.*?)</BODY>}s;
            ($body) = $story =~ m{<TEXT[^>]*>(.*?)</TEXT>}s unless defined $body;
            my ($section) = $story =~ m{<TOPICS><D>(.*?)</D>}s;
            my $date = $story =~ m{<DATE>\s*(\d+)-(\w+)-(\d{4})\s+(\d\d):(\d\d)} && $month{$2}
                ? sprintf("%04d-%02d-%02dT%02d:%02d", $3, $month{$2}, $1, $4, $5) : "";
            for ($title, $body, $section) {
                $_ //= "";
                s/<[^>]*>/ /g;
                s/&#\d+;//g;
                tr/\x80-\xff/?/; # a few bytes of no charset that is told
                s/&lt;/</g; s/&gt;/>/g; s/&amp;/&/g;
            }
            $title =~ s/\s+/ /g;
            if ($kind eq "files") {
                my $folder = sprintf "%s/%02d", $place, $id / 1000;
                mkdir $folder;
                open my $file, ">", "$folder/$id.txt" or die "$folder/$id.txt: $!\n";
                print $file "$title\n\n$body\n";
                close $file or die "$folder/$id.txt: $!\n";
                next;
            }
            my @row = ($id, $date, "Reuters", $section, $title, $body);
            for (@row) { s/\s+/ /g; s/^ | $//g; s/^"/\xE2\x80\x9C/; } # a quote at the beginning would quote the cell
            print $table join("\t", @row), "\n";
        }
        if ($table) { close $table or die "$place: $!\n"; }' "$1" "$2"
}

make_allsides()
{
    zcat "$data/allsides/articles.jsonl.gz" | python3 -c '
import json, sys
print("id", "date", "source", "section", "headline", "body", sep="\t")
for number, line in enumerate(sys.stdin, 1):
    article = json.loads(line)
    row = [str(number)]
    for name in "date", "source", "topic", "title", "content_original":
        cell = " ".join(str(article.get(name) or "").split())
        row.append("\u201c" + cell[1:] if cell.startswith("\"") else cell)
    print("\t".join(row))' >"$1"
}

absent()
{
    say "left out: $1 (no $2)"
    return 1
}

# corpus_input NAME: makes it if need be and prints its path.
corpus_input()
{
    made=$work/corpora/$1
    case $1 in
    *-tsv | synthetic-[0-9]*) made=$made.tsv ;;
    esac
    [ ! -e "$made" ] || { echo "$made"; return; }
    rm -rf "$made.part"
    case $1 in
    reuters-files | reuters-tsv)
        [ -d "$data/reuters21578" ] || absent "$1" "$data/reuters21578" || return 1
        have perl || absent "$1" "perl to read it" || return 1
        [ "$1" = reuters-tsv ] || mkdir "$made.part"
        make_reuters "${1#reuters-}" "$made.part"
        ;;
    bbc-files)
        [ -r "$data/bbc/bbc.tar.gz" ] || absent "$1" "$data/bbc/bbc.tar.gz" || return 1
        mkdir "$made.part" && tar xzf "$data/bbc/bbc.tar.gz" -C "$made.part" &&
            find "$made.part" -type f ! -name '*.txt' -exec rm -f {} +
        ;;
    allsides-tsv)
        [ -r "$data/allsides/articles.jsonl.gz" ] || absent "$1" "$data/allsides/articles.jsonl.gz" || return 1
        have python3 || absent "$1" "python3 to read it" || return 1
        make_allsides "$made.part"
        ;;
    synthetic-files-[0-9]*) "$bin/newsdex-bench-generate" "${1##*-}" --files "$made.part" ;;
    synthetic-[0-9]*) "$bin/newsdex-bench-generate" "${1##*-}" >"$made.part" ;;
    *)
        say "run.sh: there is no corpus $1"
        return 1
        ;;
    esac || return 1
    mv "$made.part" "$made"
    echo "$made"
}

# Headlines and bodies, runs of white space counted once.
text_bytes()
{
    if [ -d "$1" ]; then
        find "$1" -type f -print0 | xargs -0 cat
    else
        cut -f 5,6 "$1"
    fi | tr -s ' \t\n\r' ' ' | wc -c
}

count_articles()
{
    if [ -d "$1" ]; then
        find "$1" -type f | wc -l
    else
        tail -n +2 "$1" | wc -l
    fi
}

# ---- the runs ----

present=
for peer in ${peers:-$ALL_PEERS}; do
    needs=$(peer_needs "$peer")
    if [ -n "$needs" ]; then
        say "missing: $peer ($needs)"
    else
        present="$present $peer"
    fi
done
case $present in
*lucene*) compile_lucene ;;
esac

# index_once PEER CORPUS INPUT: one run; its times are added to those of the corpus.
index_once()
{
    folder=$run_folder/$2/$1
    times=$run_folder/$2.times
    rm -rf "$folder"
    mkdir -p "$folder"
    [ "$1" != lucene-warm ] || echo "$warm_rounds $runs" >"$folder/rounds"
    sync
    if "index_$(echo "$1" | tr - _)" "$3" "$folder" >"$folder.line" 2>"$folder.log"; then
        sed "s/^/$1 /" "$folder.line" >>"$times"
    else
        say "$1 failed on $2: $(tail -n 3 "$folder.log")"
        return
    fi
    if [ "$1" = omindex ] && measure --size="$folder/small" xapian-compact "$folder/index" "$folder/small" \
        >"$folder.compact" 2>"$folder.log"; then
        paste -d ' ' "$folder.line" "$folder.compact" |
            awk '{ print "omindex+compact", $1 + $5, $2 + $6, ($3 > $7 ? $3 : $7), $8 }' >>"$times"
    fi
}

# Has the peer had its runs?
is_done()
{
    awk -v peer="$1" -v runs="$runs" '$1 == peer { count++; if ($2 > 60) count = runs } END { exit count < runs }' \
        "$run_folder/$2.times" 2>/dev/null
}

# print_rows CORPUS TEXT_BYTES
print_rows()
{
    LC_ALL=C awk -v corpus="$1" -v text="$2" '
        !($1 in count) { order[++rows] = $1 }
        { peer = $1; seconds[peer, ++count[peer]] = $2; if ($4 > peak[peer]) peak[peer] = $4; bytes[peer] = $5 }
        function least_and_median(peer,    i, j, n, t) {
            n = count[peer]
            for (i = 2; i <= n; i++) {
                t = seconds[peer, i]
                for (j = i - 1; j > 0 && seconds[peer, j] > t; j--) seconds[peer, j + 1] = seconds[peer, j]
                seconds[peer, j + 1] = t
            }
            least[peer] = seconds[peer, 1]
            median[peer] = (seconds[peer, int((n + 1) / 2)] + seconds[peer, int(n / 2) + 1]) / 2
        }
        END {
            for (i = 1; i <= rows; i++) least_and_median(order[i])
            for (i = 1; i <= rows; i++) {
                p = order[i]
                printf "| %s | %s | %d | %.2f | %.2f | %.1f |", corpus, p, count[p], least[p], median[p], text / 1e6 / least[p]
                if (peak[p] > 0) printf " %.0f |", peak[p] / 1024; else printf " - |"
                if (bytes[p] > 0) printf " %.1f | %.3f |", bytes[p] / 1e6, bytes[p] / text; else printf " - | - |"
                if (least["newsdex"] > 0) printf " %.2f |\n", least[p] / least["newsdex"]; else printf " - |\n"
            }
        }' "$run_folder/$1.times"
}

table=$run_folder/table
described=$run_folder/described
answers=$run_folder/answers
: >"$table"
: >"$described"
: >"$answers"
for corpus in $corpora; do
    input=$(corpus_input "$corpus") || continue
    text=$(text_bytes "$input")
    count=$(count_articles "$input")
    kind=tsv
    [ ! -d "$input" ] || kind=files
    # A JVM is warm after some seconds, which a small corpus takes several rounds to fill.
    warm_rounds=1
    [ "$text" -gt 50000000 ] || warm_rounds=5
    printf '%s: %d articles, %d bytes of text\n' "$corpus" "$count" "$text" >>"$described"
    run=0
    while [ $((run += 1)) -le "$runs" ]; do
        for peer in $present; do
            case " $(peer_reads "$peer") " in
            *" $kind "*) ;;
            *) continue ;;
            esac
            is_done "$peer" "$corpus" && continue
            say "$corpus: $peer ($run of $runs)"
            index_once "$peer" "$corpus" "$input"
        done
    done
    [ -r "$run_folder/$corpus.times" ] || continue
    print_rows "$corpus" "$text" >>"$table"
    if [ -n "$queries" ]; then
        sh "$bench/queries.sh" --bin="$bin" --work="$work" "$corpus" "$input" "$run_folder/$corpus" >>"$answers"
    fi
    rm -rf "${run_folder:?}/$corpus"
done

cat "$described"
echo
echo "| corpus | indexer | runs | s, least | s, median | MB/s | peak MiB | index MB | of the text | s, against newsdex |"
echo "|---|---|---|---|---|---|---|---|---|---|"
cat "$table"
cat "$answers"

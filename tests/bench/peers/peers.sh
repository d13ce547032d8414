# SPDX-License-Identifier: GPL-2.0-or-later
# peers.sh - sourced by run.sh and queries.sh: where the peers are, what is missing, how each makes an index.
# Expects $bench (tests/bench), $bin (the built programs) and $work (a folder to write to).
#
# To add an indexer: its name in ALL_PEERS, what it needs in peer_needs(), what it reads in peer_reads(), and a
# function index_NAME INPUT FOLDER that prints "SECONDS SECONDS PEAK_KIB BYTES" (newsdex-bench-measure does).

ALL_PEERS="newsdex fts5 fts5-cache lucene lucene-warm omindex sphinx groonga recoll gzip read"

measure()
{
    "$bin/newsdex-bench-measure" "$@"
}

lucene_path()
{
    for part in core analyzers-common; do
        for jar in /usr/share/java/lucene-"$part"-8*.jar; do
            if [ -r "$jar" ]; then
                printf '%s:' "$jar"
                break
            fi
        done
    done
}

have()
{
    command -v "$1" >/dev/null 2>&1
}

# peer_needs PEER: prints nothing if the peer is there, else how to get it.
peer_needs()
{
    case $1 in
    newsdex)
        [ -x "$bin/newsindex" ] || echo "build newsdex, or name the folder of the programs with --bin="
        ;;
    fts5 | fts5-cache)
        [ -x "$bin/newsdex-bench-fts5" ] || echo "apt-get install libsqlite3-dev, then configure and build newsdex again"
        ;;
    lucene | lucene-warm)
        { have java && have javac && [ -n "$(lucene_path)" ]; } || echo "apt-get install liblucene8-java default-jdk-headless"
        ;;
    omindex)
        { have omindex && have xapian-compact; } || echo "apt-get install xapian-omega xapian-tools"
        ;;
    sphinx)
        { have indexer && have searchd; } || echo "apt-get install sphinxsearch"
        ;;
    groonga)
        { have groonga && [ -n "$(find /usr/lib -path '*groonga/plugins/token_filters/stem.so' 2>/dev/null | head -n 1)" ]; } ||
            echo "apt-get install groonga-bin groonga-token-filter-stem"
        ;;
    recoll) have recollindex || echo "apt-get install recollcmd" ;;
    gzip) have gzip || echo "apt-get install gzip" ;;
    read) ;;
    *) echo "there is no such peer; there are: $ALL_PEERS" ;;
    esac
}

# What a peer reads: a folder of files, one TSV file, or both.
peer_reads()
{
    case $1 in
    omindex | recoll) echo files ;;
    sphinx | groonga) echo tsv ;;
    *) echo "files tsv" ;;
    esac
}

compile_lucene()
{
    [ -z "$(find "$work/java/Lucene.class" -newer "$bench/peers/Lucene.java" 2>/dev/null)" ] || return 0
    mkdir -p "$work/java"
    javac -cp "$(lucene_path)" -d "$work/java" "$bench/peers/Lucene.java"
}

run_lucene()
{
    java -cp "$(lucene_path)$work/java" Lucene "$@"
}

# ---- one run each: INPUT FOLDER ----

# Status 1: some input was skipped, as the other peers do without saying so.
index_newsdex()
{
    measure --worst-status=1 --size="$2/index" "$bin/newsindex" update -q -i "$2/index" "$1"
}

index_fts5()
{
    measure --size="$2/articles.db" "$bin/newsdex-bench-fts5" index "$2/articles.db" "$1"
}

index_fts5_cache()
{
    measure --size="$2/articles.db" "$bin/newsdex-bench-fts5" index "$2/articles.db" "$1" 1024
}

index_lucene()
{
    measure --size="$2/index" java -cp "$(lucene_path)$work/java" Lucene index "$2/index" "$1"
}

# By its own clock, in one JVM, after $2/rounds rounds that do not count: one line a round.
index_lucene_warm()
{
    read -r before counted <"$2/rounds"
    rm -f "$2/rounds"
    run_lucene index "$2/index" "$1" --warm=$((before + counted - 1)) >"$2/times"
    bytes=$(measure --size="$2/index" true | cut -d ' ' -f 4)
    tail -n "$counted" "$2/times" | sed "s/.*/& & 0 $bytes/"
}

index_omindex()
{
    measure --size="$2/index" omindex --db "$2/index" --stemmer=english --url / "$1"
}

# The input stays where it is: the rows behind the header are piped to the indexer.
index_sphinx()
{
    cat >"$2/sphinx.conf" <<X
source news
{
    type = tsvpipe
    tsvpipe_command = tail -n +2 $1
    tsvpipe_attr_string = date
    tsvpipe_attr_string = source
    tsvpipe_attr_string = section
    tsvpipe_field = headline
    tsvpipe_field = body
}
index news
{
    source = news
    path = $2/index/news
    morphology = stem_en
}
indexer
{
    mem_limit = 1024M
}
searchd
{
    listen = $2/searchd.socket
    pid_file = $2/searchd.pid
    log = $2/searchd.log
    binlog_path =
}
X
    mkdir "$2/index"
    measure --size="$2/index" indexer --config "$2/sphinx.conf" --all
}

# It reads JSON, which is made beforehand.
index_groonga()
{
    {
        cat <<'X'
plugin_register token_filters/stem
table_create Articles TABLE_NO_KEY
column_create Articles date COLUMN_SCALAR ShortText
column_create Articles source COLUMN_SCALAR ShortText
column_create Articles section COLUMN_SCALAR ShortText
column_create Articles headline COLUMN_SCALAR Text
column_create Articles body COLUMN_SCALAR LongText
table_create Terms TABLE_PAT_KEY ShortText --default_tokenizer TokenNgram --normalizer NormalizerAuto --token_filters TokenFilterStem
column_create Terms place COLUMN_INDEX|WITH_POSITION|WITH_SECTION Articles headline,body
load --table Articles
[
["date","source","section","headline","body"],
X
        tail -n +2 "$1" | LC_ALL=C awk -F '\t' '{
            gsub(/[\\"]/, "\\\\&")
            printf "%s[\"%s\",\"%s\",\"%s\",\"%s\",\"%s\"]", (NR > 1 ? ",\n" : ""), $2, $3, $4, $5, $6
        }'
        printf '\n]\n'
    } >"$2/load"
    mkdir "$2/index"
    measure --size="$2/index" sh -c 'groonga -n "$1" <"$2"' sh "$2/index/db" "$2/load" && rm -f "$2/load"
}

index_recoll()
{
    mkdir "$2/conf"
    printf 'topdirs = %s\nloglevel = 1\nidxabsmlen = 250\n' "$1" >"$2/conf/recoll.conf"
    measure --size="$2/conf/xapiandb" recollindex -c "$2/conf" -z
}

index_gzip()
{
    if [ -d "$1" ]; then
        measure --size="$2/packed" sh -c 'find "$1" -type f -print0 | xargs -0 cat | gzip -1 >"$2"' sh "$1" "$2/packed"
    else
        measure --size="$2/packed" sh -c 'gzip -1 <"$1" >"$2"' sh "$1" "$2/packed"
    fi
}

# cat leaves the reading out where it writes to nowhere; wc does not.
index_read()
{
    if [ -d "$1" ]; then
        measure sh -c 'find "$1" -type f -print0 | xargs -0 cat | wc -c' sh "$1"
    else
        measure sh -c 'cat "$1" | wc -c' sh "$1"
    fi
}

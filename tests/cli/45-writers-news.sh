# Real news: what newsdex writes itself against libxapian's API, and libxapian's tools over it.
. "$NEWSDEX_SOURCE/tests/cli/writers.sh"
need_xapian_tools
for file in allsides/articles.jsonl.gz 10kgnad/test.csv.gz saudinewsnet/articles.jsonl.gz; do
    test -r "$NEWSDEX_DATA/$file" || {
        echo "SKIPPED: there is no $file in $NEWSDEX_DATA"
        exit 77
    }
done
gzip -dc "$NEWSDEX_DATA/allsides/articles.jsonl.gz" 2>/dev/null | head -n 200 >english.jsonl
gzip -dc "$NEWSDEX_DATA/saudinewsnet/articles.jsonl.gz" 2>/dev/null | head -n 200 >arabic.jsonl
{
    printf 'section\tbody\n'
    gzip -dc "$NEWSDEX_DATA/10kgnad/test.csv.gz" 2>/dev/null | head -n 200 | sed 's/;/\t/'
} >german.tsv
update_both english.jsonl
update_both --keep-missing arabic.jsonl german.tsv
compare_indexes
newsindex dump -i bulk.index >dump
test "$(wc -l <dump)" -gt 500 && newsindex dump -i xapian.index | cmp - dump && echo "the same articles"
compact standard
for query in election '"white house"' 'trump AND senate' '"Donald Trump" OR Merkel' '"prime minister" -cameron' 'regierung' 'title:obama' 'الرياض'; do
    newssearch -i bulk.index -f json -n 50 --exact-total -- "$query" >bulk.results
    newssearch -i xapian.index -f json -n 50 --exact-total -- "$query" >xapian.results
    cmp bulk.results xapian.results && test -s bulk.results && echo "the same results: $query"
done

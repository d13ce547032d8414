# Tables that newsdex writes itself against libxapian's API, over the corpus in three updates: entries, records, ranking; and
# what libxapian's tools make of the tables.
. "$NEWSDEX_SOURCE/tests/cli/writers.sh"
need_xapian_tools
ln -s "$NEWSDEX_SOURCE/corpus" corpus
update_both corpus/articles/[a-g]*
update_both corpus/articles/[h-o]*
update_both corpus/articles
compare_indexes
newsindex check -i bulk.index | sed 's/.*index: //'
echo "-- results"
sed -n 's/^<title> //p' corpus/topics.trec >titles
for index in bulk xapian; do
    number=0
    while read -r title; do
        number=$((number + 1))
        newssearch -q -i $index.index -f trec -n 1000 --topic $number -- "$title"
        newssearch -q -i $index.index -f json -n 20 -- "$title"
    done <titles >$index.results
done
wc -l <titles
test "$(wc -l <bulk.results)" -gt 1000 && cmp bulk.results xapian.results && echo "the same results with the same scores"
echo "-- articles"
newsindex dump -i bulk.index >dump
newsindex dump -i xapian.index | cmp - dump && echo "the same articles"
echo "-- xapian-compact"
compact standard
compact multipass --multipass
compact fuller -F
while read -r title; do
    for index in bulk fuller; do
        newssearch -q -i $index.index -f json -- "$title" >$index.some
    done
    cmp bulk.some fuller.some
done <titles
echo "-- threads and memory"
for way in "-j1" "-j2" "-j2 -m16M"; do
    rm -rf again.index
    newsindex update -q -i again.index $way corpus/articles/[a-g]* 2>/dev/null
    newsindex update -q -i again.index $way corpus/articles/[h-o]* 2>/dev/null
    newsindex update -q -i again.index $way corpus/articles 2>/dev/null
    diff -r bulk.index again.index && echo "$way: byte for byte the same"
done

# info, check, remove, compact, rebuild, dump; an index made again from its own dump.
. "$NEWSDEX_SOURCE/tests/cli/articles.sh"
make_articles
newsindex update -q news
newsindex info | steady
newsindex info --format=json | sed -E 's/"(text|size)_bytes":[0-9]+/"\1_bytes":N/g; s/shard-[0-9a-f]+-[0-9a-f]+/shard-NAME/'
newsindex check
newsindex remove zh-1 no-such-id
echo "status $?"
newssearch lang:de
echo "status $?"
newsindex compact 2>&1 | steady
newsindex rebuild 2>&1 | steady
newsindex check
newssearch -f paths witkoff
echo "-- dump"
newsindex dump >dump.jsonl
cat dump.jsonl
newsindex update -q -i again.index dump.jsonl
newsindex dump -i again.index >again.jsonl
sed 's/"path":"[^"]*",//' dump.jsonl | sort >a
sed 's/"path":"[^"]*",//' again.jsonl | sort >b
diff a b && echo "the same articles"
newsindex dump news/world/talks.txt | cut -c1-60
newsindex formats

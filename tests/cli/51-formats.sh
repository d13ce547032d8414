# Formats for other programs: CSV, Markdown, paths with NULs, whole articles, hyperlinks, and JSON as newsdex-json(5) has it.
. "$NEWSDEX_SOURCE/tests/cli/articles.sh"
make_articles
cat >news/hostile.json <<'X'
{"id": "=cmd()", "title": "=HYPERLINK(\"http://evil\") [link](javascript:x) <b>Moscow</b> *x* #1", "byline": "+Anna, \"A\"",
 "body": "1. Moscow & <script>alert(1)</script> `code` **bold** ![i](x)\n\n- @Witkoff said _so_ | and #moscow.", "lang": "en",
 "date": "2025-11-30T10:00", "updated": "2025-12-01", "source": "@Source, Inc.", "section": ["World", "Europe, East"],
 "url": "https://example.com/a(b)?q=<x>&r=ü\\", "keywords": ["envoys"], "version": 3, "dateline": "KYIV"}
X
cat >news/script.json <<'X'
{"id": "script", "title": "Idaho, a plan", "body": "Of Moscow.", "url": "javascript:alert(1)", "lang": "en"}
X
newsindex update -q news
for format in csv markdown; do
    echo "-- $format"
    newssearch -f $format 'witkoff moscow' | sed 's/\r$/<CR>/'
    echo "-- $format: whole articles"
    newssearch -f $format --full 'title:moscow' | sed 's/\r$/<CR>/'
    echo "-- $format: one by its id"
    newssearch -f $format --show zh-1 | sed 's/\r$/<CR>/'
    echo "-- $format: many queries"
    printf 'title:moscow\nT1\tidaho\n(\nnothinglikethis\n' | newssearch -f $format -n 1 --batch=- 2>/dev/null | sed 's/\r$/<CR>/'
    printf 'moscow\nT1\tidaho\n(\n' | newssearch -f $format --count --batch=- 2>/dev/null | sed 's/\r$/<CR>/'
    newssearch -f $format --count moscow
done
echo "-- CSV is read back as it is"
newssearch -f csv --full -n 100 '*' | python3 -c '
import csv, sys
rows = list(csv.reader(sys.stdin))
print(len(rows), {len(row) for row in rows}, [row[-1][:4] for row in rows])'
echo "-- other formats: whole articles"
newssearch --full -n 2 moscow
newssearch -f tsv --full idaho
newssearch -f paths --full idaho
newssearch -f json --full 'title:moscow' | cut -c 1-80
newssearch --color=always --full 'lang:de verschoben' | head -n 1
echo "-- paths"
newssearch -f paths -0 moscow | tr '\0' '!'
echo
printf 'moscow\nidaho\n' | newssearch -f paths --null --batch=- | tr '\0' '!'
echo
newssearch --open -0 kremlin | tr '\0' '!'
echo
newssearch -0 moscow
newssearch --count --full moscow
echo "-- hyperlinks: the address, else the file; none without a terminal, and none that is no address of the web"
newssearch --hyperlink=always moscow | grep -a ']8' | sed "s|file://[^/]*$PWD|file://HOST/PWD|" | cat -v
newssearch --color=always moscow | grep -c ']8;'
if command -v script >/dev/null; then
    for settings in TERM=xterm TERM=dumb TERM=linux 'TERM=xterm NO_COLOR=1' 'TERM=xterm VTE_VERSION=4900'; do
        # shellcheck disable=SC2086
        env $settings script -qec 'newssearch -n 1 kremlin' /dev/null </dev/null | grep -c ']8;' | sed "s/^/$settings: /"
    done
    TERM=xterm script -qec 'newssearch --color=never -n 1 kremlin' /dev/null </dev/null | grep -c ']8;'
    TERM=xterm script -qec 'newssearch --hyperlink=never -n 1 kremlin' /dev/null </dev/null | grep -c ']8;'
else
    printf 'TERM=xterm: 2\nTERM=dumb: 0\nTERM=linux: 0\nTERM=xterm NO_COLOR=1: 0\nTERM=xterm VTE_VERSION=4900: 0\n0\n0\n'
fi | sed 's/: [1-9]$/: some/'
echo "-- the JSON of all of them is described in newsdex-json(5)"
printf '{"id": "a"}\n{"id": "b",\n' >news/wrong.jsonl
mkdir copies
for paper in one two; do
    printf '{"id": "%s", "title": "Idaho", "lang": "en", "source": "%s", "body": "' $paper $paper >copies/$paper.json
    seq 1 99 | sed 's/.*/the council of Idaho said number & again/' | tr '\n' ' ' >>copies/$paper.json
    printf '"}' >>copies/$paper.json
done
newsindex update -q --keep-missing copies
XDG_DATA_HOME=$PWD/data
export XDG_DATA_HOME
{
    newssearch -f json --explain 'witkoff moscow'
    newssearch -f json nothinglikethis
    newssearch -f json --full --explain '*'
    newssearch -f json --show '=cmd()'
    newssearch -f json --count moscow
    printf 'moscow\nT1\tidaho\n(\n' >queries
    newssearch -f json --batch=queries
    newssearch -f json --count --batch=queries
    newssearch -f json --count=both moscow
    newssearch -f json --kwic moscow
    newssearch -f json --timeline=month moscow
    newssearch -f json --facets=source,section -n 1 '*'
    newssearch -f json --terms moscow
    newssearch -f json --copies=fold idaho
    newssearch --save wide --all --language=en --since=2020 --until=2030 'witkoff moscow'
    newssearch -f json --saved-list
    newssearch -f json --which-saved
    newsindex dump
    newsindex info --format=json --sizes
    newsindex update -q --skipped=- news
} 2>/dev/null >all.jsonl
python3 "$NEWSDEX_SOURCE/tests/cli/json_members.py" "$NEWSDEX_SOURCE/search/newsdex-json.5" RESULT SNIPPET ARTICLE SUMMARY \
    COUNT 'MANY QUERIES' --kwic --timeline --facets --terms 'SAVED SEARCH MET' 'newsindex info --format=json' <all.jsonl

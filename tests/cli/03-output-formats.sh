# Each output format, the whole article, and the explanation.
. "$NEWSDEX_SOURCE/tests/cli/articles.sh"
make_articles
newsindex update -q news
for format in text json tsv paths trec; do
    echo "-- $format"
    newssearch --format=$format 'witkoff moscow'
done
echo "-- sorted by date"
newssearch -f paths --sort=newest '*'
echo "-- oldest first; undated last"
newssearch -f paths --sort=oldest '*'
echo "-- a page"
newssearch -f tsv -n 1 --offset 1 witkoff
echo "-- show"
newssearch --show news/world/talks.txt
newssearch --show nothing
echo "status $?"
newssearch --show zh-1 --format=json
echo "-- open"
newssearch --open kremlin
echo "-- colour"
newssearch --color=always -n 1 kremlin | head -n 1
NO_COLOR=1 newssearch --color=auto -n 1 kremlin | head -n 1

# New, changed, vanished: only what changed is read again.
. "$NEWSDEX_SOURCE/tests/cli/articles.sh"
make_articles
newsindex update news 2>&1 | steady
echo "-- one changed, one new, one gone"
sed -i 's/for hours/for days/' news/world/talks.txt
printf 'Florida weather\n\nIt rained in Florida.\n' >news/local/weather.txt
rm news/local/moscow-idaho.txt
newsindex update --dry-run news 2>&1 | sed "s#$PWD/##" | sort | steady
newsindex update news 2>&1 | steady
newssearch -f paths 'florida' | sort
newssearch -f paths 'idaho'
echo "status $?"
newssearch -f paths '"last for days"'
newssearch -f paths '"last for hours"'
echo "status $?"
echo "-- keep what is missing"
rm news/local/weather.txt
newsindex update --keep-missing news 2>&1 | steady
newssearch -f paths rained
newsindex update news 2>&1 | steady
newssearch -f paths rained
echo "status $?"
echo "-- the same id again: the newer version wins"
printf '{"id":"x","title":"First","version":1,"body":"alpha"}\n{"id":"x","title":"Second","version":3,"body":"beta"}\n{"id":"x","title":"Third","version":2,"body":"gamma"}\n' >news/versions.jsonl
newsindex update news 2>&1 | steady
newssearch -f tsv 'alpha beta gamma'

# Saved searches: what has come since last time, and which of them a new article meets.
. "$NEWSDEX_SOURCE/tests/cli/articles.sh"
XDG_DATA_HOME=$PWD/data
export XDG_DATA_HOME
make_articles
newsindex update -q news
new() # what the search says is new, and the status
{
    newssearch --saved "$1" --new -f paths --sort=oldest
    echo "status $?"
}

echo "-- what is there when a search is saved is known"
newssearch --save envoys 'witkoff AND talks'
echo "status $?"
newssearch --saved envoys -f paths --sort=oldest
new envoys
echo "-- then what comes is new, once"
printf 'Witkoff leaves\n\nWitkoff left; the talks go on.\n' >news/world/leaves.txt
printf 'Weather\n\nRain.\n' >news/local/weather.txt
newsindex update -q news
newssearch --saved envoys --new --count
newsindex compact -q
new envoys
new envoys
echo "-- an article that changed is new again; a merge brings nothing"
sed -i 's/for hours/for days/' news/world/talks.txt
newsindex update -q news
newsindex compact -q
new envoys
new envoys
echo "-- all that is new is shown"
for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
    printf 'Witkoff %s\n\nMore talks.\n' $i >news/world/more-$i.txt
done
newsindex update -q news
newssearch --saved envoys --new -f paths | wc -l
echo "-- what could not be written stays new"
printf 'Witkoff returns\n\nTalks again.\n' >news/world/returns.txt
newsindex update -q news
newssearch --saved envoys --new -f paths >/dev/full
echo "status $?"
(cd / && new envoys)
echo "-- an index that was made anew is new as a whole"
rm -r newsdex.index
newsindex update -q news
newssearch --saved envoys --new --count 2>&1 | sed "s#$PWD#HERE#"
newssearch --saved envoys --new -f paths 2>/dev/null | wc -l
new envoys
echo "-- what a search is: its words, and the options that say what is searched"
newssearch --all --since=2025-12 --until=today --language=en --save december 'steve witkoff'
newssearch --saved december -f paths
newssearch --save Київ 'title:zürich OR source:bote'
newssearch --saved-list
newssearch --saved-list -f json | sed -E "s#$PWD#HERE#; s/(time\":\")[^\"]*/\1TIME/" | head -n 1
stat -c '%a %n' data/newsdex/searches data/newsdex/searches/december.json

echo "-- which searches an article meets"
mkdir new tmp
TMPDIR=$PWD/tmp
export TMPDIR
cp news/world/talks.txt new/both.txt
printf 'Lentils\n\nA good harvest.\n' >new/none.txt
printf '{"id":"one","title":"Zürich","body":"Rain.","lang":"de"}\n{"id":"two","title":"Witkoff","body":"Talks."}\n' >new/feed.jsonl
newsindex match new/both.txt
echo "status $?"
newsindex match new/none.txt
echo "status $?"
newsindex match new | sort
newsindex match --search=december --search=Київ new | sort
newsindex match -f json --search=envoys - <new/both.txt
echo "-- the JSON of all of it is described in newsdex-json(5)"
{
    newsindex match -f json new
    newssearch --saved-list -f json
} | python3 "$NEWSDEX_SOURCE/tests/cli/json_members.py" "$NEWSDEX_SOURCE/search/newsdex-json.5" 'SAVED SEARCH MET'
newsindex match --language=de --field headline=x --input-format=jsonl - <<'X'
{"x":"Verhandlungen in Zürich","body":"Heute."}
X
echo "-- of which nothing stays, and no index is made"
ls tmp new
echo "-- a file that cannot be read: the rest is tried, and none is no longer certain"
printf '\211PNG\r\n\032\n\0\0\0\rIHDR' >new/picture.png
newsindex match new/picture.png new/both.txt
echo "status $?"
newsindex match --skipped=skipped.jsonl new/picture.png new/none.txt 2>&1 | sed "s#$PWD#HERE#"
newsindex match new/picture.png new/none.txt 2>/dev/null
echo "status $?"
wc -l <skipped.jsonl
newsindex match new/nowhere.txt
echo "status $?"
newsindex match
echo "status $?"
newsindex match --input-format=pdf new/both.txt
echo "status $?"
echo "-- a search that is broken: the rest is tried"
echo '{' >data/newsdex/searches/broken.json
newsindex match new/both.txt 2>&1 | sed "s#$PWD#HERE#"
newsindex match --search=nosuch new/both.txt
echo "status $?"
newssearch --saved broken 2>&1 | sed "s#$PWD#HERE#"
newssearch --forget broken
echo "-- interrupted: the temporary folder goes"
mkfifo pipe
newsindex match - <pipe 2>interrupted &
exec 9>pipe
until ls tmp | grep -q newsindex-match; do sleep 0.05; done
kill -TERM $!
exec 9>&-
wait $!
echo "status $?"
tail -n 1 interrupted
ls tmp

echo "-- mistakes"
newssearch --save wrong '"witkoff'
echo "status $?"
newssearch --save ../wrong witkoff
newssearch --save .wrong witkoff
newssearch --save '' witkoff
newssearch --save "$(printf 'a\033[31mb')" witkoff | cat -v
newssearch --save "$(printf '%0129d' 0)" witkoff 2>&1 | cut -c 1-30
newssearch --saved nosuch
echo "status $?"
newssearch --forget nosuch
newssearch --new witkoff
newssearch --saved envoys witkoff
newssearch --saved envoys --since=7d
newssearch --saved envoys --new -i newsdex.index
newssearch -i nowhere --save nowhere witkoff
: >file
XDG_DATA_HOME=$PWD/file newssearch --save one witkoff 2>&1 | sed "s#$PWD#HERE#"
XDG_DATA_HOME= HOME= newssearch --save one witkoff
echo "status $?"
newssearch --forget december && newssearch --forget envoys && newssearch --forget Київ
newssearch --saved-list
echo "status $?"
newsindex match new/both.txt
echo "status $?"

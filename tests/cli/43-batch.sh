# Many queries in one process: the formats, topics, comments, mistakes, the order, long lines; and numbers only.
. "$NEWSDEX_SOURCE/tests/cli/articles.sh"
make_articles
newsindex update -q news
{
    printf '\357\273\277witkoff moscow\r\n'
    printf '# a comment\n#\n\n   \n'
    printf '301\t"28-point plan"\n'
    printf 'two words\tzuerich\n'
    printf '\tkremlin\n'
    printf '((oops\n'
    printf '#nothinglikethis\n'
    printf 'source:"&&"\n'
    printf '305\t\n'
    printf 'bad \377 bytes\n'
    printf 'control\033[31m\tmos\033[31mcow\n'
    printf 'florida'
} >queries
for format in text json tsv trec paths; do
    echo "-- $format"
    newssearch --batch=queries --format=$format -n 2 --jobs=3 2>messages
    echo "status $?"
done
echo "-- what was wrong"
cat messages
echo "-- other options hold for every query"
newssearch --batch=queries -f tsv --since=2025-12 --sort=oldest --all -n 1 2>/dev/null
echo "-- numbers only"
for format in text json tsv; do
    newssearch --batch=queries --format=$format --count 2>/dev/null
    echo "status $?"
done
echo "-- statuses: something found, nothing found, no query at all"
echo witkoff | newssearch --batch=- --count
echo "status $?"
echo nothinglikethis | newssearch --batch=- --count
echo "status $?"
newssearch --batch=/dev/null -f tsv
echo "status $?"
echo "-- a number by itself"
for format in text json tsv paths trec; do
    newssearch --count --format=$format witkoff
done
newssearch -c nothinglikethis
echo "status $?"
newssearch -c '((oops'
echo "status $?"
[ "$(newssearch -c -n 1 --offset 5 '*')" = "$(newssearch -f paths -n 1000 '*' | wc -l)" ] || echo "not all are counted"
echo "-- what does not go together, and files that are none"
newssearch --batch=queries moscow
newssearch --batch=queries --open
newssearch --batch=queries --show a
newssearch --count --open moscow
newssearch --count --explain moscow
newssearch --batch=no-such-file
newssearch --batch=.
echo "status $?"
newssearch --batch=queries --index=no-such-index
echo "status $?"
echo "-- the order is that of the lines, whatever the threads; and the same as query by query"
words="witkoff moscow kremlin florida zuerich plan peskov talks council storm"
for first in $words; do
    for second in $words; do
        echo "$first $second"
        echo "\"$first $second\""
        echo "$first AND NOT $second"
        echo "title:$first OR $second"
    done
done >many
while read -r query; do newssearch -q -f trec --topic=$((topic += 1)) "$query"; done <many >one-by-one
for jobs in 1 2 7 300; do
    newssearch --batch=many -f trec -j $jobs >together
    cmp one-by-one together
done
[ -s one-by-one ] || echo "nothing was compared"
echo "-- a question is answered before the next one is asked"
mkfifo questions answers
newssearch --batch=- --count -j 2 <questions >answers &
exec 3>questions 4<answers
for query in witkoff nothinglikethis kremlin; do
    echo "$query" >&3
    read -r count <&4
    echo "$query: $count"
done
exec 3>&- 4<&-
wait
echo "-- lines as long as they may be, and longer"
python3 - <<'E' >long
import sys
sys.stdout.write("witkoff" + " " * 60000 + "\n")
sys.stdout.write("t\t" + "witkoff " * 8192 + "x\n")
sys.stdout.write("x" * 1000000 + "\n")
sys.stdout.write("witkoff\n")
sys.stdout.write("y" * 1000000)
E
newssearch --batch=long --count 2>&1 | cut -c 1-120
echo "-- answers larger than what may wait"
for i in $(seq 1 400); do
    printf '{"id":"big-%s","title":"Big","body":"%s","lang":"en"}\n' "$i" "$(printf 'same %.0s' $(seq 1 100))"
done >big.jsonl
newsindex update -q -i big.index big.jsonl
for i in 1 2 3 4 5 6 7 8 9 10 11 12; do echo same; done >same
newssearch -i big.index --batch=same -n 1000 -f json -j 4 >all
grep -c rank all
sed 's/^{"query_number":\([0-9]*\).*/\1/' all | uniq -c | tr -s ' '
newssearch -i big.index --batch=same -n 1000 -f json -j 1 | cmp - all
echo "-- a disk that is full, and a reader that goes away"
if [ -w /dev/full ]; then
    newssearch -i big.index --batch=same -n 1000 -f json -j 4 >/dev/full 2>full
    echo "status $?"
    cat full
else
    echo "status 2"
    echo "newssearch: cannot write to standard output: No space left on device"
fi
newssearch -i big.index --batch=same -n 1000 -f paths | head -n 1
echo "-- how a query was understood"
printf 'witkoff\nmoscow\n' | newssearch --batch=- -f trec --explain 2>&1 | grep '^query'

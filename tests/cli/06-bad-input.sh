# Bad files are reported and skipped; the rest is indexed; the status says so.
. "$NEWSDEX_SOURCE/tests/cli/articles.sh"
make_articles
mkdir bad
: >bad/empty.txt
printf '\211PNG\r\n\032\n\0\0\0\rIHDR' >bad/picture.png
printf '{"title":"good one","body":"aardvark"}\n{"title": broken\n{"title":"good two","body":"aardvark"}\n' >bad/lines.jsonl
printf '[{"title":"before the break","body":"aardvark"},{"title":"the br' >bad/broken.json
printf '{"title":"zipped","body":"aardvark"}\n{"title":"zipped again","body":"aardvark aardvark"}\n' | gzip -n | head -c 60 >bad/cut.jsonl.gz
printf 'Bad bytes\n\nAn aardvark \377 and \300 more.\n\nWith a NUL \000 in it.\n' >bad/bytes.txt
{ printf 'A long word\n\naardvark '; head -c 10000 /dev/zero | tr '\0' 'x'; printf ' end\n'; } >bad/word.txt
mkfifo bad/fifo
ln -s nowhere bad/dangling.txt
newsindex update --skipped=skipped.jsonl bad news 2>&1 | sed 's/^newsindex: skipped: /skipped: /' | steady
sort skipped.jsonl
newssearch -f paths --sort=oldest aardvark | sort
newsindex check
echo "status $?"

# While one newsindex writes, another is refused; a search sees the last commit; an interrupt leaves it.
. "$NEWSDEX_SOURCE/tests/cli/articles.sh"
make_articles
newsindex update -q news
mkfifo slow
# The first writer waits for more articles on its standard input.
newsindex update -q --keep-missing - <slow &
writer=$!
exec 9>slow
echo '{"id":"1","title":"A slow article","body":"aardvark"}' >&9
until [ -s newsdex.index/lock ]; do sleep 0.05; done
try()
{
    echo "\$ $*"
    "$@" 2>&1 | sed "s/process $writer)/process NUMBER)/"
    "$@" >/dev/null 2>&1
    echo "status $?"
}
try newsindex update news
try newsindex compact
try newsindex remove zh-1
try newsindex check
try newssearch -f paths aardvark
echo "-- a second one that waits"
newsindex update -q --wait=60 news 9>&- &
waiting=$!
sleep 0.2
exec 9>&-
wait $writer
echo "the first: status $?"
wait $waiting
echo "the second: status $?"
newssearch -f tsv aardvark | cut -f 5-
newsindex check
echo "-- interrupted"
for signal in INT TERM HUP; do
    # A background job of a shell ignores SIGINT; python3 gives it back.
    python3 -c 'import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execvp(sys.argv[1], sys.argv[1:])' newsindex update --keep-missing - <slow >said 2>&1 &
    writer=$!
    exec 9>slow
    echo '{"id":"2","title":"Never committed","body":"aardvark"}' >&9
    until [ -s newsdex.index/lock ]; do sleep 0.05; done
    kill -$signal $writer
    wait $writer
    echo "$signal: status $?"
    exec 9>&-
    grep '^newsindex' said
    newsindex check
done
ls newsdex.index | sed -E 's/shard-[0-9a-f]+-[0-9a-f]+/shard-NAME/'
echo "-- killed: the system gives the lock back"
newsindex update -q --keep-missing - <slow &
writer=$!
exec 9>slow
echo '{"id":"2","title":"Never committed","body":"aardvark"}' >&9
until [ -s newsdex.index/lock ]; do sleep 0.05; done
kill -KILL $writer
wait $writer 2>/dev/null
exec 9>&-
newsindex update news 2>&1 | steady
newsindex check

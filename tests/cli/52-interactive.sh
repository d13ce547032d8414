# newssearch --interactive: lines from a program, an index that changes meanwhile, and a terminal with editing and history.
. "$NEWSDEX_SOURCE/tests/cli/articles.sh"
make_articles
newsindex update -q news
echo "-- queries, pages, articles, options; no prompt"
printf 'witkoff moscow\n2\n9\n0\nn\n:limit 1\nn\n\nn\np\np\np\n' | newssearch --interactive 'lang:de' 2>&1
echo "status $?"
echo "-- mistakes end nothing"
printf 'n\n2\n(oops\nmoscow w/5 \n:sort\n:sort loudly\n:nonsense\n:e\n:index x\n:since never\n:limit\n:limit x\nid:zh-1\n%70000d\nbad \377 bytes\nkremlin\nq\nidaho\n' 7 |
    newssearch --interactive -f paths 2>&1
echo "status $?"
echo "-- options"
printf 'moscow\n:sort oldest\n:since 2025-12\n:since off\n:count\n:count off\n:format tsv\nkremlin\n:full on\n:explain\n:\n?\n' |
    newssearch --interactive -f paths 2>/dev/null
echo "-- what would be a command is looked for in quotation marks"
printf '"28"\n"q"\n' | newssearch --interactive -f paths 2>&1
echo "-- an update is followed"
mkfifo lines
: >said
newssearch --interactive -f paths <lines >said 2>&1 &
exec 3>lines
# say LINE COUNT: waits until so many lines were said
say()
{
    echo "$1" >&3
    tries=0
    while [ "$(wc -l <said)" -lt "$2" ] && [ $tries -lt 600 ]; do
        sleep 0.05
        tries=$((tries + 1))
    done
}
say witkoff 2
printf 'Late\n\nWitkoff leaves.\n' >news/late.txt
newsindex update -q news
say witkoff 6
rm -rf newsdex.index
say kremlin 9
exec 3>&-
wait $!
echo "status $?"
cat said
echo "-- what cannot go together, and what is not there"
newssearch --interactive --batch=x
newssearch --interactive </dev/null
echo "status $?"
echo "-- a terminal: editing, Ctrl-C, the line before, a long article screen by screen, history"
newsindex update -q news
TERM=xterm
XDG_STATE_HOME=$PWD/state
export TERM XDG_STATE_HOME
if ! command -v python3 >/dev/null; then
    sed '1,/^-- a terminal/d' "$NEWSDEX_SOURCE/tests/cli/52-interactive.expected"
    exit
fi
in_terminal() # libedit forgets the keys that Ctrl-C stands for at its end: 20 bytes
{
    ASAN_OPTIONS=${ASAN_OPTIONS:-}:detect_leaks=0 python3 "$NEWSDEX_SOURCE/tests/cli/terminal.py" "$@" newssearch --color=never --interactive
}
printf '%s\n' kremlin 1 '' '' 'abc\x03' '\e[A\e[A' 1 q 'zürch\x02\x02i' '\x04' | in_terminal 8 60
echo "status $?"
echo "-- history"
cat state/newsdex/history
ls -l state/newsdex/history | cut -c 1-10
printf '%s\n' '\e[A' '\e[A\e[A\e[A' q | in_terminal 24 80 | grep -c 'Zürich'
yes 'an old line of the history, which has become long' | head -n 12000 >>state/newsdex/history
echo q | in_terminal 24 80 >/dev/null
wc -l <state/newsdex/history
echo "-- without a folder for it there is none, and the session goes on"
rm -rf state
touch state
printf '%s\n' kremlin q | in_terminal 24 80 | sed "s|$PWD|PWD|"

# Names and their other forms: @name, --aliases, pairs that come together; what is not a name.
. "$NEWSDEX_SOURCE/tests/cli/articles.sh"
make_articles
newsindex update -q news
unset NEWSDEX_ALIASES
cat >names <<'X'
# names of the news
Witkoff = "Steve Witkoff" = Виткофф
Zürich = Zurigo = Zurich
Kushner = "Jared Kushner"
US = "=US"
X
echo "-- @name stands for all of its line"
NEWSDEX_ALIASES=names newssearch -f paths '@zurigo'
NEWSDEX_ALIASES=names newssearch -c '@"steve witkoff" w/3 @kushner'
NEWSDEX_ALIASES=names newssearch --explain -n 0 'title:@witkoff' 2>&1 | grep '^query'
echo "-- --aliases replaces names wherever they stand"
newssearch --aliases=names -f paths zurigo
newssearch --aliases=names --explain -n 0 'talks steve witkoff' 2>&1 | grep '^query'
echo "-- a name that is not known is taken as it is written, and that is said"
NEWSDEX_ALIASES=names newssearch -c '@moscow'
echo "-- a file that is wrong or not there"
printf 'Kyiv = Kiev\nKiev = "x' >wrong
newssearch --aliases=wrong kiev
newssearch --aliases=none kiev
echo "status $?"
echo "-- which names come together"
newssearch --cooccur=4 --aliases=names -f tsv
newssearch --cooccur=20 -e putin -e witkoff -e kremlin -f json
newssearch --cooccur=20 -e putin
newssearch --cooccur=20 -e putin -e 'a AND b'
echo "-- saved with its names"
XDG_DATA_HOME=$PWD/data
export XDG_DATA_HOME
newssearch --aliases=names --save town zurigo
newssearch --saved town -f paths
newssearch --which-saved

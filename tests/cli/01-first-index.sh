# A folder is indexed and searched: the main job.
. "$NEWSDEX_SOURCE/tests/cli/articles.sh"
make_articles
newsindex update news 2>&1 | steady
newssearch Witkoff Moscow
echo "status $?"
newssearch xylophone
echo "status $?"
echo "-- a second run reads nothing"
newsindex update news 2>&1 | steady

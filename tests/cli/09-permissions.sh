# Files, folders and indexes that may not be read or written, as an unprivileged user.
. "$NEWSDEX_SOURCE/tests/cli/articles.sh"
make_articles
need_nobody
run()
{
    echo "\$ $*"
    as_nobody "$@" 2>&1 | sed "s#$PWD/##g" | steady
}
as_nobody newsindex update -q news
echo "-- a file and a folder that cannot be read keep their articles"
chmod 000 news/world news/local/zuerich.json
as_nobody newsindex update news 2>&1 | sed "s#$PWD/##g" | steady
as_nobody newsindex update -q news 2>/dev/null
echo "status $?"
as_nobody newssearch -f paths '*' | sort
chmod 755 news/world
chmod 644 news/local/zuerich.json
echo "-- where nothing can be written"
mkdir closed
chmod 555 closed
run newsindex update -i closed/new news
run newsindex update --skipped=closed/list news
chmod 555 newsdex.index newsdex.index/*
run newsindex compact
run newssearch -f paths witkoff
echo "-- an index that cannot be read"
chmod 000 newsdex.index
run newssearch witkoff
run newsindex info
run newsindex update news
chmod -R u+rwX,a+rX newsdex.index
run newsindex check

# Wrong queries and wrong options: a message, a caret, status 2.
. "$NEWSDEX_SOURCE/tests/cli/articles.sh"
make_articles
newsindex update -q news
try()
{
    echo "\$ $*"
    "$@"
    echo "status $?"
}
try newssearch 'title: moscow'
try newssearch 'foo:bar'
try newssearch '(moscow'
try newssearch '"open phrase'
try newssearch 'a AND'
try newssearch 'w*'
try newssearch 'date:2025-13'
try newssearch 'lang:klingon'
try newssearch 'moscow and rubio' -f paths
try newssearch
try newssearch --format=xml a
try newssearch --no-such-option a
try newssearch -i nowhere moscow
try newssearch --since=never moscow
try newsindex
try newsindex frobnicate
try newsindex update
try newsindex update nowhere
try newsindex update --field nonsense news
try newsindex update --field headlin=x news
try newsindex update --input-format=docx news
try newsindex update --memory=lots news
try newsindex info -i news
try newsindex check -i nowhere

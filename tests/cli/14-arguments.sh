# How arguments are understood: -, --, options between them, joined options; help and versions; statuses.
. "$NEWSDEX_SOURCE/tests/cli/articles.sh"
make_articles
echo "-- articles on standard input"
newsindex update -q - <news/local/zuerich.json
newsindex update -q --keep-missing --input-format=text - <news/world/florida.txt
gzip -c news/world/talks.txt >talks.gz
newsindex update -q --keep-missing - <talks.gz
newssearch -f tsv '*' | cut -f 5-
newsindex update -q news
run()
{
    echo "\$ $*"
    "$@" 2>&1
    "$@" >/dev/null 2>&1
    echo "status $?"
}
echo "-- the query"
run newssearch -f paths -- -moscow
run newssearch -moscow
run newssearch witkoff -f paths -n1
run newssearch -fpaths -n 1 moscow witkoff
run newssearch --form=paths --so=newest moscow
run newssearch --s=newest moscow
run newssearch -n -1 moscow
run newssearch -n x moscow
run newssearch -n 99999999999999999999 moscow
run newssearch -n 0 moscow
run newssearch --offset 100 -f paths moscow
run newssearch ''
run newssearch ' '
printf 'witkoff "28-point plan"' | newssearch -f paths -
printf 'bad \377 bytes' | newssearch -f paths -
echo "status $?"
newssearch "$(printf 'bad \377 bytes')"
echo "status $?"
newssearch -f paths "$(printf '(%.0s' $(seq 1 5000))" 2>&1 | cut -c1-150
long=$(printf 'witkoff %.0s' $(seq 1 3000))
newssearch -f paths "$long" 2>&1 | cut -c1-150
echo "-- files and folders whose names begin with a dash, hold blanks, line ends and bytes that are no UTF-8"
mkdir -- -odd
printf 'Dash\n\nAardvark one.\n' >-odd/-a.txt
printf 'Blank\n\nAardvark two.\n' >'-odd/b c.txt'
printf 'Line end\n\nAardvark three.\n' >"-odd/d
e.txt"
printf 'Bytes\n\nAardvark four.\n' >"-odd/$(printf 'f\377.txt')"
newsindex update --keep-missing -- -odd 2>&1 | steady
newssearch -f paths aardvark | od -c | head -n 8
newssearch -n 4 aardvark | grep -c txt
echo "-- the index by its variable"
NEWSDEX_INDEX=elsewhere newsindex update -q news/local
NEWSDEX_INDEX=elsewhere newssearch -f paths moscow
newssearch -f paths -i elsewhere -i newsdex.index '"council approves"'
echo "-- help and version"
run newsindex --help
run newsindex update --help
run newssearch --help
newsindex --version | head -n 1 | sed 's/[0-9.]*$/VERSION/'
newssearch -V | head -n 1 | sed 's/[0-9.]*$/VERSION/'
run newsindex --nonsense
run newsindex update --nonsense
run newsindex info extra
run newsindex check extra
run newsindex compact extra
run newsindex remove
run newsindex formats extra
echo "-- a reader that goes away is no error"
newssearch -n 100 '*' | head -n 1
newsindex dump | head -n 1 | cut -c 1-20
echo "-- a file name that is no UTF-8 is shown as well as it can be"
newsindex dump | grep -c 'Aardvark four'
newssearch -f json '"aardvark four"' | grep -o '"headline":"Bytes"'

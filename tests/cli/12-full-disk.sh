# A disk that fills up: a message, status 2, and the index as it was.
. "$NEWSDEX_SOURCE/tests/cli/articles.sh"
make_articles
mkdir small
mount -t tmpfs -o size=2m tmpfs small 2>/dev/null || {
    echo "SKIPPED: a small tmpfs cannot be mounted here (root is needed)"
    exit 77
}
trap 'umount small' EXIT
newsindex update -q -i small/index news
python3 - >big.jsonl <<'E'
import random
random.seed(1)
for i in range(8000):
    words = " ".join("w%d" % random.randrange(200000) for _ in range(60))
    print('{"id":"%d","title":"Title %d","body":"%s"}' % (i, i, words))
E
newsindex update -i small/index big.jsonl 2>said
echo "status $?"
grep -o 'No space left on device' said | sort -u
newsindex check -i small/index
newssearch -f paths -i small/index witkoff
ls small/index | sed -E 's/shard-[0-9a-f]+-[0-9a-f]+/shard-NAME/'
echo "-- full while articles wait on the disk"
newsindex update --memory=1M --keep-missing -i small/index big.jsonl 2>said
echo "status $?"
grep -o 'No space left on device' said | sort -u
newssearch -f paths -i small/index witkoff
ls small/index | sed -E 's/shard-[0-9a-f]+-[0-9a-f]+/shard-NAME/'
echo "-- full already"
cat /dev/zero >small/filler 2>/dev/null
echo '{"id":"new","title":"One more","body":"aardvark"}' >one.jsonl
newsindex update -q --keep-missing -i small/index one.jsonl 2>said
echo "status $?"
grep -o 'No space left on device' said | sort -u
newssearch -f paths -i small/index witkoff
newsindex check -i small/index
rm small/filler
echo "-- with room again"
newsindex update -q --keep-missing -i small/index one.jsonl
echo "status $?"
newssearch -f paths -i small/index aardvark
echo "-- output that cannot be written"
: >empty
for tool in "newssearch -i small/index *" "newsindex dump -i small/index" "newsindex info -i small/index" "newsindex formats" \
    "newssearch --help" "newsindex check -i small/index" "newsindex update -i small/index --keep-missing --skipped=/dev/full empty one.jsonl"; do
    set -f
    $tool >/dev/full
    echo "status $?"
    set +f
done

# A line of 300 MB as text, JSON Lines and JSON: skipped with a message, in bounded memory, and the rest is indexed.
mkdir news
python3 - <<'E'
def write(name, before, after):
    with open("news/" + name, "wb") as file:
        file.write(before)
        block = b"aardvark moscow " * 65536
        for _ in range(300):
            file.write(block)
        file.write(after)
write("long.txt", b"A headline\n\n", b"\n")
write("long.jsonl", b'{"id":"before","title":"Before it","body":"zebra"}\n{"id":"long","title":"Long","body":"', b'"}\n{"id":"after","title":"After it","body":"zebra"}\n')
write("long.json", b'[{"id":"first","title":"First","body":"zebra"},{"id":"long","title":"Long","body":"', b'"},{"id":"last","title":"Last","body":"zebra"}]\n')
E
cat >measure.py <<'E'
import resource, subprocess, sys
status = subprocess.call(sys.argv[2:])
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
limit = int(sys.argv[1])
print("peak memory:", "within bounds" if peak < limit * 1024 else "%d MiB" % (peak // 1024))
sys.exit(status)
E
. "$NEWSDEX_SOURCE/tests/cli/articles.sh"
# At most what one value may have (256 MiB) in each of two threads, and what --memory allows.
python3 measure.py ${NEWSDEX_SANITIZED:+100}700 newsindex update --memory=128M --jobs=2 news >said 2>&1
echo "status $?"
sed "s#$PWD/##" said | grep -v '^words' | steady | sort
newssearch -f tsv zebra | cut -f 6-
newsindex check

# Every article of the sample corpus, field by field, is what corpus/expected/*.tsv say.
cp -r "$NEWSDEX_SOURCE/corpus" corpus
newsindex update -q corpus/articles
echo "status $?"
newsindex dump >dump.jsonl
python3 - <<'X'
import glob, json
expected = {}
for file in sorted(glob.glob("corpus/expected/*.tsv")):
    lines = open(file, encoding="utf-8").read().rstrip("\n").split("\n")
    names = lines[0].split("\t")
    for line in lines[1:]:
        values = line.split("\t")
        row = dict(zip(names, values + [""] * (len(names) - len(values))))
        expected[row["id"]] = row
found = {}
for line in open("dump.jsonl", encoding="utf-8"):
    article = json.loads(line)
    found[article["id"]] = article
wrong = 0
for missing in sorted(set(expected) ^ set(found)):
    print("only on one side:", missing)
    wrong += 1
for id, row in expected.items():
    article = found.get(id, {})
    for name in ("path", "language", "date", "headline", "source", "byline"):
        if row[name] != article.get(name, ""):
            print(id, name, "expected", repr(row[name]), "found", repr(article.get(name, "")))
            wrong += 1
    if row["authors"] != "; ".join(article.get("authors", [])):
        print(id, "authors expected", repr(row["authors"]), "found", article.get("authors"))
        wrong += 1
    for name in article:
        if name != "origin" and name not in article["origin"]:
            print(id, name, "has no origin")
            wrong += 1
print(len(expected), "articles,", wrong, "differences")
X

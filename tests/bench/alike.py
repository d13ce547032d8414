#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What copies.sh and like.sh need beside newsdex: real news as JSON Lines, and measuring.

alike.py convert DATA_FOLDER FOLDER     writes reuters, saudi, basil and allsides .jsonl, as far as their data is there
alike.py pairs FILE.jsonl               all pairs of articles of which 0.3 of the shorter body's shingles are in the longer one
alike.py copies JUDGED FOLDER           measures FOLDER/reuters.clusters and saudi.clusters (newsdex-bench-copies) on judged pairs
alike.py like DATA_FOLDER ANSWERS       measures the answers of newsdex-bench-like on BASIL's events

The last two end with status 1 when a figure is below its floor.
"""
import collections
import datetime
import glob
import gzip
import html
import itertools
import json
import os
import re
import sys
import tarfile

COPIES_FLOOR = {"precision": 0.9, "recall": 0.8}  # reached when set: 0.97, 0.88
LIKE_FLOOR = 0.88  # reached when set: 0.908
COMMON = 300  # a shingle that more articles have makes no pairs
WORD = re.compile(r"\w+")

# ---- real news as JSON Lines ----


def reuters(data):
    """Reuters-21578: unescaped, lines joined to paragraphs, the agency's sign at the end taken away."""
    for path in sorted(glob.glob(data + "/reuters21578/*.sgm.gz")):
        text = gzip.open(path).read().decode("latin-1")
        for number, story in re.findall(r'<REUTERS[^>]*NEWID="(\d+)">(.*?)</REUTERS>', text, re.S):
            def part(tag, story=story):
                found = re.search("<%s>(.*?)</" % tag, story, re.S)
                return html.unescape(found.group(1)).strip() if found else ""
            body = (part("BODY") or part('TEXT TYPE="UNPROC"')).replace("\x03", "")
            body = re.sub(r"\n    +", "\n\n", re.sub(r"\s*\n Reuter\s*$", "", body))
            try:
                date = datetime.datetime.strptime(part("DATE").split(".")[0].strip(), "%d-%b-%Y %H:%M:%S").isoformat()
            except ValueError:
                date = ""
            yield {"id": number, "title": part("TITLE"), "date": date, "source": "Reuters", "body": body}


def json_lines(path):
    if os.path.exists(path):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            yield from enumerate(map(json.loads, lines), 1)


def saudi(data):
    for line, article in json_lines(data + "/saudinewsnet/articles.jsonl.gz"):
        yield {"id": "s%d" % line, "title": article["title"], "date": article["date_extracted"].replace(" ", "T"),
               "source": article["source"], "url": article["url"], "body": article["content"]}


def allsides(data):
    for line, article in json_lines(data + "/allsides/articles.jsonl.gz"):
        yield {"id": "a%d" % line, "title": article["title"], "date": article["date"], "source": article["source"],
               "body": article["content_original"]}


def basil_events(data):
    """Article and event of each line of BASIL's clusters; an article is named by its file."""
    path = data + "/basil/basil.tar.gz"
    if not os.path.exists(path):
        return
    with tarfile.open(path) as archive:
        for line in archive.extractfile("clusters.derived.tsv").read().decode("utf-8").splitlines():
            name, event = line.split("\t")[:2]
            yield os.path.basename(name)[:-len(".json")], event, json.load(archive.extractfile(name))


def basil(data):
    for name, _, article in basil_events(data):
        yield {"id": name, "title": article["title"], "date": article["date"], "source": article["source"],
               "body": "\n\n".join(" ".join(sentences) for sentences in article["body-paragraphs"])}


def convert(data, folder):
    for collection in (reuters, saudi, allsides, basil):
        lines = [json.dumps(article, ensure_ascii=False) + "\n" for article in collection(data)]
        if lines:
            with open("%s/%s.jsonl" % (folder, collection.__name__), "w", encoding="utf-8") as out:
                out.writelines(lines)


# ---- all pairs that may be copies, exactly ----


def pairs(path):
    """Prints containment, words of both bodies and ids, best first."""
    articles = [json.loads(line) for line in open(path, encoding="utf-8")]
    words = [WORD.findall(article["body"].lower()) for article in articles]
    shingles = [set(zip(w, w[1:], w[2:], w[3:])) for w in words]
    having = collections.defaultdict(list)
    for number, own in enumerate(shingles):
        for shingle in own:
            having[shingle].append(number)
    shared = collections.Counter()
    for numbers in having.values():
        if len(numbers) <= COMMON:
            shared.update(itertools.combinations(numbers, 2))
    found = []
    for (a, b), count in shared.items():
        shorter = min(len(shingles[a]), len(shingles[b]))
        if count >= 0.15 * shorter:
            containment = len(shingles[a] & shingles[b]) / shorter
            if containment >= 0.3:
                found.append((containment, len(words[a]), len(words[b]), articles[a]["id"], articles[b]["id"]))
    for row in sorted(found, reverse=True):
        print("%.4f\t%d\t%d\t%s\t%s" % row)


# ---- measuring ----


def ratio(part, whole):
    return part / whole if whole else 1.0


def copies(judged, folder):
    """Of each set of judged pairs: counts, and precision and recall over all pairs of the strata drawn from."""
    good = True
    first = {}
    for collection in ("reuters", "saudi"):
        for line in open("%s/%s.clusters" % (folder, collection), encoding="utf-8"):
            article, publisher = line.split()
            first[collection, article] = publisher
    rows = [line.rstrip("\n").split("\t") for line in open(judged, encoding="utf-8") if not line.startswith("#")]
    for which in ("chosen", "measured"):
        for collection in ("reuters", "saudi"):
            own = [row for row in rows if row[0] == collection and row[3] == which]
            drawn = collections.Counter(row[4] for row in own)
            counts, weights = collections.Counter(), collections.Counter()
            for _, a, b, _, stratum, size, verdict in own:
                folded = (collection, a) in first and first[collection, a] == first.get((collection, b))
                counts[folded, verdict == "yes"] += 1
                weights[folded, verdict == "yes"] += int(size) / drawn[stratum]
            figures = {"precision": ratio(weights[True, True], weights[True, True] + weights[True, False]),
                       "recall": ratio(weights[True, True], weights[True, True] + weights[False, True])}
            print("%s pairs of %s: %d copies found, %d missed, %d others folded, %d others left; precision %.3f, recall %.3f"
                  % (which, collection, counts[True, True], counts[False, True], counts[True, False],
                     counts[False, False], figures["precision"], figures["recall"]))
            good = good and (which == "chosen" or all(figures[name] >= COPIES_FLOOR[name] for name in figures))
    return good


def like(data, answers):
    event = {article: name for article, name, _ in basil_events(data)}
    others = collections.Counter(event.values())
    found = wanted = any_found = all_found = asked = 0
    for line in open(answers, encoding="utf-8"):
        article, *ten = line.rstrip("\n").split("\t")
        same = sum(event.get(other) == event[article] for other in ten)
        asked += 1
        found += same
        wanted += others[event[article]] - 1
        any_found += same > 0
        all_found += same == others[event[article]] - 1
    recall = ratio(found, wanted)
    print("%d articles: recall@10 %.3f; one of the same event among the first ten for %.3f of them, all for %.3f"
          % (asked, recall, any_found / asked, all_found / asked))
    return recall >= LIKE_FLOOR


def main():
    commands = {"convert": convert, "pairs": pairs, "copies": copies, "like": like}
    if len(sys.argv) < 3 or sys.argv[1] not in commands:
        sys.exit(__doc__)
    sys.exit(1 if commands[sys.argv[1]](*sys.argv[2:]) is False else 0)


if __name__ == "__main__":
    main()

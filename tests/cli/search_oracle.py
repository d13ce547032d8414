#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The oracle of 40-search-oracle.sh.

There are two rounds. In the first the words are invented and the articles say that they are Ukrainian, for which there is no stemmer, so a
word's term is the word. In the second the articles are of several languages whose stemmers make one term of several words, and every word of
a query is a wildcard, which stands for words as they are written. A query is made as a tree, printed fully bracketed, and evaluated by
definition: positions run over the headline, then a gap, then the body.
"""
import fnmatch
import json
import os
import random
import subprocess
import sys
import unicodedata

INVENTED = ["baka", "dolo", "fimu", "gero", "hapi", "jolu", "kemo", "lapu", "miso", "nuvo"]
STEMMED = ["university", "universities", "Universe", "universal", "UNIVERSE", "police", "policy", "policies", "Politik", "organ", "organs",
           "organization", "organize", "meet", "meeting", "meets", "met", "Zürich", "ZURICH", "zürcher", "häuser", "Haus", "accord", "accords",
           "été", "moscow’s", "Moscow", "2025", "2026"]
SOURCES = ["one", "two", "three"]
GAP = 1000
QUERIES = 400


def fold(word):
    """As the archive folds these words: their accents go."""
    return "".join(c for c in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(c)).replace("’", "'")


def make_article(rng, number):
    words, langs = rng.words, rng.langs
    sentences = [" ".join(rng.choice(words) for _ in range(rng.randint(2, 7))) + "." for _ in range(rng.randint(1, 5))]
    return {"id": "a%03d" % number, "title": " ".join(rng.choice(words) for _ in range(3)), "body": " ".join(sentences),
            "lang": rng.choice(langs), "date": "2025-11-%02d" % rng.randint(1, 28), "source": rng.choice(SOURCES)}


def fits(word, asked):
    return fnmatch.fnmatchcase(word, fold(asked))


class Tokens:
    def __init__(self, article):
        title = fold(article["title"]).split()
        self.at = list(enumerate(title))
        self.headline = set(range(len(title)))
        start = len(title) + 3 * GAP  # byline and dateline lie between
        self.at += [(start + i, w) for i, w in enumerate(fold(article["body"]).replace(".", "").split())]
        self.article = article

    def spans(self, node):
        kind = node[0]
        if kind == "word":
            return {(p, p) for p, w in self.at if fits(w, node[1])}
        if kind == "title":
            return {(p, p) for p, w in self.at if fits(w, node[1]) and p in self.headline}
        if kind == "phrase":
            words = dict(self.at)
            return {(p, p + len(node[1]) - 1) for p, _ in self.at
                    if all(fits(words.get(p + i, ""), w) for i, w in enumerate(node[1]))}
        if kind == "either":
            return self.spans(node[1]) | self.spans(node[2])
        raise ValueError(kind)

    def matches(self, node):
        kind = node[0]
        if kind in ("word", "title", "phrase", "either"):
            return bool(self.spans(node))
        if kind == "near":
            return any(self.within(a, b, node[1], False) for a in self.spans(node[2]) for b in self.spans(node[3]))
        if kind == "before":
            return any(self.within(a, b, node[1], True) for a in self.spans(node[2]) for b in self.spans(node[3]))
        if kind == "notnear":
            others = self.spans(node[3])
            return any(not any(self.close(a, b, node[1]) for b in others) for a in self.spans(node[2]))
        if kind == "source":
            return self.article["source"] == node[1]
        if kind == "date":
            return node[1] <= self.article["date"] <= node[2]
        if kind == "sources":
            return self.article["source"] in node[1:]
        if kind == "nothing":  # a word without letters says nothing; make_query puts it beside others only
            return False
        if kind == "and":
            return self.matches(node[1]) and self.matches(node[2])
        if kind == "or":
            return self.matches(node[1]) or self.matches(node[2])
        if kind == "not":
            return self.matches(node[1]) and not self.matches(node[2])
        if kind == "side":
            demanded = [n for sign, n in node[1] if sign == "+"]
            excluded = [n for sign, n in node[1] if sign in ("-", "NOT ")]
            filters = [n for sign, n in node[1] if sign == "filter"]
            optional = [n for sign, n in node[1] if sign == "" and n[0] != "nothing"]
            if any(self.matches(n) for n in excluded) or not all(self.matches(n) for n in demanded + filters):
                return False
            return bool(demanded) or not optional or any(self.matches(n) for n in optional)
        raise ValueError(kind)

    @staticmethod
    def within(a, b, distance, ordered):
        if a[1] < b[0]:
            return b[0] - a[1] <= distance
        return not ordered and b[1] < a[0] and a[0] - b[1] <= distance

    @staticmethod
    def close(a, b, distance):
        if a[1] < b[0]:
            return b[0] - a[1] <= distance
        if b[1] < a[0]:
            return a[0] - b[1] <= distance
        return True


def show(node):
    kind = node[0]
    if kind == "word":
        return node[1]
    if kind == "title":
        return "title:" + node[1]
    if kind == "phrase":
        return '"%s"' % " ".join(node[1])
    if kind == "either":
        return "(%s OR %s)" % (show(node[1]), show(node[2]))
    if kind == "source":
        return "source:" + node[1]
    if kind == "date":
        return "date:%s..%s" % (node[1], node[2])
    if kind == "sources":
        return "source:(%s OR %s)" % node[1:]
    if kind == "nothing":
        return "&"
    if kind == "side":
        return "(%s)" % " ".join((sign if sign != "filter" else "") + show(n) for sign, n in node[1])
    if kind in ("near", "before", "notnear"):
        return "(%s %s/%d %s)" % (show(node[2]), {"near": "w", "before": "pre", "notnear": "not w"}[kind], node[1], show(node[3]))
    return "(%s %s %s)" % (show(node[1]), kind.upper(), show(node[2]))


def wildcard(rng, word):
    """A pattern that the word fits."""
    kind = rng.choice(["prefix", "prefix", "suffix", "inside", "one"])
    keep = rng.randint(2, max(2, len(word) - 1))
    if kind == "prefix":
        return word[:keep] + "*"
    if kind == "suffix":
        return "*" + word[-keep:]
    at = rng.randint(1, len(word) - 2)
    if kind == "inside":
        return word[:at] + "*" + word[at + rng.randint(0, len(word) - at - 2):]
    return word[:at] + "?" + word[at + 1:]


def make_word(rng):
    word = rng.choice(rng.words)
    if rng.random() >= rng.wildcards:
        return word
    pattern = ""
    while sum(c.isalnum() for c in pattern) < 2:
        pattern = wildcard(rng, word)
    return pattern


def textual(rng, depth):
    kind = rng.choice(["word", "word", "phrase", "title"] + (["either"] if depth else []))
    if kind == "phrase":
        return ("phrase", [make_word(rng) for _ in range(rng.randint(2, 3))])
    if kind == "either":
        return ("either", textual(rng, 0), textual(rng, 0))
    return (kind, make_word(rng))


def make_side(rng):
    parts = [(rng.choice(["", "", "+", "-"]), textual(rng, 1)) for _ in range(rng.randint(2, 4))]
    extra = rng.randint(0, 5)
    if extra == 0:  # first, for behind a word a NOT belongs to that word
        parts.insert(0, ("NOT ", textual(rng, 0)))
    elif extra == 1:
        parts.insert(rng.randint(0, len(parts)), ("filter", ("sources", *rng.sample(SOURCES, 2))))
    elif extra == 2:
        parts.insert(rng.randint(0, len(parts)), ("", ("nothing",)))
    return ("side", parts)


def make_query(rng, depth):
    kind = rng.choice(["text", "near", "before", "notnear", "source", "date", "and", "or", "not", "side"] if depth else ["text"])
    if kind == "text":
        return textual(rng, 1)
    if kind in ("near", "before", "notnear"):
        return (kind, rng.randint(1, 6), textual(rng, 1), textual(rng, 1))
    if kind == "source":
        return ("source", rng.choice(SOURCES))
    if kind == "date":
        first, last = sorted(rng.sample(range(1, 29), 2))
        return ("date", "2025-11-%02d" % first, "2025-11-%02d" % last)
    if kind == "side":
        return make_side(rng)
    return (kind, make_query(rng, depth - 1), make_query(rng, depth - 1))


def write(folder, articles):
    os.makedirs(folder, exist_ok=True)
    for article in articles:
        with open("%s/%s.json" % (folder, article["id"]), "w", encoding="utf-8") as file:
            json.dump(article, file)


def wrong_counts(asked):
    """Counting goes another way than searching: by newsdex itself over the tables."""
    with open("queries", "w", encoding="utf-8") as file:
        file.writelines(query + "\n" for query, _ in asked)
    done = subprocess.run(["newssearch", "--count", "--batch=queries"], stdout=subprocess.PIPE, check=False)
    counts = [int(line.split()[0]) for line in done.stdout.decode("utf-8").splitlines()]
    wrong = [(query, count, expected) for (query, expected), count in zip(asked, counts) if count != expected]
    for query, count, expected in wrong[:5]:
        print(query, "counted", count, "expected", expected)
    return len(wrong) + abs(len(counts) - len(asked))


def make_index(rng):
    """Three shards and more, with changed, new and removed articles; gives those that are left."""
    articles = {a["id"]: a for a in (make_article(rng, i) for i in range(150))}
    write("news", articles.values())
    subprocess.run(["newsindex", "update", "-q", "news"], check=True)
    for step in range(2):
        for i in range(step * 20, step * 20 + 15):
            articles["a%03d" % i] = make_article(rng, i)
        for i in range(150 + step * 30, 180 + step * 30):
            articles["a%03d" % i] = make_article(rng, i)
        for i in range(100 + step * 10, 105 + step * 10):
            del articles["a%03d" % i]
            os.remove("news/a%03d.json" % i)
        write("news", articles.values())
        subprocess.run(["newsindex", "update", "-q", "news"], check=True)
    return articles


def play(rng):
    tokens = {id: Tokens(article) for id, article in make_index(rng).items()}
    wrong, answered, asked = 0, 0, []
    for _ in range(QUERIES):
        tree = make_query(rng, 2)
        query = show(tree)
        expected = sorted(id for id, t in tokens.items() if t.matches(tree))
        done = subprocess.run(["newssearch", "-f", "trec", "-n", "1000", "--exact-total", "--", query], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, check=False)
        found = sorted(line.split()[2] for line in done.stdout.decode("utf-8").splitlines())
        answered += bool(expected)
        asked.append((query, len(expected)))
        if found != expected or done.returncode != (0 if expected else 1):
            wrong += 1
            if wrong < 6:
                print(query, "status", done.returncode, done.stderr.decode("utf-8"))
                print("  only expected:", sorted(set(expected) - set(found))[:8])
                print("  only found:   ", sorted(set(found) - set(expected))[:8])
    wrong += wrong_counts(asked)
    print(QUERIES, "queries,", answered, "with an answer,", wrong, "wrong")
    return wrong


def main():
    wrong = 0
    rounds = [(20251124, INVENTED, ["uk"], 0.25), (20251125, STEMMED, ["en", "en", "de", "fr", "uk"], 1)]
    for number, (seed, words, langs, wildcards) in enumerate(rounds):
        rng = random.Random(seed)
        rng.words, rng.langs, rng.wildcards = words, langs, wildcards
        os.mkdir("round%d" % number)
        os.chdir("round%d" % number)
        wrong += play(rng)
        os.chdir("..")
    sys.exit(1 if wrong else 0)


main()

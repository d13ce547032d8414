#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""html_quality.py - how well the HTML reader reads real pages, in one table.

Usage: html_quality.py DATA_FOLDER READINGS [-v]

READINGS are the JSON lines that html_quality (the C program beside this file) prints: one object a page,
with name, headline, authors, date, body. Owns: the measures. The bodies are measured as the article extraction
benchmark does (4-token shingles, counts by multiplicity, precision and recall as means over pages); dates,
titles, authors and segments as trafilatura's and htmldate's evaluations do. -v: also each page that is
not right.
"""
import collections
import json
import os
import re
import sys
import unicodedata

WORD = re.compile(r"\w+", re.UNICODE)


def shingles(text):
    tokens = WORD.findall(text or "")
    if not tokens:
        return collections.Counter()
    size = min(4, len(tokens))
    return collections.Counter(tuple(tokens[i:i + size]) for i in range(len(tokens) - size + 1))


def body_scores(predicted, true):
    """Precision and recall of one page; an empty prediction has precision 1, as in the benchmark."""
    got, want = shingles(predicted), shingles(true)
    tp = sum((got & want).values())
    fp = sum((got - want).values())
    fn = sum((want - got).values())
    precision = tp / (tp + fp) if tp + fp else (1.0 if fn == 0 else 0.0)
    recall = tp / (tp + fn) if tp + fn else 1.0
    return precision, recall


def plain(text):
    text = unicodedata.normalize("NFKC", text or "").casefold()
    return " ".join(WORD.findall(text))


def similar(a, b):
    """Equal but for case and punctuation, or one holds all of the other and little more."""
    a, b = plain(a), plain(b)
    if not a or not b:
        return False
    if a == b:
        return True
    short, long = sorted((a, b), key=len)
    return short in long and len(short) >= 0.5 * len(long)


def same_authors(found, gold):
    """Every word of a name that is a name's word is found, and nothing much else."""
    noise = {"and", "und", "y", "et", "for", "the", "von", "mit", "with", "by"}
    got = set(plain(found).split()) - noise
    want = set(plain(gold).split()) - noise
    return bool(want) and bool(got & want) and len(got & want) >= 0.5 * len(got | want)


def extraction(folder, readings, verbose):
    with open(os.path.join(folder, "html-extraction", "ground-truth.json"), encoding="utf-8") as file:
        truth = json.load(file)
    precision = recall = 0.0
    rows = []
    for name, gold in truth.items():
        p, r = body_scores(readings.get(name, {}).get("body"), gold["articleBody"])
        precision += p
        recall += r
        rows.append((p + r, p, r, name, gold.get("url")))
    precision /= len(truth)
    recall /= len(truth)
    if verbose:
        for _, p, r, name, url in sorted(rows)[:40]:
            print(f"body {p:.3f} {r:.3f} {name[:12]} {url}", file=sys.stderr)
    return len(truth), precision, recall, 2 * precision * recall / (precision + recall)


def metadata(folder, readings, verbose):
    with open(os.path.join(folder, "html-metadata", "gold.json"), encoding="utf-8") as file:
        gold = json.load(file)
    count = collections.Counter()

    def wrong(what, name, got, want):
        if verbose:
            print(f"{what} {name}\n    got  {got}\n    want {want}", file=sys.stderr)

    for path, want in gold.items():
        name = os.path.basename(path).split(".html")[0]
        got = readings.get(name, {})
        if isinstance(want.get("date"), str):
            count["dates"] += 1
            day = (got.get("date") or "")[:10]
            count["date right"] += day == want["date"]
            count["date wrong"] += bool(day) and day != want["date"]
            if day != want["date"]:
                wrong("date", name, (day, got.get("date_origin")), (want["date"], want["url"]))
        if want.get("title"):
            count["titles"] += 1
            right = similar(got.get("headline"), want["title"])
            count["title right"] += right
            if not right:
                wrong("title", name, got.get("headline"), want["title"])
        if want.get("author"):
            count["authors"] += 1
            found = " ".join(got.get("authors") or []) or got.get("byline") or ""
            right = same_authors(found, want["author"])
            count["author right"] += right
            if not right:
                wrong("author", name, got.get("authors"), want["author"])
        body = got.get("body") or ""
        for segment in want.get("with", []):
            inside = segment.strip() in body
            count["tp" if inside else "fn"] += 1
            if not inside:
                wrong("missing", name, len(body), segment)
        for segment in want.get("without", []):
            inside = segment.strip() in body
            count["fp" if inside else "tn"] += 1
            if inside:
                wrong("unwanted", name, len(body), segment)
    return count


def main():
    verbose = "-v" in sys.argv
    arguments = [a for a in sys.argv[1:] if a != "-v"]
    if len(arguments) != 2:
        sys.exit(__doc__)
    readings = {}
    with open(arguments[1], encoding="utf-8") as file:
        for line in file:
            reading = json.loads(line)
            readings[os.path.basename(reading["name"]).split(".html")[0]] = reading
    pages, precision, recall, f1 = extraction(arguments[0], readings, verbose)
    c = metadata(arguments[0], readings, verbose)
    p = c["tp"] / max(1, c["tp"] + c["fp"])
    r = c["tp"] / max(1, c["tp"] + c["fn"])
    rows = [
        ("body F1", f1, "0.947", "0.970", f"{pages} pages, precision {precision:.3f}, recall {recall:.3f}"),
        ("date right", c["date right"] / c["dates"], "0.86", "0.91", f"{c['dates']} pages"),
        ("date wrong", c["date wrong"] / c["dates"], "0.08", "0.05", "at most"),
        ("titles", c["title right"] / c["titles"], "0.90", "", f"{c['titles']} pages"),
        ("authors", c["author right"] / c["authors"], "0.70", "", f"{c['authors']} pages"),
        ("segments F", 2 * p * r / max(1e-9, p + r), "0.88", "0.93",
         f"{c['tp'] + c['fn']} wanted, {c['fp'] + c['tn']} unwanted; precision {p:.3f}, recall {r:.3f}"),
    ]
    print(f"{'':12} {'reached':>8} {'required':>9} {'best':>6}")
    for name, value, required, best, note in rows:
        print(f"{name:12} {value:8.3f} {required:>9} {best:>6}  {note}")


if __name__ == "__main__":
    main()

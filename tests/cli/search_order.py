#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The checks of 41-search-order.sh, over the sample corpus."""
import json
import os
import re
import subprocess

QUERIES = ["Witkoff Moscow", "talks", "plan OR Moscow", "the", "peace talks in Moscow", "Москва переговоры"]


def run(*arguments):
    return subprocess.run(arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False).stdout.decode("utf-8")


def search(index, query, *options):
    return run("newssearch", "-i", index, "-n", "1000", *options, "--", query).splitlines()


def check(name, good):
    print(name + ":", "yes" if good else "NO")


def pages(index):
    good = True
    for query in QUERIES + ["*"]:
        for sort in ("relevance", "newest", "oldest"):
            whole = search(index, query, "-f", "tsv", "-s", sort)[1:]
            parts = []
            for offset in range(0, len(whole) + 7, 7):
                parts += run("newssearch", "-i", index, "-f", "tsv", "-s", sort, "-n", "7", "--offset", str(offset), "--",
                             query).splitlines()[1:]
            good = good and whole == parts
    return good


def dates(index):
    good = True
    for sort, reverse in (("newest", True), ("oldest", False)):
        found = [line.split("\t")[2] for line in search(index, "*", "-f", "tsv", "-s", sort)[1:]]
        dated = [d for d in found if d]
        good = good and found == dated + [""] * (len(found) - len(dated)) and "" in found
        days = [d[:4] for d in dated]
        good = good and days == sorted(days, reverse=reverse)
    return good


def explanations(index):
    good = True
    for query in QUERIES:
        for line in search(index, query, "-f", "json", "--explain")[:-1]:
            hit = json.loads(line)
            parts = re.findall(r"^  ([0-9.]+) ", hit["explanation"], re.M)
            good = good and abs(sum(map(float, parts)) - hit["score"]) < 1e-5
    return good


def same_scores(one, several):
    good = True
    for query in QUERIES:
        a = [line.split()[2:5:2] for line in search(one, query, "-f", "trec")]
        b = [line.split()[2:5:2] for line in search(several, query, "-f", "trec")]
        good = good and a == b and a
    return bool(good)


def main():
    run("newsindex", "update", "-q", "-i", "one", "corpus/articles")
    outlets = sorted(os.listdir("corpus/articles"))
    for i in range(3):
        run("newsindex", "update", "-q", "-i", "several", *["corpus/articles/" + o for o in outlets[i::3]])
    shards = json.loads(run("newsindex", "info", "-i", "several", "--format=json"))["shards"]
    check("several shards", len(shards) > 1)
    check("pages are pieces of one list", pages("one") and pages("several"))
    check("dates in order, undated last", dates("one") and dates("several"))
    check("scores are the sum of their explanation", explanations("one"))
    check("several shards rank as one", same_scores("one", "several"))
    run("newsindex", "compact", "-q", "-i", "several")
    check("a compacted index ranks as one", same_scores("one", "several"))


main()

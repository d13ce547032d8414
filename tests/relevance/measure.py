#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs the corpus' topics and measures: measure.py NEWSINDEX NEWSSEARCH CORPUS_ROOT [--least NDCG].

Indexes CORPUS_ROOT/corpus/articles into a folder of its own, asks for the title of every topic in corpus/topics.trec, and prints
nDCG@10 (Jarvelin, Kekalainen, TOIS 20(4), 2002; gains are the grades) and average precision of each and in the mean. With --least it
fails when the mean nDCG@10 is below, or when `Witkoff Moscow` is not answered with an article of grade 3 first.
"""
import math
import re
import subprocess
import sys
import tempfile


def read_topics(path):
    text = open(path, encoding="utf-8").read()
    return [(m.group(1), m.group(2).strip()) for m in re.finditer(r"<num> Number: (\d+)\s*\n<title> (.*)", text)]


def read_qrels(path):
    grades = {}
    for line in open(path, encoding="utf-8"):
        topic, _, document, grade = line.split()
        grades.setdefault(topic, {})[document] = int(grade)
    return grades


def run(newssearch, index, number, title):
    command = [newssearch, "-i", index, "-f", "trec", "-n", "1000", "--topic", number, "--", title]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    if done.returncode > 1:
        sys.exit("newssearch failed for: " + title)
    return [line.split()[2] for line in done.stdout.decode("utf-8").splitlines()]


def measure(documents, grades):
    gain = sum(grades.get(d, 0) / math.log2(i + 2) for i, d in enumerate(documents[:10]))
    best = sum(g / math.log2(i + 2) for i, g in enumerate(sorted(grades.values(), reverse=True)[:10]))
    relevant = sum(g > 0 for g in grades.values())
    found, precision = 0, 0.0
    for i, document in enumerate(documents):
        if grades.get(document, 0) > 0:
            found += 1
            precision += found / (i + 1)
    return gain / best if best else 0.0, precision / relevant if relevant else 0.0


def main():
    newsindex, newssearch, root = sys.argv[1:4]
    least = float(sys.argv[5]) if "--least" in sys.argv else None
    qrels = read_qrels(root + "/corpus/qrels.trec")
    topics = read_topics(root + "/corpus/topics.trec")
    with tempfile.TemporaryDirectory() as folder:
        index = folder + "/index"
        subprocess.run([newsindex, "update", "-q", "-i", index, "corpus/articles"], cwd=root, check=True)
        rows = []
        for number, title in topics:
            documents = run(newssearch, index, number, title)
            ndcg, precision = measure(documents, qrels.get(number, {}))
            first = qrels.get(number, {}).get(documents[0], 0) if documents else 0
            rows.append((ndcg, precision, first))
            print("%-3s %.4f %.4f  %s" % (number, ndcg, precision, title))
    mean = sum(r[0] for r in rows) / len(rows)
    print("all %.4f %.4f  nDCG@10 and MAP over %d topics" % (mean, sum(r[1] for r in rows) / len(rows), len(rows)))
    if least is not None:
        if mean < least:
            sys.exit("the mean nDCG@10 fell below %.3f" % least)
        if topics[0][1] != "Witkoff Moscow" or rows[0][2] != 3:
            sys.exit("Witkoff Moscow is not answered with its right answer first")


main()

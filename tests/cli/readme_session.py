#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs the session of a README and compares: readme_session.py README.md [--write].

A session is a ```console block: a line that begins with "$ " is run by sh in the current folder, and what it prints (both
streams) must be what stands below it. --write puts what is printed into the file. Times and rates are not compared.
"""
import re
import subprocess
import sys


def steady(text):
    return re.sub(r"time: [0-9.]+ s, [0-9.]+ MB/s", "time: T", text)


def run(command):
    done = subprocess.run(["sh", "-c", command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    return done.stdout.decode("utf-8")


def replay(block):
    out = []
    for line in block.split("\n"):
        if line.startswith("$ "):
            printed = run(line[2:]).rstrip("\n")
            out.append(line + ("\n" + printed if printed else ""))
    return "\n".join(out) + "\n"


def main():
    path = sys.argv[1]
    text = open(path, encoding="utf-8").read()
    differences = 0

    def one(match):
        nonlocal differences
        fresh = replay(match.group(1))
        if steady(fresh) != steady(match.group(1)):
            differences += 1
            sys.stdout.write("the README says:\n%s\nit prints:\n%s\n" % (match.group(1), fresh))
        return "```console\n" + fresh + "```"

    new = re.sub(r"```console\n(.*?)```", one, text, flags=re.S)
    if "--write" in sys.argv:
        open(path, "w", encoding="utf-8").write(new)
    else:
        print("differences:", differences)


main()

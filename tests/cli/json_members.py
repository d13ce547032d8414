# SPDX-License-Identifier: GPL-2.0-or-later
# json_members.py PAGE KIND... <JSON Lines: every member of every object is described in newsdex-json(5) under its kind of
# object, with its type, and every member that is described there under these kinds is met.
import json, re, sys

TYPES = {"Text": str, "Texts": str, "Number": (int, float), "Numbers": (int, float), "List": list, "Lists": list, "Object": dict, "true": bool}


def read_page(path):
    """Section -> member -> type."""
    sections, section, names = {}, None, []
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        heading = re.match(r'\.S[HS] "?([^"]*)"?$', line)
        if heading:
            section, names = heading.group(1).replace("\\", ""), []
        elif line == ".TP":
            names = None
        elif names is None:
            names = re.findall(r"\b[a-z_]+\b", re.sub(r"^\.B[IR]? ", "", line))
        elif names:
            for name in names:
                sections.setdefault(section, {})[name] = TYPES[re.match(r"\w+", line).group(0)]
            names = []
    return sections


PAGE = read_page(sys.argv[1])
# How an object is known, as the page says it, and the sections that describe its members.
KINDS = [
    ("left", ["--kwic"]),
    ("period", ["--timeline"]),
    ("facet", ["--facets"]),
    ("term", ["--terms"]),
    ("rank", ["RESULT", "ARTICLE", "MANY QUERIES"]),
    ("total", ["SUMMARY", "MANY QUERIES"]),
    ("count", ["COUNT", "MANY QUERIES"]),
    ("failed", ["MANY QUERIES", "COUNT"]),
    ("message", ["newsindex update --skipped"]),
    ("search", ["SAVED SEARCH MET", "ARTICLE"]),
    ("indexes", ["SAVED SEARCH"]),
    ("shards", ["newsindex info --format=json"]),
    ("origin", ["ARTICLE"]),
]
met, wrong = {}, 0


def look_at(thing, sections, shown):
    global wrong
    for name, value in thing.items():
        homes = [section for section in sections if name in PAGE[section]]
        met.setdefault(homes[0] if homes else "", set()).add(name)
        kind = PAGE[homes[0]][name] if homes else None
        if kind is None or not isinstance(value, kind) or (kind is not bool and isinstance(value, bool)):
            print("%s of %s is %s" % (name, shown, "of another type than described" if homes else "not described"))
            wrong = 1


for line in sys.stdin:
    thing = json.loads(line)
    known = [sections for member, sections in KINDS if member in thing] or [["--cooccur"]] * ({"a", "b"} <= set(thing))
    if not known:
        print("not known by any member: " + line.strip())
        wrong = 1
        continue
    look_at(thing, known[0], line[:60])
    if "snippet" in thing:
        look_at(thing["snippet"], ["SNIPPET"], "a snippet")
    for index in thing.get("indexes", []):
        look_at(index, ["SAVED SEARCH"], "an index of a saved search")
    for shard in thing.get("shards", []):
        look_at(shard, ["newsindex info --format=json"], "a shard")
    for copy in thing.get("copies", []):
        look_at(copy, ["ARTICLE"], "a copy")
    if not set(thing.get("origin", {})) <= set(PAGE["ARTICLE"]):
        print("origin names what is no member of an article: " + line.strip())
        wrong = 1
for section in sys.argv[2:]:
    for name in sorted(set(PAGE[section]) - met.get(section, set())):
        print("%s, described under %s, was not met" % (name, section))
        wrong = 1
print("members of %d kinds of objects are as described" % len(met) if not wrong else "newsdex-json(5) and the tools differ")

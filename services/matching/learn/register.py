#!/usr/bin/env python3
"""What whoever works with a register feels: how many innocents are held, and how many recorded persons
are found, under the mistakes that people make. Prints a table; nothing is kept.

    register.py FOLDER build/bin/matchlab [--persons 20000] [--innocents 1000] [--recorded 1000]

FOLDER has `synthetic_persons_global.csv` and `synthetic_persons_us.csv` (../data/README.md). Innocents
are persons that are not in the register, with birth date and nationality. The same inputs give the
same table.
"""

import argparse
import collections
import csv
import pathlib
import random
import re
import subprocess
import tempfile
import unicodedata

COLUMNS = ("name", "dob", "gender", "nationality")
# Other spellings of one sound, in both directions, for names in Latin letters.
SPELLINGS = (("kh", "h"), ("sh", "sch"), ("ph", "f"), ("ou", "u"), ("ee", "i"), ("y", "i"), ("w", "v"),
             ("q", "k"), ("ck", "k"), ("mm", "m"), ("ss", "s"), ("ll", "l"), ("j", "dj"))


def persons(folder):
    rows = []
    for part in ("global", "us"):
        for row in csv.DictReader((folder / f"synthetic_persons_{part}.csv").open(encoding="utf-8")):
            name = row["full_name"].strip()
            if name and row["date_of_birth"]:
                rows.append({"name": name, "dob": row["date_of_birth"], "gender": row["gender"],
                             "nationality": row["nationality"]})
    random.Random(7).shuffle(rows)
    return rows


def typo(name, rng):
    """One slip of the finger inside a word: of four letters or more, after the first."""
    at = [i for word in re.finditer(r"[^\W\d_]{4,}", name) for i in range(word.start() + 1, word.end() - 1)
          if unicodedata.category(name[i]) != "Lo" or "ARABIC" in unicodedata.name(name[i])]
    if not at:
        return name
    i, kind = rng.choice(at), rng.randrange(3)
    if kind == 0:
        return name[:i] + name[i + 1:]
    if kind == 1:
        return name[:i] + name[i + 1] + name[i] + name[i + 2:]
    return name[:i] + name[i] + name[i:]


def order(name, rng):
    words = name.split()
    return " ".join(words[1:] + words[:1]) if len(words) > 1 else name


def transliterated(name, rng):
    plain = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    lower, changes = plain.lower(), 0
    for left, right in rng.sample(SPELLINGS, len(SPELLINGS)):
        for old, new in ((left, right), (right, left)):
            at = lower.find(old, 1)
            if changes < 2 and at > 0 and len(lower) > 6:
                lower, changes = lower[:at] + new + lower[at + len(old):], changes + 1
                break
    return lower


def same(name, rng):
    return name


# Kind: how the name is written, and whether the record or the query lacks its birth date.
KINDS = (("as recorded", same, False, False), ("typo", typo, False, False), ("order", order, False, False),
         ("transliterated", transliterated, False, False), ("record without birth date", same, True, False),
         ("typo, record without birth date", typo, True, False),
         ("transliterated, no birth date", transliterated, False, True))


def write(path, rows, ids=False):
    with path.open("w", encoding="utf-8") as out:
        out.write("\t".join((("id",) if ids else ()) + COLUMNS) + "\n")
        for number, row in enumerate(rows):
            out.write("\t".join(([str(number)] if ids else []) + [row[key] for key in COLUMNS]) + "\n")


def search(matchlab, folder, gallery, queries):
    write(folder / "g.tsv", gallery, ids=True)
    write(folder / "q.tsv", queries)
    done = subprocess.run([matchlab, "search", "--gallery", folder / "g.tsv", "--queries", folder / "q.tsv",
                           "--top", "5"], stdout=subprocess.PIPE, check=True, text=True)
    answers = collections.defaultdict(list)
    for line in done.stdout.splitlines():
        query, person, rank, _, band, _ = line.split("\t")
        if rank != "0":
            answers[int(query) - 1].append((person, band))
    return answers


def main():
    options = argparse.ArgumentParser()
    options.add_argument("folder", type=pathlib.Path)
    options.add_argument("matchlab")
    for name, default in (("persons", 20000), ("innocents", 1000), ("recorded", 1000)):
        options.add_argument(f"--{name}", type=int, default=default)
    asked = options.parse_args()
    rows = persons(asked.folder)
    gallery = rows[:asked.persons]
    known = {(row["name"], row["dob"]) for row in gallery}
    innocents = [row for row in rows[asked.persons:] if (row["name"], row["dob"]) not in known]
    innocents = innocents[:asked.innocents]
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        bands = collections.Counter(found[0][1] for found in
                                    search(asked.matchlab, folder, gallery, innocents).values())
        print(f"{len(gallery)} persons; innocents held: {sum(bands.values())} of {len(innocents)}",
              dict(sorted(bands.items())))
        print(f"{'recorded persons':34} first  in five")
        for number, (kind, change, bare_record, bare_query) in enumerate(KINDS):
            rng = random.Random(number)
            picked = rng.sample(range(len(gallery)), asked.recorded)
            bare = set(picked) if bare_record else ()
            register = [{**row, "dob": ""} if at in bare else row for at, row in enumerate(gallery)]
            queries = [{**gallery[at], "name": change(gallery[at]["name"], rng)} for at in picked]
            if bare_query:
                queries = [{**query, "dob": ""} for query in queries]
            answers = search(asked.matchlab, folder, register, queries)
            ranks = [[person for person, _ in answers[at]].index(str(which))
                     if str(which) in [person for person, _ in answers[at]] else 9
                     for at, which in enumerate(picked)]
            first = sum(rank == 0 for rank in ranks) / len(ranks)
            five = sum(rank < 5 for rank in ranks) / len(ranks)
            print(f"{kind:34} {first:.3f}  {five:.3f}")


if __name__ == "__main__":
    main()

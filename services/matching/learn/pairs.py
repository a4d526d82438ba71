#!/usr/bin/env python3
"""Labelled pairs for `matchlab evaluate`, from the public files that ../data/README.md names.

    pairs.py FOLDER [learn|check|both] > PAIRS.tsv

Half of what each file holds (by a hash of the person or word) is to learn from, the other half to check
on; no person is in both. For each true pair there is a false one with the person of that list whose name
is most like it (three letters at a time), and one with anybody. The same inputs give the same bytes.
"""

import collections
import csv
import pathlib
import random
import re
import sys
import xml.etree.ElementTree as xml


def half(key):
    """As halves.h has it."""
    value = 2166136261
    for byte in str(key).encode():
        value = (value ^ byte) * 16777619 & 0xFFFFFFFF
    return "learn" if value >> 16 & 1 else "check"


def grams(name):
    text = f"  {name.lower()} "
    return {text[i:i + 3] for i in range(len(text) - 2)}


class Lookalikes:
    """Of a list of (person, name): whose name is most like a name, and is another person."""

    def __init__(self, names):
        self.names = [(person, name, grams(name)) for person, name in names]
        self.by_gram = collections.defaultdict(list)
        for at, (_, _, parts) in enumerate(self.names):
            for part in parts:
                self.by_gram[part].append(at)

    def nearest(self, person, name, most=1.0):
        """At most so much alike, of 1."""
        parts = grams(name)
        met = collections.Counter()
        for part in sorted(parts):
            found = self.by_gram[part]
            if len(found) < 2000:
                met.update(found)
        best = None
        for at, shared in met.items():
            other, text, others = self.names[at]
            if other == person:
                continue
            rank = (shared / (len(parts) + len(others) - shared), text)
            if rank[0] > most:
                continue
            if best is None or rank > best[0]:
                best = (rank, at)
        return None if best is None else self.names[best[1]][:2]


class Writer:
    def __init__(self, which):
        self.which, self.row = which, 0

    def pair(self, name, key, left, right, expected, extra=""):
        if self.which not in ("both", half(key)):
            return
        self.row += 1
        clean = [re.sub(r"[\t\r\n]+", " ", text).strip() for text in (left, right)]
        if all(clean):
            print(name if self.which != "both" else f"{half(key)}.{name}", self.row, *clean, extra,
                  int(expected), sep="\t")


def list_pairs(out, name, persons, rng, extra=lambda a, b: ""):
    """persons: id -> (names, other names): each of the others against the first name."""
    firsts = [(key, names[0]) for key, (names, _) in persons.items()]
    for part in ("learn", "check"):
        mine = [(key, text) for key, text in firsts if half(key) == part]
        near = Lookalikes(mine)
        for key, (names, others) in persons.items():
            if half(key) != part:
                continue
            for other in others:
                out.pair(name, key, other, names[0], True, extra(key, key))
                found = near.nearest(key, other)
                if found is not None:
                    out.pair(name, key, other, found[1], False, extra(key, found[0]))
                stranger = rng.choice(mine)
                if stranger[0] != key:
                    out.pair(name, key, other, stranger[1], False, extra(key, stranger[0]))


def ofac(out, folder, rng):
    persons, born = {}, {}
    for row in csv.reader((folder / "ofac_sdn_2021-07.csv").open(encoding="utf-8", errors="replace")):
        if len(row) > 11 and row[2].strip() == "individual":
            persons[row[0]] = ([row[1]], [])
            found = re.search(r"DOB (\d{2} \w{3} \d{4})", row[11])
            born[row[0]] = found.group(1) if found else None
    for row in csv.reader((folder / "ofac_alt_2021-07.csv").open(encoding="utf-8", errors="replace")):
        if row[0] in persons and len(row) > 3:
            persons[row[0]][1].append(row[3])
    list_pairs(out, "ofac_alias", persons, rng)


def individuals(folder):
    tree = xml.parse(folder / "un_consolidated_2026-02-27_devhalf.xml")
    for person in tree.iter("INDIVIDUAL"):
        yield person, person.findtext("DATAID")


def un(out, folder, rng):
    aliases, scripts, facts = {}, {}, {}
    for person, key in individuals(folder):
        parts = [person.findtext(f"{n}_NAME") for n in ("FIRST", "SECOND", "THIRD", "FOURTH")]
        name = " ".join(part.strip() for part in parts if part and part.strip())
        good = [alias.findtext("ALIAS_NAME").strip() for alias in person.iter("INDIVIDUAL_ALIAS")
                if alias.findtext("QUALITY") == "Good" and alias.findtext("ALIAS_NAME")]
        aliases[key] = ([name], good)
        script = (person.findtext("NAME_ORIGINAL_SCRIPT") or "").strip()
        scripts[key] = ([name], [script] if script else [])
        births = []
        for birth in person.iter("INDIVIDUAL_DATE_OF_BIRTH"):
            day = birth.findtext("DATE")
            year = birth.findtext("YEAR")
            if day:
                births.append(day[:10])
            elif year:
                births.append(("" if birth.findtext("TYPE_OF_DATE") == "EXACT" else "~") + year)
        facts[key] = (births, [value.text.strip() for value in person.findall("NATIONALITY/VALUE")
                               if value.text and value.text.strip()])

    def extra(left, right):
        items = []
        for side, key in (("q", left), ("c", right)):
            births, countries = facts[key]
            if births:
                items.append(f"{side}_dob=" + "|".join(births))
            if countries:
                items.append(f"{side}_nationality=" + "|".join(countries).replace(";", ""))
        return ";".join(items)

    list_pairs(out, "un_alias", aliases, rng)
    list_pairs(out, "un_script", scripts, rng)
    list_pairs(out, "un_identity", aliases, rng, extra)


def tokens(folder, language, least):
    rows = []
    for line in (folder / f"wikidata_name_tokens_{language}.tsv").open(encoding="utf-8"):
        latin, native, count = line.rstrip("\n").split("\t")
        if int(count) >= least and len(latin) > 2 and " " in native:
            rows.append((latin, native.replace(" ", "")))
    return rows


def words(out, folder, rng):
    """Single words, and full names of two or three, against Latin; frequent pairs only: rare ones are
    often wrong."""
    for language in ("arabic", "russian", "hebrew", "korean", "katakana", "chinese"):
        rows = tokens(folder, language, 3)
        for part in ("learn", "check"):
            mine = [row for row in rows if half(row[1]) == part]
            near = Lookalikes([(native, latin) for latin, native in mine])
            for latin, native in rng.sample(mine, min(len(mine), 1500)):
                out.pair(f"word_{language}", native, native, latin, True, "level=token")
                out.pair(f"word_{language}", native, native, rng.choice(mine)[0], False, "level=token")
            for _ in range(1500):
                name = rng.sample(mine, rng.choice([2, 2, 3]))
                other = list(name)
                changed = rng.randrange(len(name))
                other[changed] = rng.choice(mine)
                if rng.random() < 0.5:
                    found = near.nearest(name[changed][1], name[changed][0], 0.35)
                    if found is not None:
                        other[changed] = (found[1], found[0])
                native = " ".join(row[1] for row in name)
                key = name[0][1]
                out.pair(f"name_{language}", key, native, " ".join(row[0] for row in name), True)
                out.pair(f"name_{language}", key, native, " ".join(row[0] for row in other), False)


def spellings(out, folder, rng):
    """Latin spellings of one name: those that one native word has, as far as they share letters."""
    native = collections.defaultdict(set)
    for language in ("arabic", "russian", "hebrew"):
        for latin, word in tokens(folder, language, 2):
            if latin.isascii() and latin.isalpha():
                native[word].add(latin)
    others = collections.defaultdict(set)  # Whoever is written alike in any of the scripts.
    for words_of in native.values():
        for word in words_of:
            others[word] |= words_of
    for part in ("learn", "check"):
        groups = [(word, sorted(latins)) for word, latins in sorted(native.items())
                  if half(word) == part and 2 <= len(latins) <= 8]
        every = sorted({latin for _, latins in groups for latin in latins})
        near = Lookalikes([(latin, latin) for latin in every])
        for word, latins in rng.sample(groups, min(len(groups), 2000)):
            left, right = rng.sample(latins, 2)
            if left[0] == right[0] and len(grams(left) & grams(right)) >= 2:
                out.pair("word_latin", word, left, right, True, "level=token")
                found = near.nearest(left, left, 0.4)
                for other in [found[1] if found else rng.choice(every), rng.choice(every)]:
                    if other not in others[left]:
                        out.pair("word_latin", word, left, other, False, "level=token")


def clusters(out, name, rows, rng):
    """rows: (cluster, name, extra without prefix): pairs within, and with whoever is most like."""
    of = collections.defaultdict(list)
    for row in rows:
        of[row[0]].append(row)

    def side(prefix, extra):
        return ";".join(f"{prefix}_{key}={value}" for key, value in extra if value)

    for part in ("learn", "check"):
        mine = [row for row in rows if half(row[0]) == part and row[1]]
        near = Lookalikes([(at, row[1]) for at, row in enumerate(mine)])
        for at, row in enumerate(mine):
            for other in of[row[0]]:
                if other is not row and other > row:
                    out.pair(name, row[0], row[1], other[1], True,
                             side("q", row[2]) + ";" + side("c", other[2]))
            found = near.nearest(at, row[1])
            for other in [mine[found[0]] if found else rng.choice(mine), rng.choice(mine)]:
                if other[0] != row[0]:
                    out.pair(name, row[0], row[1], other[1], False,
                             side("q", row[2]) + ";" + side("c", other[2]))


def census(out, folder, rng):
    for number in (2, 3):
        rows, reached = [], []
        for row in csv.DictReader((folder / f"febrl_dataset{number}.csv").open(), skipinitialspace=True):
            born = row["date_of_birth"].strip()
            person = (re.match(r"rec-\d+", row["rec_id"]).group(),
                      f"{row['given_name']} {row['surname']}".strip(),
                      (("given", row["given_name"]), ("family", row["surname"]), ("dob", born)))
            place = " ".join(row[part].strip() for part in
                             ("street_number", "address_1", "suburb", "postcode", "state"))
            rows.append(person)
            reached.append((*person[:2], (*person[2], ("addr", " ".join(place.split())))))
        clusters(out, f"febrl{number}", rows, rng)
        clusters(out, f"febrl{number}_addr", reached, random.Random(number))
    rows = [(row["cluster"], f"{row['first_name'].strip()} {row['surname'].strip()}".strip(),
             (("dob", row["dob"]), ("email", row["email"])))
            for row in csv.DictReader((folder / "splink_fake_1000.csv").open())]
    clusters(out, "splink", rows, rng)


def main():
    folder = pathlib.Path(sys.argv[1])
    out = Writer(sys.argv[2] if len(sys.argv) > 2 else "both")
    for number, make in enumerate((ofac, un, words, spellings, census)):
        make(out, folder, random.Random(number))


if __name__ == "__main__":
    main()

"""Names of persons who do not exist, and queries planted among them. The same arguments give the same bytes.

  names.py FOLDER [NAMES [QUERIES [SEED]]]

Half are made of the given names and surnames of the US census, three in ten are Arabic, two in ten
Russian with patronymics, all by how usual their words are (../data). Writes to FOLDER:
  names.txt       one name a line; a row is the line's number from 0
  queries.txt     one query a line: a name of names.txt, one fifth as it is, one fifth in another order,
                  three fifths with one letter wrong, every third of these in another order too
  planted.txt     for each query its row and what was done to it
  warm_up.txt     other queries of the same kinds, as many as Java needs to be at its best
"""

import bisect
import itertools
import pathlib
import random
import string
import sys

DATA = pathlib.Path(__file__).resolve().parents[1] / "data"

PATTERNS = ("{0}a{1}i{2}", "{0}a{1}{1}a{2}", "{0}u{1}ai{2}", "Ma{0}{1}ou{2}", "Mu{0}a{1}{1}i{2}", "{0}a{1}{2}i",
            "{0}a{1}{2}awi", "{0}a{1}i{2}i", "A{0}{1}a{2}", "{0}i{1}a{2}", "{0}a{1}{2}an", "{0}a{1}{1}a{2}i")
WARM_UP = 2_000
RARE_FAMILIES = 60_000  # Besides those of the census, which stop where a name has 1 in 100,000.


class Words:
    """Words by their weights."""

    def __init__(self, weights):
        self.words = list(weights)
        self.sums = list(itertools.accumulate(weights.values()))

    @classmethod
    def read(cls, file):
        weights = {}
        for line in (DATA / file).read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                weight, *words = line.split()
                weights.update(dict.fromkeys(words, float(weight)))
        return cls(weights)

    def draw(self, chance):
        return self.words[bisect.bisect(self.sums, chance.random() * self.sums[-1])]


def by_rank(words):
    """The first is the most usual; as Zipf has it."""
    return Words({word: 1 / (rank + 10) for rank, word in enumerate(dict.fromkeys(words))})


class American:
    def __init__(self, chance):
        self.given = Words.read("us_given.txt")
        self.families = Words.read("us_surnames.txt")
        first = [word for word in self.families.words if len(word) > 5]
        self.rare = by_rank((chance.choice(first)[:4] + chance.choice(first)[-4:].lower())
                            for _ in range(RARE_FAMILIES))

    def name(self, chance):
        given = [self.given.draw(chance) for _ in range(1 + (chance.random() < 0.3))]
        families = self.rare if chance.random() < 0.1 else self.families
        return given + [families.draw(chance)]


class Arabic:
    def __init__(self, chance):
        self.given = Words.read("arabic_given.txt")
        self.attributes = Words.read("arabic_attributes.txt")
        self.families = Words.read("arabic_families.txt")
        roots = [root.split("-") for line in (DATA / "arabic_roots.txt").read_text().splitlines()
                 if not line.startswith("#") for root in line.split()]
        rare = [pattern.format(*("" if sound == "c" else sound for sound in root)).capitalize()
                for root in roots for pattern in PATTERNS]
        chance.shuffle(rare)
        self.rare = by_rank(rare)

    def of_person(self, chance):
        if chance.random() >= 0.08:
            return [self.given.draw(chance)]
        attribute = self.attributes.draw(chance)
        return chance.choice((["Abd", "al-" + attribute], ["Abdul", attribute], ["Abdul" + attribute.lower()],
                              ["Abdel", attribute]))

    def of_family(self, chance):
        family = (self.rare if chance.random() < 0.5 else self.families).draw(chance)
        return [chance.choice(("al-" + family, "Al " + family, "El " + family, family, family, family))]

    def name(self, chance):
        fathers = chance.choices((0, 1, 2), (45, 40, 15))[0]
        name = self.of_person(chance)
        for _ in range(fathers):
            name += (["bin"] if chance.random() < 0.08 else []) + self.of_person(chance)
        return name + self.of_family(chance)


class Russian:
    def __init__(self, _):
        self.men = Words.read("russian_given.txt")
        self.women = Words.read("russian_given_women.txt")
        self.families = Words.read("russian_surnames.txt")

    @staticmethod
    def patronymic(father, woman):
        stem, ending = father, "ov"
        if father.endswith(("y", "i")):
            stem, ending = father[:-1], "ev"
        elif father.endswith("a"):
            stem, ending = father[:-1], ""
        if ending == "":
            return stem + ("inichna" if woman else "ich")
        return stem + ending + ("na" if woman else "ich")

    @staticmethod
    def of_woman(family):
        if family.endswith(("sky", "skiy", "skii")):
            return family[:family.rindex("sk")] + "skaya"
        return family if family.endswith("enko") else family + "a"

    def name(self, chance):
        woman = chance.random() < 0.5
        name = [(self.women if woman else self.men).draw(chance)]
        if chance.random() < 0.75:
            name.append(self.patronymic(self.men.draw(chance), woman))
        family = self.families.draw(chance)
        return name + [self.of_woman(family) if woman else family]


def names(count, seed):
    chance = random.Random(seed)
    cultures = [culture(chance) for culture in (American, Arabic, Russian)]
    return [" ".join(chance.choices(cultures, (50, 30, 20))[0].name(chance)) for _ in range(count)]


def mistyped(name, chance):
    """One letter exchanged for another, left out, added, or put behind the next, in a word of four or more."""
    while True:
        at = chance.randrange(len(name))
        start, end = name.rfind(" ", 0, at + 1) + 1, (name + " ").find(" ", at)
        if end - start < min(4, max(map(len, name.split()))) or not name[at].isalpha():
            continue
        letter = chance.choice(string.ascii_lowercase)
        after = name[at + 1:at + 2] if at + 1 < end else ""
        result = name[:at] + chance.choice((letter + name[at + 1:], name[at + 1:], letter + name[at:],
                                            after + name[at] + name[at + 1 + len(after):]))
        if result.lower() != name.lower():
            return result


def rotated(name):
    words = name.split()
    return " ".join(words[-1:] + words[:-1])


def starts_alike(name, query):
    return all(one[0] == other[0] for one, other in zip(name.lower().split(), query.lower().split()))


def planted(all_names, count, seed):
    """(query, row, what was done), the kinds in turn, so that any part is a fair sample.

    A wrong letter that begins a word is a kind of its own, rotated or not.
    """
    chance = random.Random(seed)
    kinds = ("same", "rotated", "edit", "edit", "edit and rotated")
    for number in range(count):
        row, kind = chance.randrange(len(all_names)), kinds[number % len(kinds)]
        name = all_names[row]
        query = mistyped(name, chance) if kind.startswith("edit") else name
        yield (rotated(query) if kind.endswith("rotated") else query, row,
               kind if starts_alike(name, query) else "first letter")


def main(folder, count=1_000_000, queries=1_000, seed=1):
    folder = pathlib.Path(folder)
    all_names = names(int(count), int(seed))

    def write(file, lines):
        (folder / file).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")

    write("names.txt", all_names)
    sought = list(planted(all_names, int(queries), int(seed) + 1))
    write("queries.txt", (query for query, _, _ in sought))
    write("planted.txt", (f"{row}\t{kind}" for _, row, kind in sought))
    write("warm_up.txt", (query for query, _, _ in planted(all_names, WARM_UP, int(seed) + 2)))


if __name__ == "__main__":
    main(*sys.argv[1:])

"""One table of what the engines answered:  table.py FOLDER NAME=ANSWERS...

FOLDER is what names.py made, ANSWERS what an engine wrote (rounds.h); the one that is named `ours` is what
the others are held against, its times over those queries that the other answered too. A planted row is found if it,
or a row with the very same name, is among the rows of the answer.
"""

import pathlib
import statistics
import sys

COLUMNS = ["engine", "queries", "p50 ms", "p90", "p99", "mean", "max", "queries/s", "cpu p50", "cpu mean", "recall@1",
           "recall@10", "build s", "index MB"]


class Answers:
    def __init__(self, text):
        first, *lines = text.splitlines()
        self.build_seconds, self.bytes = (float(field) for field in first.split("\t"))
        split = [line.split("\t") for line in lines]
        self.times = [float(time) / 1000 for time, _, _ in split]
        self.processor = [float(time) / 1000 for _, time, _ in split]
        self.rows = [[int(row) for row in rows.split()] for _, _, rows in split]


class Planted:
    def __init__(self, folder):
        folder = pathlib.Path(folder)
        self.names = (folder / "names.txt").read_text(encoding="utf-8").splitlines()
        lines = [line.split("\t") for line in (folder / "planted.txt").read_text(encoding="utf-8").splitlines()]
        self.rows = [int(row) for row, _ in lines]
        self.kinds = [kind for _, kind in lines]

    def recall(self, answers, among, kind=None):
        """The share of queries, of one kind or of all, whose row is one of the first `among`."""
        asked = [(wanted, rows) for wanted, of, rows in zip(self.rows, self.kinds, answers.rows) if kind in (None, of)]
        found = sum(self.names[wanted] in (self.names[row] for row in rows[:among]) for wanted, rows in asked)
        return found / len(asked) if asked else float("nan")  # An engine that was asked none of the kind.


def percentile(times, share):
    """The time that `share` of all do not exceed."""
    return sorted(times)[min(len(times) - 1, int(share * len(times)))]


def print_columns(rows):
    widths = [max(map(len, column)) for column in zip(*rows)]
    for row in rows:
        first, *others = (cell.ljust(width) if i == 0 else cell.rjust(width)
                          for i, (cell, width) in enumerate(zip(row, widths)))
        print("  ".join([first, *others]))


def figures(name, answers, planted):
    times = answers.times
    shares = [percentile(times, share) for share in (0.5, 0.9, 0.99)]
    return [name, str(len(times)), *(f"{time:.3f}" for time in [*shares, statistics.mean(times), max(times)]),
            f"{1000 / statistics.mean(times):.0f}",
            *(f"{of(answers.processor):.3f}" for of in (statistics.median, statistics.mean)),
            *(f"{planted.recall(answers, among):.3f}" for among in (1, 10)),
            f"{answers.build_seconds:.1f}", f"{answers.bytes / 1e6:.1f}"]


def ratios(theirs, ours):
    return [f"{of(theirs) / of(ours[:len(theirs)]):.1f}" for of in (statistics.median, statistics.mean)]


def main(folder, *arguments):
    planted = Planted(folder)
    engines = {}
    for argument in arguments:
        name, _, file = argument.rpartition("=")
        engines[name] = Answers(pathlib.Path(file).read_text(encoding="utf-8"))
    print_columns([COLUMNS] + [figures(name, answers, planted) for name, answers in engines.items()])
    kinds = sorted(set(planted.kinds), key=planted.kinds.index)
    print("\nrecall@10 by what was done to the name")
    print_columns([["engine", *kinds]] + [[name, *(f"{planted.recall(answers, 10, kind):.3f}" for kind in kinds)]
                                          for name, answers in engines.items()])
    ours = engines["ours"]
    print("\ntimes ours")
    rows = [["engine", "median", "mean", "cpu median", "cpu mean", "recall@10 less ours"]]
    for name, answers in engines.items():
        if answers is not ours:
            rows.append([name, *ratios(answers.times, ours.times), *ratios(answers.processor, ours.processor),
                         f"{planted.recall(answers, 10) - planted.recall(ours, 10):+.3f}"])
    print_columns(rows)


if __name__ == "__main__":
    main(*sys.argv[1:])

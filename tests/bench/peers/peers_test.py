"""What the comparison measures is what it says; no clock is looked at. INDEX_PEER: our engine's program."""

import collections
import os
import pathlib
import subprocess
import tempfile
import unittest

import names
import table


def one_letter_apart(one, other):
    """Left out, exchanged, or two neighbours put the other way round."""
    short, long = sorted((one, other), key=len)
    if len(short) < len(long):
        return any(long[:i] + long[i + 1:] == short for i in range(len(long)))
    differing = [i for i in range(len(one)) if one[i] != other[i]]
    if len(differing) == 2:
        i, j = differing
        return j == i + 1 and one[i] == other[j] and one[j] == other[i]
    return len(short) == len(long) and len(differing) == 1


class Names(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.names = names.names(2000, seed=1)
        cls.planted = list(names.planted(cls.names, 500, seed=2))

    def test_the_same_seed_makes_the_same_names_and_another_makes_others(self):
        self.assertEqual(self.names, names.names(2000, seed=1))
        self.assertNotEqual(self.names, names.names(2000, seed=2))

    def test_names_have_two_words_or_more_and_letters_that_all_engines_read(self):
        for name in self.names:
            self.assertGreaterEqual(len(name.split()), 2)
            self.assertRegex(name, r"\A[A-Za-z]+([ -][A-Za-z]+)+\Z")

    def test_one_fifth_is_as_it_was_one_fifth_rotated_the_rest_mistyped(self):
        kinds = collections.Counter(kind for _, _, kind in self.planted)
        self.assertEqual((kinds["same"], kinds["rotated"]), (100, 100))
        self.assertEqual(kinds["edit"] + kinds["edit and rotated"] + kinds["first letter"], 300)
        self.assertTrue(30 < kinds["first letter"] < 100, kinds)

    def test_a_query_is_its_row_but_for_what_was_done_to_it(self):
        for query, row, kind in self.planted:
            name = self.names[row]
            if kind == "same":
                self.assertEqual(query, name)
            elif kind == "rotated":
                self.assertEqual(query, names.rotated(name))
            elif kind == "edit":
                self.assertTrue(one_letter_apart(query, name), (query, name))
            elif kind == "edit and rotated":
                self.assertTrue(one_letter_apart(query, names.rotated(name)), (query, name))
            else:
                self.assertTrue(any(one_letter_apart(query, of) for of in (name, names.rotated(name))), (query, name))


class Table(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def write(self, file, text):
        path = pathlib.Path(self.folder.name) / file
        path.write_text(text, encoding="utf-8")
        return path

    def test_a_row_of_the_very_same_name_is_as_good_and_a_later_one_only_among_more(self):
        self.write("names.txt", "Ali Hasan\nJohn Smith\nAli Hasan\n")
        self.write("planted.txt", "0\tsame\n1\tedit\n")
        answers = table.Answers("1.5\t1000\n250\t240\t2\n750\t740\t0 1\n")
        planted = table.Planted(self.folder.name)
        self.assertEqual(planted.recall(answers, 1), 0.5)
        self.assertEqual(planted.recall(answers, 10), 1)
        self.assertEqual(planted.recall(answers, 1, "edit"), 0)

    def test_an_engine_that_was_asked_less_is_judged_by_what_it_was_asked(self):
        self.write("names.txt", "Ali Hasan\nJohn Smith\n")
        self.write("planted.txt", "0\tsame\n1\tedit\n")
        self.assertEqual(table.Planted(self.folder.name).recall(table.Answers("1\t1\n9\t8\t0\n"), 10), 1)

    def test_a_percentile_is_a_time_that_was_measured(self):
        self.assertEqual(table.percentile([4, 1, 3, 2], 0.5), 3)
        self.assertEqual(table.percentile([4, 1, 3, 2], 0.99), 4)

    def test_our_engine_finds_every_name_as_it_stands_and_ten_at_most(self):
        for way in ("any", "possible"):
            names.main(self.folder.name, 2000, 100)
            text = subprocess.run([os.environ["INDEX_PEER"], self.folder.name, way], check=True,
                                  capture_output=True, text=True).stdout
            answers = table.Answers(text)
            self.assertEqual(len(answers.rows), 100)
            self.assertLessEqual(max(map(len, answers.rows)), 10)
            self.assertEqual(table.Planted(self.folder.name).recall(answers, 10, "same"), 1)


if __name__ == "__main__":
    unittest.main()

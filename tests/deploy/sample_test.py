"""What deploy/sample/README.md says of the files is true of them."""

import collections
import csv
import pathlib
import subprocess
import sys
import tempfile
import unicodedata
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "deploy" / "sample"
REFERENCE = ROOT / "storage" / "reference"
GENERATED = ("allegations_2013.csv", "allegations_2014.csv", "roll_850.csv", "planted.csv")


def table(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def column(path, name):
    return {row[name] for row in table(path)}


def scripts(rows, field):
    """The first words of the Unicode names of the letters: LATIN, ARABIC, ..."""
    letters = {letter for row in rows for letter in row[field] if letter.isalpha()}
    return {unicodedata.name(letter).split()[0] for letter in letters}


class Generated(unittest.TestCase):
    def test_same_bytes_again(self):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(
                [sys.executable, "-B", str(SAMPLE / "generate.py"), folder], check=True
            )
            for name in GENERATED:
                again = (pathlib.Path(folder) / name).read_bytes()
                self.assertEqual(again, (SAMPLE / name).read_bytes(), name)

    def test_every_row_says_that_it_is_generated(self):
        for name in GENERATED[:3]:
            self.assertEqual(column(SAMPLE / name, "origin"), {"generated"}, name)


class Reports(unittest.TestCase):
    def count(self, year):
        groups = {
            row["subcategory"]: row["public_group"]
            for row in table(REFERENCE / "personnel_categories.csv")
        }
        rows = table(SAMPLE / f"allegations_{year}.csv")
        return (
            collections.Counter(groups[row["subcategory"]] for row in rows),
            sum(row["victim_age_class"] == "CHILD" for row in rows),
            collections.Counter(row["mission"] for row in rows),
        )

    def test_published_figures_of_2013(self):
        groups, minors, missions = self.count(2013)
        self.assertEqual(groups, {"CIVILIAN": 19, "MILITARY": 37, "POLICE": 7, "OTHER": 3})
        self.assertEqual(minors, 18)
        most = {mission for mission, _ in missions.most_common(4)}
        self.assertEqual(most, {"MONUSCO", "UNMIL", "MINUSTAH", "UNMISS"})
        self.assertGreater(sum(missions[mission] for mission in most), 66 / 2)

    def test_published_figures_of_2014(self):
        groups, minors, missions = self.count(2014)
        self.assertEqual(groups, {"CIVILIAN": 14, "MILITARY": 24, "POLICE": 13})
        self.assertEqual(minors, 13)
        self.assertEqual(
            missions,
            {"MONUSCO": 13, "MINUSTAH": 13, "UNMISS": 12, "UNMIL": 5, "MINUSMA": 3, "UNAMA": 1,
             "UNFICYP": 1, "UNIFIL": 1, "UNISFA": 1, "UNOCI": 1},
        )

    def test_reports_fit_the_reference_data(self):
        natures = {
            row["code"]: row["nature"] for row in table(REFERENCE / "misconduct_types.csv")
        }
        missions = {row["code"]: row for row in table(REFERENCE / "missions.csv")}
        for year in (2013, 2014):
            rows = table(SAMPLE / f"allegations_{year}.csv")
            self.assertEqual(len({row["external_ref"] for row in rows}), len(rows))
            for row in rows:
                with self.subTest(row["external_ref"]):
                    self.assertTrue(row["received_date"].startswith(str(year)))
                    self.assertLess(row["incident_date"], row["received_date"])
                    if row["incident_date"]:
                        began = missions[row["mission"]]["active_from"]
                        self.assertGreaterEqual(row["incident_date"], began[: len(row["incident_date"])])
                    nature = natures[row["misconduct_type"]]
                    if row["victim_age_class"] == "CHILD":
                        self.assertEqual(nature, "SEXUAL_ABUSE")
                    self.assertIn(row["subject_nationality"][:1], ("", "X"))
                    self.assertEqual(bool(row["subject_name"]), bool(row["subject_dob"]))

    def test_some_subjects_are_unidentified(self):
        rows = table(SAMPLE / "allegations_2013.csv")
        named = sum(bool(row["subject_name"]) for row in rows)
        self.assertTrue(30 <= named < len(rows), named)


class Roll(unittest.TestCase):
    def test_850_rows_in_five_scripts(self):
        rows = table(SAMPLE / "roll_850.csv")
        self.assertEqual([row["row_no"] for row in rows], [str(n) for n in range(1, 851)])
        for field in ("full_name", "native_name"):
            self.assertLessEqual({"ARABIC", "CYRILLIC", "HANGUL", "CJK"}, scripts(rows, field))
        self.assertIn("LATIN", scripts(rows, "full_name"))
        states = {row["nationality"] for row in rows} - {""}
        self.assertLessEqual(states, {f"X{chr(65 + i)}" for i in range(26)})

    def test_only_planted_rows_bear_a_subjects_name(self):
        planted = column(SAMPLE / "planted.csv", "row_no")
        subjects = {
            row["subject_name"]
            for year in (2013, 2014)
            for row in table(SAMPLE / f"allegations_{year}.csv")
        } - {""}
        for row in table(SAMPLE / "roll_850.csv"):
            if row["row_no"] not in planted:
                self.assertNotIn(row["full_name"], subjects)

    def test_planted_rows_point_at_their_subjects(self):
        reports = {
            row["external_ref"]: row["subject_name"]
            for year in (2013, 2014)
            for row in table(SAMPLE / f"allegations_{year}.csv")
        }
        listed = (SAMPLE / "un_consolidated_2026-02-27_half.xml").read_text(encoding="utf-8")
        rows = table(SAMPLE / "planted.csv")
        kinds = {row["spelling"] for row in rows}
        self.assertLessEqual({"typo", "order", "transliteration", "other_script"}, kinds)
        for row in rows:
            with self.subTest(row["row_no"]):
                if row["source"].startswith("allegations"):
                    self.assertEqual(reports[row["subject_ref"]], row["subject_name"])
                elif row["source"] == "un_list":
                    self.assertIn(f"<DATAID>{row['subject_ref']}</DATAID>", listed)
                else:
                    self.assertIn(row["expect"], ("ERROR", "UNABLE"))

    def test_rows_without_birth_and_identifier_are_just_the_planted_ones(self):
        unable = {
            row["row_no"] for row in table(SAMPLE / "planted.csv") if row["expect"] == "UNABLE"
        }
        bare = {
            row["row_no"]
            for row in table(SAMPLE / "roll_850.csv")
            if not (row["dob"] or row["service_number"] or row["passport"])
        }
        self.assertEqual(bare, unable)
        self.assertEqual(len(bare), 2)


if __name__ == "__main__":
    unittest.main()

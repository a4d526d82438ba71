"""The command line where it needs no server: what it refuses, and in which words."""

import os
import subprocess
import unittest

PROBITY = os.environ["PROBITY"]


class CommandLine(unittest.TestCase):
    def run_it(self, *arguments):
        return subprocess.run([PROBITY, *arguments], text=True, capture_output=True, timeout=60)

    def test_form_that_is_none_is_told_the_three(self):
        ended = self.run_it("--output", "xml", "mission", "list")
        self.assertEqual(ended.returncode, 2)
        self.assertIn("must be table, json or csv", ended.stderr)
        self.assertNotIn("{", ended.stderr)

    def test_form_may_be_written_in_any_case(self):
        ended = self.run_it("--server", "unix:/nowhere", "--deadline", "0.1", "--output", "JSON",
                            "mission", "list")
        self.assertEqual(ended.returncode, 7, ended.stderr)

    def test_help_tells_every_exit_code(self):
        ended = self.run_it("--help")
        self.assertEqual(ended.returncode, 0)
        for code in ["0 done", "4 invalid input", "9 a replay differs"]:
            self.assertIn(code, ended.stdout)

    def refused(self, text, *arguments):
        ended = self.run_it(*arguments)
        self.assertEqual((ended.returncode, ended.stdout), (2, ""), arguments)
        self.assertIn(text, ended.stderr)

    def test_word_that_is_no_noun_or_verb_is_named_with_those_that_there_are(self):
        nouns = "mission, taxonomy, person, case, screen, match, import, admin\n"
        self.refused("there is no noun cases: " + nouns, "cases", "list")
        self.refused("there is no noun cases: " + nouns, "--output", "csv", "cases")
        self.refused("a noun is needed: " + nouns)
        self.refused("there is no verb of match show: list, get, confirm, reject\n", "match", "show")
        self.refused("a verb of match is needed: list, get, confirm, reject\n", "match")
        self.refused("there is no noun <U+001B>[2J: ", "\x1b[2J")
        self.refused("there is no option --colour\n", "--colour")
        self.refused("--colour", "--colour", "case", "list")
        self.refused("match is required", "match", "get")

    def test_version_is_told_as_the_server_tells_its_own(self):
        told = self.run_it("--version")
        self.assertEqual((told.returncode, told.stderr), (0, ""))
        self.assertRegex(told.stdout, r"^\d+\.\d+\.\d+\n$")
        server = subprocess.run([os.environ["PROBITYD"], "--version"], text=True,
                                capture_output=True)
        self.assertEqual(told.stdout, server.stdout)


if __name__ == "__main__":
    unittest.main()

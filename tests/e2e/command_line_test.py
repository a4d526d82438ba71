"""Both programs' command lines where they need no server: what is refused, and in which words."""

import itertools
import os
import subprocess
import unittest

PROBITY = os.environ["PROBITY"]
PROBITYD = os.environ["PROBITYD"]


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
        server = subprocess.run([PROBITYD, "--version"], text=True, capture_output=True)
        self.assertEqual(told.stdout, server.stdout)


class CommandLineOfTheServer(unittest.TestCase):
    def run_it(self, *arguments):
        return subprocess.run([PROBITYD, *arguments], text=True, capture_output=True, timeout=60)

    def test_nothing_to_do_shows_the_help(self):
        ended = self.run_it()
        self.assertEqual(ended.returncode, 64)
        self.assertIn("--config", ended.stderr)
        self.assertEqual(self.run_it("--colour").returncode, 64)

    def test_of_two_things_to_do_none_is_done(self):
        do = {"--init": [], "--restore": ["/nowhere/backup"], "--begin-epoch": []}
        for one, other in itertools.permutations(do, 2):
            ended = self.run_it("--config", "/nowhere", one, *do[one], other, *do[other])
            self.assertEqual(ended.returncode, 64, (one, other))
            self.assertIn(one, ended.stderr)
            self.assertIn(other, ended.stderr)

    def test_every_option_has_its_text(self):
        shown = self.run_it("--help")
        self.assertEqual(shown.returncode, 0)
        for option in ["--organisation", "--role", "--mission"]:
            self.assertRegex(shown.stdout, option + r" .*\n *with --print-token: ")


if __name__ == "__main__":
    unittest.main()

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


if __name__ == "__main__":
    unittest.main()

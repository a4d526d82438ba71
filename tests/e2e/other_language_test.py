"""What clients/README.md tells about a client in another language, done as it stands there."""

import os
import pathlib
import re
import subprocess
import sys
import tempfile
import textwrap
import unittest

from process import Server

ROOT = pathlib.Path(__file__).resolve().parents[2]


def blocks(language):
    text = (ROOT / "clients" / "README.md").read_text(encoding="utf-8")
    found = re.findall(rf"(?ms)^( *)```{language}\n(.*?)^ *```$", text)
    return [textwrap.dedent(block) for _, block in found]


class OtherLanguage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.addClassCleanup(cls.server.close)
        cls.server.add_principal("officer", ["CDT_OFFICER"], ["missions/UNMIL"])
        cls.server.start()
        cls.folder = tempfile.TemporaryDirectory(prefix="probity-stubs-")
        cls.addClassCleanup(cls.folder.cleanup)
        folder = pathlib.Path(cls.folder.name)
        for name in ["proto", "tests"]:
            (folder / name).symlink_to(ROOT / name)

    def run_it(self, command):
        environment = dict(os.environ, PROBITY_SERVER=self.server.address,
                           PROBITY_TOKEN=self.server.tokens["officer"])
        ended = subprocess.run(command, text=True, capture_output=True, timeout=60,
                               cwd=self.folder.name, env=environment)
        self.assertEqual(ended.returncode, 0, ended.stderr)
        return ended.stdout

    def test_stubs_are_made_and_call_the_server(self):
        example = pathlib.Path(self.folder.name) / "example.py"
        example.write_text(blocks("python")[0], encoding="utf-8")
        make_stubs, run_example = blocks("sh")
        self.run_it(["bash", "-e", "-c", make_stubs])
        printed = self.run_it(["bash", "-e", "-c", run_example])
        self.assertRegex(printed, r"^recorded PRB-2013-UNMIL-\d{5}\ncases/\w+ PRB-2013-UNMIL-\d{5}\n"
                                  r"INVALID_ARGUMENT UNKNOWN_CODE mission\n$")

    def test_without_stubs_the_server_says_what_it_offers(self):
        printed = self.run_it([sys.executable, "-c", blocks("python")[1]])
        self.assertIn("probity.v1.CaseService", printed)
        self.assertIn("missions/", printed)


if __name__ == "__main__":
    unittest.main()

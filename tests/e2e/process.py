"""A probityd of the test's own: a new register, a port that the system gives, clients by name."""

import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time

import grpc

PROBITYD = os.environ["PROBITYD"]

CONFIG = """
[server]
listen = "127.0.0.1:0"
port_file = "{folder}/port"
reflection = true
drain_notice_seconds = 0
[register]
data = "{folder}/data.db"
keys = "{folder}/keys.db"
root_key = "{folder}/root.key"
backups = "{folder}"
[log]
file = "{folder}/log.jsonl"
"""


class Server:
    def __init__(self, development=True):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="probityd-"))
        self.config = self.folder / "probityd.toml"
        self.config.write_text(CONFIG.format(folder=self.folder))
        self.tokens = {}
        self.process = None
        made = self.run("--init", *(["--development"] if development else []))
        assert made.returncode == 0, made.stderr

    def run(self, *arguments):
        """The program with the configuration, to its end."""
        return subprocess.run([PROBITYD, "--config", str(self.config), *arguments], text=True,
                              capture_output=True, timeout=60)

    def add_principal(self, name, roles, missions=("*",), organisation="organisations/UN"):
        arguments = ["--print-token", name, "--organisation", organisation]
        for role in roles:
            arguments += ["--role", role]
        for mission in missions:
            arguments += ["--mission", mission]
        printed = subprocess.run([PROBITYD, *arguments], text=True, capture_output=True, check=True)
        token, block = printed.stdout.split("\n", 1)
        self.tokens[name] = token
        with self.config.open("a") as config:
            config.write(block)

    def start(self):
        port = self.folder / "port"
        port.unlink(missing_ok=True)
        if self.process is not None:
            self.process.stderr.close()
        self.process = subprocess.Popen([PROBITYD, "--config", str(self.config)],
                                        stderr=subprocess.PIPE, text=True)
        until = time.monotonic() + 60
        while not port.exists():
            assert self.process.poll() is None, self.process.stderr.read()
            assert time.monotonic() < until, "the server does not listen"
            time.sleep(0.02)
        self.address = "127.0.0.1:" + port.read_text().strip()
        return self

    def end(self, how=signal.SIGTERM):
        """Sends the signal and answers the exit code."""
        self.process.send_signal(how)
        return self.process.wait(timeout=60)

    def log(self):
        return (self.folder / "log.jsonl").read_text()

    def credentials(self, name):
        return (("authorization", "Bearer " + self.tokens[name]),)

    def channel(self):
        return grpc.insecure_channel(self.address)

    def close(self):
        if self.process is not None:
            if self.process.poll() is None:
                self.end(signal.SIGKILL)
            self.process.stderr.close()
        shutil.rmtree(self.folder)

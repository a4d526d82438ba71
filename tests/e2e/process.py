"""A probityd of the test's own: a new register, a port that the system gives, clients by name.

The register is on the engine that PROBITY_ENGINE names; on PostgreSQL in two databases of its own on a
server of the test program's own, which syncs as a real one does (tests/support/postgres).
"""

import atexit
import functools
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time
import unittest
import uuid

import grpc

PROBITYD = os.environ["PROBITYD"]
ENGINE = os.environ.get("PROBITY_ENGINE", "sqlite")

on_sqlite = unittest.skipUnless(ENGINE == "sqlite", "files of SQLite")
no_matter_where = unittest.skipUnless(ENGINE == "sqlite", "the same on every engine: shown once")

CONFIG = """
[server]
listen = "127.0.0.1:0"
port_file = "{folder}/port"
reflection = true
drain_notice_seconds = 0
[register]
root_key = "{folder}/root.key"
backups = "{folder}"
{register}
{engine}[log]
file = "{folder}/log.jsonl"
"""

SQLITE = """[sqlite]
data = "{folder}/data.db"
keys = "{folder}/keys.db"
"""

POSTGRESQL = """engine = "postgresql"
[postgresql]
data = "{data}"
keys = "{keys}"
"""


class Cluster:
    """A server of PostgreSQL, for as long as this process lives."""

    def __init__(self):
        self.file = pathlib.Path(tempfile.mkdtemp(prefix="probity-e2e-pg-")) / "cluster"
        subprocess.run([os.environ["PROBITY_POSTGRES_KEEPER"], "start", str(self.file),
                        str(os.getpid())], check=True)
        self.conninfo = self.file.read_text().splitlines()[0]
        self.folder = pathlib.Path(self.conninfo.split()[0].removeprefix("host="))

    @staticmethod
    @functools.cache
    def shared():
        cluster = Cluster()
        atexit.register(cluster.stop)
        return cluster

    def stop(self):
        """Ends it, and leaves nothing behind."""
        subprocess.run([os.environ["PROBITY_POSTGRES_KEEPER"], "stop", str(self.file)], check=True)
        shutil.rmtree(self.file.parent)

    def kill(self):
        """Kills all of it at once; it is down until rise."""
        (self.folder / "down").touch()
        backends = Databases.sql_of(self.conninfo + " dbname=postgres",
                                    "SELECT pid FROM pg_stat_activity")
        postmaster = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        for process in [postmaster, *map(int, backends)]:
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                pass

    def rise(self):
        """Returns when it answers again."""
        (self.folder / "down").unlink()
        until = time.monotonic() + 60
        while subprocess.run(["pg_isready", "--quiet", "--dbname", self.conninfo]).returncode != 0:
            assert time.monotonic() < until, "PostgreSQL does not come back"
            time.sleep(0.05)


class Databases:
    """Two empty databases, for data and keys. They go with their server: to drop one costs it a second."""

    def __init__(self, cluster, tablespace="pg_default"):
        self.server = cluster.conninfo
        name = "e2e_" + uuid.uuid4().hex
        self.names = {"data": name + "_data", "keys": name + "_keys"}
        for database in self.names.values():
            self.sql("postgres", f"CREATE DATABASE {database} TEMPLATE template0 "
                                 f"TABLESPACE {tablespace}")

    def conninfo(self, database):
        return f"{self.server} dbname={database}"

    def of(self, half):
        return self.conninfo(self.names[half])

    def sql(self, database, statement):
        return self.sql_of(self.conninfo(database), statement)

    @staticmethod
    def sql_of(conninfo, statement):
        """The rows of the answer, a line each."""
        ended = subprocess.run(["psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align",
                                "--set=ON_ERROR_STOP=1", "--command", statement,
                                conninfo], text=True, capture_output=True)
        assert ended.returncode == 0, ended.stderr
        return ended.stdout.splitlines()

    def dump(self):
        """All that both hold, as text; bytes in hexadecimal."""
        return "".join(subprocess.run(["pg_dump", self.of(half)], text=True, capture_output=True,
                                      check=True).stdout for half in self.names)


class Server:
    def __init__(self, development=True, cluster=None, register="", beside=None,
                 tablespace="pg_default"):
        """`register`: more keys of that section. `beside`: of this server's register, not a new one."""
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="probityd-"))
        self.config = self.folder / "probityd.toml"
        self.databases, self.beside = None, beside
        if beside is not None:
            self.databases = beside.databases
            shutil.copy(beside.folder / "root.key", self.folder)
        elif ENGINE == "postgresql":
            self.databases = Databases(cluster or Cluster.shared(), tablespace)
        self.config.write_text(CONFIG.format(folder=self.folder, engine=self.engine(),
                                             register=register))
        self.tokens = dict(beside.tokens) if beside is not None else {}
        self.process = None
        if beside is not None:
            blocks = beside.config.read_text().split("[[principal]]", 1)
            self.config.write_text(self.config.read_text() + "\n[[principal]]" + blocks[1])
            return
        made = self.run("--init", *(["--development"] if development else []))
        assert made.returncode == 0, made.stderr

    def engine(self):
        if self.databases is None:
            return SQLITE.format(folder=self.folder)
        return POSTGRESQL.format(data=self.databases.of("data"), keys=self.databases.of("keys"))

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


class ServerTest(unittest.TestCase):
    """What tests of the program itself ask of it."""

    def server(self, **arguments):
        server = Server(**arguments)
        self.addCleanup(server.close)
        return server

    def refused(self, server, code, text, *arguments):
        """It ends with that code and one line."""
        ended = server.run(*arguments)
        self.assertEqual((ended.returncode, ended.stdout), (code, ""))
        self.assertIn(text, ended.stderr)
        self.assertEqual(ended.stderr.count("\n"), 1, ended.stderr)

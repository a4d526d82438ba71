"""A register on PostgreSQL from outside: what the program refuses, and what its callers see when the
server under it dies."""

import os
import pathlib
import shutil
import subprocess
import tempfile
import threading
import time
import unittest
import uuid

import grpc

from process import Cluster, Databases, ServerTest
from reflected import Client, details

CASE = "probity.v1.CaseService/"
REPORT = {"mission": "missions/UNMIL", "channel": "HOTLINE",
          "became_aware_time": "2013-05-20T10:00:00Z",
          "subjects": [{"placeholder": {"unit": "Battalion 1"}, "role": "PERPETRATOR",
                        "subcategory": "CONTINGENT_MEMBER"}],
          "misconduct_types": ["SEXUAL_ABUSE"]}


class Postgresql(ServerTest):
    def rewrite(self, server, old, new):
        text = server.config.read_text()
        self.assertIn(old, text)
        server.config.write_text(text.replace(old, new))

    def test_databases_that_are_empty_hold_no_register(self):
        server = self.server()
        empty = {half: "e2e_" + uuid.uuid4().hex for half in ["data", "keys"]}
        for half, database in empty.items():
            server.databases.sql("postgres", f"CREATE DATABASE {database} TEMPLATE template0")
            self.addCleanup(server.databases.sql, "postgres", f"DROP DATABASE {database}")
            self.rewrite(server, server.databases.of(half), server.databases.conninfo(database))
        self.refused(server, 66, "there is no register, or it was moved: postgresql.data\n")

    def test_databases_of_two_registers_are_both_named(self):
        server, other = self.server(), self.server()
        self.rewrite(server, server.databases.of("keys"), other.databases.of("keys"))
        (server.folder / "root.key").write_bytes((other.folder / "root.key").read_bytes())
        self.refused(server, 1, "different registers: postgresql.data, postgresql.keys\n")

    def test_data_and_keys_are_not_taken_for_each_other(self):
        server = self.server()
        # One place by two spellings; of one spelling the configuration tells.
        self.rewrite(server, server.databases.of("keys"), server.databases.of("data") + " ")
        self.refused(server, 73, "data and keys need a database each: postgresql.keys\n")

    def test_server_that_is_not_there_is_told_and_no_password_with_it(self):
        server = self.server()
        self.rewrite(server, server.databases.of("data"),
                     "host=127.0.0.1 port=1 dbname=d password=open-sesame")
        ended = server.run()
        self.assertEqual(ended.returncode, 1)
        self.assertTrue(ended.stderr.endswith(": postgresql.data\n"), ended.stderr)
        self.assertNotIn("sesame", ended.stderr)

    def test_a_database_that_is_not_in_utf_8_is_refused_before_a_register_is_made_and_after(self):
        server = self.server()
        latin = "e2e_" + uuid.uuid4().hex
        server.databases.sql("postgres", f"CREATE DATABASE {latin} TEMPLATE template0 "
                                         "ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'")
        self.addCleanup(server.databases.sql, "postgres", f"DROP DATABASE {latin}")
        self.rewrite(server, server.databases.of("data"), server.databases.conninfo(latin))
        for arguments in [], ["--init"]:
            self.refused(server, 1, "the database is in LATIN1; one in UTF-8 is needed: "
                                    "postgresql.data\n", *arguments)

    def test_schema_ahead_is_refused(self):
        server = self.server()
        server.databases.sql_of(server.databases.of("data"),
                                "UPDATE schema_version SET version = version + 1")
        self.refused(server, 1, "newer version")

    def test_copies_are_put_back_by_other_tools(self):
        server = self.server()
        self.refused(server, 64, "PostgreSQL's own tools", "--restore", str(server.folder))
        epoch = self.epoch(server)
        begun = server.run("--begin-epoch")
        self.assertEqual((begun.returncode, begun.stdout), (0, "began an epoch\n"), begun.stderr)
        self.assertGreater(self.epoch(server), epoch)

    def epoch(self, server):
        return int(server.databases.sql_of(server.databases.of("data"),
                                           "SELECT epoch FROM clock")[0])

    def test_what_was_acknowledged_outlives_the_death_of_the_server_under_it(self):
        cluster = Cluster()
        self.addCleanup(cluster.stop)
        server = self.server(cluster=cluster)
        server.add_principal("officer", ["CDT_OFFICER"], ["missions/UNMIL"])
        server.start()
        credentials = server.credentials("officer")
        acknowledged, refused, stop = {}, [], threading.Event()

        client = Client(server.channel())
        self.addCleanup(client.channel.close)
        client.method(CASE + "RecordAllegation")  # Reflection has eight places, and is asked once.

        def record():
            while not stop.is_set():
                request = {"report": REPORT, "request_id": str(uuid.uuid4())}
                while True:  # The same request_id carries on until it is answered.
                    try:
                        answer = client.call(CASE + "RecordAllegation", request, credentials)
                        acknowledged[request["request_id"]] = answer["name"]
                        break
                    except grpc.RpcError as error:
                        refused.append((error.code(), error.details()))
                        time.sleep(0.05)

        callers = [threading.Thread(target=record) for _ in range(8)]
        for caller in callers:
            caller.start()
        self.until(lambda: len(acknowledged) > 50)
        cluster.kill()
        self.until(lambda: refused)
        cluster.rise()
        again = len(acknowledged)
        self.until(lambda: len(acknowledged) > again + 50)
        stop.set()
        for caller in callers:
            caller.join()
        self.assertEqual({code for code, _ in refused}, {grpc.StatusCode.UNAVAILABLE})
        for request_id, name in acknowledged.items():
            repeated = client.call(CASE + "RecordAllegation",
                                   {"report": REPORT, "request_id": request_id}, credentials)
            self.assertEqual(repeated["name"], name)
        stored = server.databases.sql_of(server.databases.of("data"),
                                         "SELECT count(DISTINCT id) FROM cases")
        self.assertEqual(int(stored[0]), len(set(acknowledged.values())))

    @unittest.skipUnless(os.geteuid() == 0, "only root mounts a small disk")
    def test_full_disk_refuses_writes_until_there_is_room(self):
        disk = pathlib.Path(tempfile.mkdtemp(prefix="probity-small-disk-"))
        self.addCleanup(disk.rmdir)
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64M", "tmpfs", str(disk)], check=True)
        self.addCleanup(subprocess.run, ["umount", str(disk)], check=True)
        data = disk / "data"
        data.mkdir()
        shutil.chown(data, "postgres", "postgres")
        cluster = Cluster()
        self.addCleanup(cluster.stop)
        Databases.sql_of(cluster.conninfo + " dbname=postgres",
                         f"CREATE TABLESPACE small LOCATION '{data}'")
        server = self.server(cluster=cluster, tablespace="small")
        server.add_principal("officer", ["CDT_OFFICER"], ["missions/UNMIL"])
        server.start()
        client = Client(server.channel())
        self.addCleanup(client.channel.close)

        def record(request_id):
            return client.call(CASE + "RecordAllegation",
                               {"report": dict(REPORT, narrative="n" * 10_000),
                                "request_id": request_id},
                               server.credentials("officer"))["name"]

        acknowledged = {}
        with (disk / "filler").open("wb") as filler:
            with self.assertRaises(OSError):
                while True:
                    os.write(filler.fileno(), bytes(65536))
        refused = ""
        with self.assertRaises(grpc.RpcError) as caught:
            for _ in range(5000):
                refused = str(uuid.uuid4())
                acknowledged[refused] = record(refused)
        acknowledged.pop(refused, None)
        self.assertEqual(caught.exception.code(), grpc.StatusCode.UNAVAILABLE)
        self.assertEqual(details(caught.exception)[0], "DISK_SPACE")
        (disk / "filler").unlink()
        acknowledged[refused] = record(refused)
        for request_id, name in acknowledged.items():
            self.assertEqual(record(request_id), name)

    def until(self, done):
        limit = time.monotonic() + 60
        while not done():
            self.assertLess(time.monotonic(), limit)
            time.sleep(0.02)


if __name__ == "__main__":
    unittest.main()

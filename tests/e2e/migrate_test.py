"""A register moves from one engine to the other and back, under its readers and writers."""

import contextlib
import json
import os
import re
import sqlite3
import subprocess
import threading
import unittest

import grpc

import steps
from process import SQLITE, Server
from reflected import Client

PROBITY = os.environ["PROBITY"]


def may_be_sent_again(error):
    """As clients/README.md says: UNAVAILABLE, or gRPC's own answer of a server that just stops."""
    bare = not any(key == "grpc-status-details-bin" for key, _ in error.trailing_metadata() or ())
    return (error.code() == grpc.StatusCode.UNAVAILABLE
            or error.code() == grpc.StatusCode.CANCELLED and bare)


class Migrate(unittest.TestCase):
    def setUp(self):
        self.server = Server()
        self.addCleanup(self.server.close)
        steps.add_principals(self.server)
        self.server.add_principal("operator", ["SYSTEM_ADMIN"], [])
        text = self.server.config.read_text()
        self.server.config.write_text(
            re.sub(r"(?m)^\[server\]", SQLITE.format(folder=self.server.folder) + "[server]", text))

    def client(self):
        client = Client(self.server.channel())
        self.addCleanup(client.channel.close)
        return client

    def call(self, client):
        return lambda method, fields, who: client.call(method, fields, self.server.credentials(who))

    def migrate(self, source, destination):
        token = self.server.folder / "operator.token"
        token.write_text(self.server.tokens["operator"])
        token.chmod(0o600)
        return subprocess.run([PROBITY, "--server", self.server.address, "--token-file", str(token),
                               "--output", "json", "admin", "migrate", source, destination],
                              text=True, capture_output=True, timeout=120)

    def switch(self, engine):
        text = self.server.config.read_text()
        self.server.config.write_text(re.sub(r'engine = "\w+"', f'engine = "{engine}"', text))

    def test_a_register_moves_there_and_back_with_its_readers(self):
        self.server.start()
        client = self.client()
        who = ("Amadou Traoré", "1971-10-05")
        steps.Allegation(self.call(client), *who).investigated()
        names, reads, failed, stop = [], [], [], threading.Event()

        def read_and_write():
            while not stop.is_set():
                try:
                    names.append(steps.Allegation(self.call(client), "Grace Toe", "1991-07-08")
                                 .allegation["name"])
                    reads.append(client.call(steps.CASES + "ListCases", {},
                                             self.server.credentials("desk")))
                except grpc.RpcError as error:
                    failed.append(error)

        caller = threading.Thread(target=read_and_write)
        caller.start()
        ended = self.migrate("postgresql", "sqlite")
        stop.set()
        caller.join()
        self.assertEqual(ended.returncode, 0, ended.stderr)
        self.assertEqual(json.loads(ended.stdout)["phase"], "MOVED")
        self.assertEqual(self.server.process.wait(timeout=60), 0)
        for error in failed:
            self.assertTrue(may_be_sent_again(error), error)
        self.assertGreater(len(reads), 0, "nothing was read meanwhile")
        self.assertEqual(len(reads[0]["cases"]), 2)

        # The old place is no register any more; one key leads to the new one.
        old = self.server.run()
        self.assertEqual(old.returncode, 66)
        self.assertIn("there is no register, or it was moved: postgresql.data", old.stderr)
        self.switch("sqlite")
        self.server.start()
        client = self.client()
        self.assertEqual(steps.screen(self.call(client), *who), "HOLD")
        for name in names:
            client.call(steps.CASES + "GetAllegation", {"name": name}, self.server.credentials("desk"))
        status = client.call("probity.v1.AdminService/GetRegisterStatus", {},
                             self.server.credentials("operator"))
        self.assertEqual(status["engine"], "SQLite")

        # Back, into databases that were emptied.
        for half in ["data", "keys"]:
            self.server.databases.sql_of(self.server.databases.of(half),
                                         "DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        ended = self.migrate("sqlite", "postgresql")
        self.assertEqual(ended.returncode, 0, ended.stderr)
        self.assertEqual(self.server.process.wait(timeout=60), 0)
        self.switch("postgresql")
        self.server.start()
        client = self.client()
        self.assertEqual(steps.screen(self.call(client), *who), "HOLD")

    def in_sqlite(self, statement):
        with contextlib.closing(sqlite3.connect(self.server.folder / "data.db")) as database:
            database.execute(statement)
            database.commit()

    def in_postgresql(self, statement):
        return self.server.databases.sql_of(self.server.databases.of("data"), statement)

    def refused(self, code, text):
        ended = self.server.run()
        self.assertEqual(ended.returncode, code, ended.stderr)
        self.assertIn(text, ended.stderr)
        self.assertEqual(ended.stderr.count("\n"), 1, ended.stderr)

    def test_a_start_finds_out_where_a_move_ended(self):
        self.server.start()
        who = ("Amadou Traoré", "1971-10-05")
        steps.Allegation(self.call(self.client()), *who).investigated()
        own = self.in_postgresql("SELECT format('(1, %L, %s, %s)', register_id, development, "
                                 "created_time) FROM register")[0]
        ended = self.migrate("postgresql", "sqlite")
        self.assertEqual(ended.returncode, 0, ended.stderr)
        self.assertEqual(self.server.process.wait(timeout=60), 0)

        # The last step of a move, undone: as if it had been killed before it.
        not_ended = f"UPDATE clock SET epoch = 1 - epoch; INSERT INTO register VALUES {own}"
        self.in_postgresql(not_ended)
        self.refused(66, "there is no register, or it was moved: postgresql.data")
        self.assertEqual(self.in_postgresql("SELECT * FROM register"), [])

        # And the last but one.
        self.in_postgresql(not_ended)
        self.in_sqlite("DELETE FROM register")
        self.server.start()
        self.assertEqual(steps.screen(self.call(self.client()), *who), "HOLD")
        self.assertEqual(self.server.end(), 0)
        self.switch("sqlite")
        self.refused(66, "there is no register, or it was moved: sqlite.data")

    def test_where_nobody_knows_how_a_move_ended_nothing_is_served(self):
        self.in_postgresql("UPDATE clock SET epoch = -epoch")
        self.refused(1, "the other place does not say whether it is the register now: there is no "
                        f"such file: sqlite.data = {self.server.folder}/data.db; start again when")
        self.assertFalse((self.server.folder / "data.db").exists())
        self.assertEqual(self.server.run("--begin-epoch").returncode, 0)
        self.server.start()
        self.assertEqual(self.server.end(), 0)

        self.switch("sqlite")
        self.assertEqual(self.server.run("--init", "--development").returncode, 0)
        self.in_sqlite("UPDATE clock SET epoch = -epoch")
        self.refused(1, "what is there is not the copy of this register: postgresql.data")
        text = self.server.config.read_text()
        keys = text.replace(self.server.databases.of("data"), "host=/nowhere dbname=data")
        self.server.config.write_text(keys)
        self.refused(1, "the database cannot be reached: postgresql.data")
        self.server.config.write_text(re.sub(r"(?ms)^\[postgresql\].*?^(?=\[)", "", text))
        self.refused(1, "the server's configuration does not say where that engine is")
        self.assertEqual(self.server.run("--begin-epoch").returncode, 0)
        self.server.start()

    def test_a_server_that_does_not_know_how_its_move_ended_ends(self):
        self.switch("sqlite")
        self.assertEqual(self.server.run("--init", "--development").returncode, 0)
        self.server.start()
        self.in_sqlite("UPDATE clock SET epoch = -epoch")
        self.assertNotEqual(self.migrate("sqlite", "postgresql").returncode, 0)
        self.assertEqual(self.server.process.wait(timeout=60), 70)
        self.assertIn("move_undecided", self.server.log())

    def test_what_cannot_be_moved_is_said_and_nothing_changes(self):
        self.server.start()
        for source, destination, text in [
                ("sqlite", "postgresql", "the register is not on that engine"),
                ("postgresql", "postgresql", "the register is moved to another engine"),
                ("postgresql", "oracle", "there is no such engine")]:
            ended = self.migrate(source, destination)
            self.assertNotEqual(ended.returncode, 0)
            self.assertIn(text, ended.stderr)
        client = self.client()
        steps.Allegation(self.call(client), "Grace Toe", "1991-07-08")
        with self.assertRaises(grpc.RpcError) as caught:
            client.stream("probity.v1.AdminService/MigrateRegister",
                          [{"from": "ENGINE_POSTGRESQL", "to": "ENGINE_SQLITE"}],
                          self.server.credentials("desk"))
        self.assertEqual(caught.exception.code(), grpc.StatusCode.PERMISSION_DENIED)


if __name__ == "__main__":
    unittest.main()

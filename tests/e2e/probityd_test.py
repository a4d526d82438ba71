"""The program itself: how it starts, what it refuses, how it ends."""

import base64
import os
import pathlib
import re
import signal
import subprocess
import threading
import unittest
import uuid

import grpc

from process import ENGINE, PROBITYD, ServerTest, no_matter_where, on_sqlite
from reflected import Client, OpenReflection, details

IMPORT = "probity.v1.ImportService/ImportReports"
MISSION = {"title": "A mission", "country": "Nowhere", "mission_kind": "OTHER_MISSION"}


class Probityd(ServerTest):
    @no_matter_where
    def test_configuration_is_refused_with_its_line(self):
        server = self.server()
        server.config.write_text(server.config.read_text() + "colour = 1\n")
        lines = server.config.read_text().count("\n")
        self.refused(server, 78, f"probityd.toml:{lines}: there is no key colour")
        server.config.unlink()
        self.refused(server, 78, f"{server.config}: the file cannot be read")
        server.config.mkdir()
        self.refused(server, 78, f"{server.config}: the file cannot be read")

    @no_matter_where
    def test_address_that_is_not_local_is_refused(self):
        server = self.server()
        text = server.config.read_text().replace("127.0.0.1:0", "0.0.0.0:0")
        server.config.write_text(text)
        self.refused(server, 78, "the server listens nowhere else")

    @on_sqlite
    def test_register_that_is_not_there_is_refused(self):
        server = self.server()
        (server.folder / "data.db").unlink()
        self.refused(server, 66, "there is no register at this path: sqlite.data = "
                                 f"{server.folder}/data.db")

    def test_register_is_made_once(self):
        server = self.server()
        before = (server.folder / "root.key").read_bytes()
        data = {"sqlite": f"sqlite.data = {server.folder}/data.db", "postgresql": "postgresql.data"}
        self.refused(server, 1, ": " + data[ENGINE] + "\n", "--init")
        self.assertEqual((server.folder / "root.key").read_bytes(), before)

    @on_sqlite
    def test_register_in_use_is_refused(self):
        server = self.server().start()
        self.refused(server, 73, "open in another process: sqlite.keys = "
                                 f"{server.folder}/keys.db")

    def test_tokens_need_a_register_for_development(self):
        server = self.server(development=False)
        server.add_principal("officer", ["CDT_OFFICER"])
        self.refused(server, 1, "[[principal]]: static tokens work only on a register")

    @no_matter_where
    def test_root_key_that_others_can_read_is_refused(self):
        server = self.server()
        (server.folder / "root.key").chmod(0o644)
        self.refused(server, 1, f"(mode 0600): register.root_key = {server.folder}/root.key")
        (server.folder / "root.key").unlink()
        self.refused(server, 66, "there is no root key file: register.root_key = "
                                 f"{server.folder}/root.key")

    @on_sqlite
    def test_files_of_two_registers_are_both_named(self):
        server, other = self.server(), self.server()
        for file in ["keys.db", "root.key"]:
            (server.folder / file).write_bytes((other.folder / file).read_bytes())
        self.refused(server, 1, f"different registers: sqlite.data = {server.folder}/data.db, "
                                f"sqlite.keys = {server.folder}/keys.db")

    @no_matter_where
    def test_what_the_configuration_names_is_told_with_its_key(self):
        server = self.server()
        whole = server.config.read_text()
        below_a_file = f"{server.config}/x"
        for key, told in [("file", "log.file"), ("port_file", "server.port_file")]:
            text = re.sub(f"(?m)^{key} = .*$", f'{key} = "{below_a_file}"', whole)
            server.config.write_text(text)
            self.refused(server, 1, f"{told} = {below_a_file}")
        listen = f"unix:{below_a_file}"
        server.config.write_text(whole.replace("127.0.0.1:0", listen))
        ended = server.run()
        self.assertEqual(ended.returncode, 1)
        self.assertIn(f"probityd: the address cannot be listened on: server.listen = {listen}\n",
                      ended.stderr)

    @no_matter_where
    def test_files_are_their_owners_alone(self):
        server = self.server().start()
        for file in server.folder.iterdir():
            if file != server.config:
                self.assertEqual(file.stat().st_mode & 0o077, 0, file)

    @no_matter_where
    def test_reflection_is_off_unless_it_is_configured(self):
        server = self.server()
        server.config.write_text(server.config.read_text().replace("reflection = true\n", "", 1))
        server.start()
        client = Client(server.channel())
        with self.assertRaises(grpc.RpcError) as caught:
            client.services()
        self.assertEqual(caught.exception.code(), grpc.StatusCode.UNIMPLEMENTED)
        client.channel.close()

    @no_matter_where
    def test_memory_is_not_dumped(self):
        server = self.server().start()
        limits = pathlib.Path(f"/proc/{server.process.pid}/limits").read_text()
        line = next(line for line in limits.splitlines() if line.startswith("Max core file size"))
        self.assertEqual(line.split()[4:6], ["0", "0"])

    def test_sigterm_lets_open_calls_end_and_exits_0(self):
        server = self.server()
        server.add_principal("screener", ["PD_SCREENER"], [], "organisations/DPKO")
        server.start()
        client = Client(server.channel())
        credentials = server.credentials("screener")
        roll = client.call("probity.v1.ScreeningService/CreateRoll", {
            "roll": {"title": "r", "agreement": "agreements/DPO-RECRUITMENT",
                     "channel": "PD_RECRUITMENT", "purpose": "RECRUITMENT"},
            "request_id": str(uuid.uuid4())}, credentials)
        first_answered, draining = threading.Event(), threading.Event()

        def rows():
            row = {"roll": roll["name"], "candidate": {"names": [{"full": "Nobody Known"}],
                                                       "dates_of_birth": ["1990-01-01"]}}
            yield dict(row, row_number=1)
            draining.wait(30)
            yield dict(row, row_number=2)

        answers = []

        def collect():
            for answer in client.answers("probity.v1.ScreeningService/ScreenRoll", rows(),
                                         credentials):
                answers.append(answer)
                first_answered.set()

        worker = threading.Thread(target=collect)
        worker.start()
        self.assertTrue(first_answered.wait(30), "a call that has not begun may be refused")
        server.process.send_signal(signal.SIGTERM)
        until_draining(server)
        # Whoever has begun goes on; whoever comes is told to come again.
        late = Client(server.channel())
        with self.assertRaises(grpc.RpcError) as caught:
            until_turned_away(late, credentials)
        self.assertEqual(caught.exception.code(), grpc.StatusCode.UNAVAILABLE)
        self.assertEqual(details(caught.exception)[0], "DRAINING")
        late.channel.close()
        draining.set()
        worker.join(30)
        self.assertEqual([answer["row_number"] for answer in answers], [1, 2])
        client.channel.close()
        self.assertEqual(server.process.wait(timeout=60), 0)
        self.assertIn('"event":"stopped"', server.log())
        self.assertRegex(server.log(), r'"event":"opened".*"engine":"(SQLite 3\.|PostgreSQL 15\.)[0-9.]+.*"checked":"no"')

    @no_matter_where
    def test_who_keeps_reflection_open_keeps_nobody_else_out(self):
        server = self.server()
        server.add_principal("admin", ["SYSTEM_ADMIN"], [])
        server.start()
        channels = [server.channel() for _ in range(32)]
        client = Client(channels[0])

        def served():
            missions = client.call("probity.v1.RegistryService/ListMissions", {},
                                   server.credentials("admin"))
            self.assertTrue(missions["missions"])
            self.assertEqual(client.call("grpc.health.v1.Health/Check", {}), {"status": "SERVING"})

        served()  # The client has asked reflection what it needs.
        # An open call for reflection keeps a thread until its caller has said all.
        calls = [OpenReflection(channel) for channel in channels]
        kept = [call for call in calls if call.refused is None]
        self.assertGreaterEqual(len(kept), 1)
        self.assertLessEqual(len(kept), 8)
        self.assertEqual({call.refused for call in calls if call not in kept},
                         {grpc.StatusCode.RESOURCE_EXHAUSTED})
        served()
        for call in kept:
            self.assertIn("probity.v1.RegistryService", call.ask())
            call.end()
        for channel in channels:
            channel.close()
        self.assertEqual(server.end(), 0)

    def test_health_says_not_serving_before_the_end(self):
        server = self.server()
        text = server.config.read_text().replace("drain_notice_seconds = 0",
                                                 "drain_notice_seconds = 300")
        server.config.write_text(text)
        server.start()
        client = Client(server.channel())
        server.process.send_signal(signal.SIGTERM)
        until_draining(server)
        self.assertEqual(client.call("grpc.health.v1.Health/Check", {}),
                         {"status": "NOT_SERVING"})
        client.channel.close()
        # The second signal does not wait.
        self.assertEqual(server.end(), 128 + signal.SIGTERM)

    def test_what_was_acknowledged_outlives_kill_9(self):
        server = self.server()
        server.add_principal("admin", ["SYSTEM_ADMIN"])
        server.start()
        client = Client(server.channel())
        for number in range(20):
            client.call("probity.v1.RegistryService/CreateMission", {
                "mission": dict(MISSION, name=f"missions/X{number}"), "request_id": f"r-{number}"
            }, server.credentials("admin"))
        client.channel.close()
        self.assertEqual(server.end(signal.SIGKILL), -signal.SIGKILL)
        server.start()
        client = Client(server.channel())
        for number in range(20):
            client.call("probity.v1.RegistryService/GetMission", {"name": f"missions/X{number}"},
                        server.credentials("admin"))
        client.channel.close()

    def test_import_that_kill_9_cuts_is_completed_by_sending_it_again(self):
        server = self.server()
        server.add_principal("officer", ["CDT_OFFICER"])
        server.start()
        lines = 3000
        credentials = server.credentials("officer")
        client = Client(server.channel())
        acknowledged = {}
        with self.assertRaises(grpc.RpcError):
            for answer in client.answers(IMPORT, report_file(lines), credentials):
                acknowledged[answer["line"]] = answer["case_name"]
                if len(acknowledged) == lines // 3:
                    server.process.send_signal(signal.SIGKILL)
        client.channel.close()
        self.assertEqual(server.process.wait(timeout=60), -signal.SIGKILL)
        self.assertGreaterEqual(len(acknowledged), lines // 3)
        self.assertLess(len(acknowledged), lines)

        server.start()
        client = Client(server.channel())
        again = client.stream(IMPORT, report_file(lines), credentials)
        self.assertEqual(len(again), lines)
        by_line = {answer["line"]: answer for answer in again}
        for line, case in acknowledged.items():
            self.assertEqual(by_line[line]["case_name"], case)
            self.assertTrue(by_line[line]["repeated_line"])
        cases = {answer["case_name"] for answer in again}
        self.assertEqual(len(cases), lines)
        listed, token = set(), ""
        while True:
            page = client.call("probity.v1.CaseService/ListCases",
                               {"page_size": 500, "page_token": token}, credentials)
            listed.update(case["name"] for case in page["cases"])
            token = page.get("next_page_token", "")
            if not token:
                break
        self.assertEqual(listed, cases)
        client.channel.close()

    @no_matter_where
    def test_token_block_that_the_server_would_refuse_is_not_printed(self):
        def printed(*arguments):
            return subprocess.run([PROBITYD, "--print-token", *arguments], text=True,
                                  capture_output=True)
        for wrong, text in [
                (["amina", "--role", "CDT_OFFICER", "--mission", "UNMIL"], "missions/CODE"),
                (["amina", "--role", "CDT_COOK"], "there is no role"),
                (["amina", "--mission", "*"], "roles is missing"),
                (["amina", "--role", "CDT_OFFICER", "--organisation", "DPO"], "organisations/CODE"),
                (["system", "--role", "CDT_OFFICER"], "the server itself uses this name")]:
            ended = printed(*wrong)
            self.assertEqual((ended.returncode, ended.stdout), (64, ""), wrong)
            self.assertIn(text, ended.stderr)
        server = self.server()
        server.add_principal('Ng\'ang\'a "Jo" \\ Mwangi', ["CDT_OFFICER"])
        server.start()
        self.assertEqual(server.end(), 0)

    @on_sqlite
    def test_fault_of_a_file_ends_the_server_with_70_and_loses_nothing(self):
        server = self.server()
        server.add_principal("officer", ["CDT_OFFICER"])
        server.start()
        credentials = server.credentials("officer")
        client = Client(server.channel())
        person = client.call("probity.v1.PersonService/CreatePerson", {
            "person": {"names": [{"full": "Nobody Known"}]}, "request_id": "r-1"}, credentials)
        client.channel.close()
        self.assertEqual(server.end(), 0)
        keys = server.folder / "keys.db"
        whole = keys.read_bytes()
        # The first pages are read at the start; the rest holds the keys of persons.
        begin = 6 * 4096
        keys.write_bytes(whole[:begin] + b"\x55" * (len(whole) - begin))
        server.start()
        client = Client(server.channel())
        with self.assertRaises(grpc.RpcError) as caught:
            client.call("probity.v1.PersonService/GetPerson", {"name": person["name"]}, credentials)
        self.assertEqual(caught.exception.code(), grpc.StatusCode.UNAVAILABLE)
        client.channel.close()
        self.assertEqual(server.process.wait(timeout=60), 70)
        self.assertIn('"event":"store_stopped"', server.log())
        keys.write_bytes(whole)
        server.start()
        client = Client(server.channel())
        found = client.call("probity.v1.PersonService/GetPerson", {"name": person["name"]},
                            credentials)
        self.assertEqual(found["names"][0]["full"], "Nobody Known")
        client.channel.close()

    def restore(self, server, backup):
        return subprocess.run([os.environ["PROBITY"], "admin", "restore", backup, "--config",
                               str(server.config)], text=True, capture_output=True, timeout=60)

    @on_sqlite
    def test_backup_is_restored_where_no_register_is(self):
        server = self.server()
        server.add_principal("admin", ["SYSTEM_ADMIN"])
        server.start()
        client = Client(server.channel())
        credentials = server.credentials("admin")
        client.call("probity.v1.RegistryService/CreateMission", {
            "mission": dict(MISSION, name="missions/XKEPT"), "request_id": "r-1"}, credentials)
        client.call("probity.v1.AdminService/CreateBackup", {"backup_id": "one"}, credentials)
        client.channel.close()
        self.assertEqual(server.end(), 0)
        backup = str(server.folder / "one")
        self.refused(server, 1, f"sqlite.data = {server.folder}/data.db", "--restore", backup)
        self.assertEqual(self.restore(server, backup).returncode, 6)
        for file in server.folder.glob("*.db*"):
            file.unlink()
        nothing = self.restore(server, str(server.folder))
        self.assertEqual(nothing.returncode, 3)
        self.assertIn(f"no backup in this folder: --restore {server.folder}\n", nothing.stderr)
        restored = self.restore(server, backup)
        self.assertEqual(restored.returncode, 0, restored.stderr)
        server.start()
        client = Client(server.channel())
        client.call("probity.v1.RegistryService/GetMission", {"name": "missions/XKEPT"},
                    credentials)
        status = client.call("probity.v1.AdminService/GetRegisterStatus", {}, credentials)
        self.assertGreater(int(status["epoch"]), 1)
        client.channel.close()


def report_file(lines):
    """The messages of an import of so many reports, a hundred lines each."""
    yield {"header": {"source": "test", "fictitious": True}}
    text = "external_ref,mission,received_date,channel,misconduct_type,subcategory,subject_name\n"
    for number in range(1, lines + 1):
        text += f"r-{number},UNMIL,2013-02-01,EMAIL,RAPE,CONTINGENT_MEMBER,Bo Ek\n"
        if number % 100 == 0 or number == lines:
            yield {"chunk": base64.b64encode(text.encode()).decode()}
            text = ""


def until_draining(server):
    """Polls the log: the process says when it has begun."""
    for _ in range(3000):
        if '"event":"draining"' in server.log():
            return
        threading.Event().wait(0.01)
    raise AssertionError("the server does not drain")


def until_turned_away(client, credentials):
    """Calls until a call fails: it has said that it will, and does at once."""
    for _ in range(3000):
        client.call("probity.v1.RegistryService/ListMissions", {}, credentials)


if __name__ == "__main__":
    unittest.main()

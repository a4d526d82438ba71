"""Several servers on one register: what one commits, the others show in time or refuse to answer."""

import time
import unittest
import uuid

import grpc

import steps
from process import Cluster, Server
from reflected import Client, details

SCREENING = "probity.v1.ScreeningService"


class Servers(unittest.TestCase):
    def setUp(self):
        self.cluster = Cluster.shared()

    def pair(self, **second):
        one = Server(cluster=self.cluster, register="index_bound_seconds = 1")
        self.addCleanup(one.close)
        steps.add_principals(one)
        two = Server(beside=one, register="index_bound_seconds = 1\n" +
                     second.get("register", "instance = 2"))
        self.addCleanup(two.close)
        self.clients = {}
        for server in [one, two]:
            self.clients[server] = Client(server.start().channel())
            self.addCleanup(self.clients[server].channel.close)
        return one, two

    def told(self, server, method, fields, who, *metadata):
        return self.clients[server].call_told(method, fields, server.credentials(who) + metadata)

    def calls(self, server, *metadata):
        return lambda method, fields, who: self.told(server, method, fields, who, *metadata)[0]

    def until(self, done, seconds=30):
        limit = time.monotonic() + seconds
        while not done():
            self.assertLess(time.monotonic(), limit)
            time.sleep(0.02)

    def health(self, server):
        return self.clients[server].call("grpc.health.v1.Health/Check", {"service": SCREENING})["status"]

    def test_a_finding_on_one_server_changes_the_answer_of_the_other(self):
        one, two = self.pair()
        who = ("Amadou Traoré", "1971-10-05")
        self.assertEqual(steps.screen(self.calls(two), *who), "CLEARED")
        allegation = steps.Allegation(self.calls(one), *who).investigated()
        self.until(lambda: steps.screen(self.calls(two), *who) == "HOLD")
        allegation.found("OUTCOME_UNSUBSTANTIATED")
        self.until(lambda: steps.screen(self.calls(two), *who) == "CLEARED")

    def test_change_token_is_shown_at_once_by_the_other(self):
        one, two = self.pair()
        for i in range(10):
            who = (f"Kwame Mensah{'abcdefghij'[i]}", f"19{60 + i}-03-04")
            tokens = []

            def call(method, fields, principal):
                answer, trailers = self.told(one, method, fields, principal)
                tokens.append(trailers["probity-change-token"])
                return answer

            steps.Allegation(call, *who).investigated().found("OUTCOME_SUBSTANTIATED")
            at_least = ("probity-at-least", tokens[-1])
            self.assertEqual(steps.screen(self.calls(two, at_least), *who), "HOLD")

    def test_change_token_is_sealed_and_only_of_writes(self):
        one, two = self.pair()
        answer, trailers = self.told(one, steps.CASES + "ListCases", {}, "desk")
        self.assertNotIn("probity-change-token", trailers)
        with self.assertRaises(grpc.RpcError) as caught:
            self.told(two, steps.CASES + "ListCases", {}, "desk",
                      ("probity-at-least", "A" * 75))
        self.assertEqual(caught.exception.code(), grpc.StatusCode.INVALID_ARGUMENT)
        self.assertEqual(details(caught.exception),
                         ("INVALID_CHANGE_TOKEN", "probity-at-least", "probity"))

    def test_servers_of_one_number_share_one_access_log(self):
        one, two = self.pair(register="instance = 1")
        for i in range(20):
            for server in [one, two]:
                self.told(server, steps.CASES + "ListCases", {}, "desk")
        rows = one.databases.sql_of(one.databases.of("data"), "SELECT count(*), max(leaf_index) "
                                    "FROM access_log WHERE instance = 1")
        count, last = map(int, rows[0].split("|"))
        self.assertEqual(count, last + 1)
        self.assertGreaterEqual(count, 40)

    def test_request_id_and_etag_hold_across_servers(self):
        one, two = self.pair()
        request = {"request_id": str(uuid.uuid4()), "report": {
            "mission": "missions/UNMIL", "channel": "HOTLINE",
            "became_aware_time": "2013-05-20T10:00:00Z",
            "subjects": [{"placeholder": {"unit": "Battalion 1"}, "role": "PERPETRATOR",
                          "subcategory": "CONTINGENT_MEMBER"}],
            "misconduct_types": ["SEXUAL_ABUSE"]}}
        first = self.calls(one)(steps.CASES + "RecordAllegation", request, "officer")
        again = self.calls(two)(steps.CASES + "RecordAllegation", request, "officer")
        self.assertEqual(first, again)
        step = {"name": first["allegations"][0]["name"], "etag": first["allegations"][0]["etag"],
                "duplicates_searched": True}
        self.calls(two)(steps.CASES + "AssessAllegation",
                        dict(step, request_id=str(uuid.uuid4())), "officer")
        with self.assertRaises(grpc.RpcError) as caught:
            self.calls(one)(steps.CASES + "AssessAllegation",
                            dict(step, request_id=str(uuid.uuid4())), "officer")
        self.assertEqual(caught.exception.code(), grpc.StatusCode.ABORTED)

    def test_index_past_its_bound_clears_nobody(self):
        self.cluster = Cluster()
        self.addCleanup(self.cluster.stop)
        one, two = self.pair()
        who = ("Grace Toe", "1991-07-08")
        self.assertEqual(self.health(one), "SERVING")
        self.assertEqual(steps.screen(self.calls(one), *who), "CLEARED")
        self.cluster.kill()
        self.until(lambda: self.health(one) == "NOT_SERVING")
        with self.assertRaises(grpc.RpcError) as caught:
            steps.screen(self.calls(one), *who)
        self.assertEqual(caught.exception.code(), grpc.StatusCode.UNAVAILABLE)
        self.assertEqual(details(caught.exception)[0], "INDEX_STALE")
        self.cluster.rise()
        self.until(lambda: self.health(one) == "SERVING")
        self.assertEqual(steps.screen(self.calls(one), *who), "CLEARED")
        self.assertIn('"index_stale"', one.log())
        self.assertIn('"index_fresh"', one.log())


if __name__ == "__main__":
    unittest.main()

"""What a client in another language meets: it knows the address and a token, nothing else."""

import unittest
import uuid

import grpc

from process import Server
from reflected import Client, details

CASES = "probity.v1.CaseService/"
PERSONS = "probity.v1.PersonService/"
REGISTRY = "probity.v1.RegistryService/"
SCREENING = "probity.v1.ScreeningService/"


def report(**changes):
    fields = {
        "mission": "missions/UNMIL",
        "channel": "HOTLINE",
        "became_aware_time": "2013-05-20T10:00:00Z",
        "incident_from": "2013-05",
        "subjects": [{
            "new_person": {"names": [{"full": "Amadou Traoré"}], "dates_of_birth": ["1971-10-05"]},
            "role": "PERPETRATOR",
            "subcategory": "CONTINGENT_MEMBER",
        }],
        "misconduct_types": ["SEXUAL_ABUSE"],
        "victims": [{"age_class": "CHILD", "gender": "FEMALE", "count": 1}],
        "fictitious": True,
    }
    fields.update(changes)
    return fields


class ForeignClient(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.addClassCleanup(cls.server.close)
        cls.server.add_principal("officer", ["CDT_OFFICER"], ["missions/UNMIL"])
        cls.server.add_principal("headquarters", ["CDS_CASE_OFFICER"])
        cls.server.add_principal("elsewhere", ["CDT_OFFICER"], ["missions/MINUSCA"])
        cls.server.add_principal("screener", ["PD_SCREENER"], [], "organisations/DPKO")
        cls.server.add_principal("admin", ["SYSTEM_ADMIN"], [])
        cls.server.start()
        cls.client = Client(cls.server.channel())

    @classmethod
    def tearDownClass(cls):
        cls.client.channel.close()
        code = cls.server.end()
        assert code == 0, code

    def call(self, method, fields, who="officer"):
        return self.client.call(method, fields, self.server.credentials(who))

    def write(self, method, fields, who="officer"):
        return self.call(method, dict(fields, request_id=str(uuid.uuid4())), who)

    def refused(self, code, reason, field, method, fields, who="officer"):
        takes_id = "request_id" in self.client.method(method).input_type.fields_by_name
        make = self.write if takes_id and "request_id" not in fields else self.call
        with self.assertRaises(grpc.RpcError) as caught:
            make(method, fields, who)
        self.assertEqual(caught.exception.code(), code, caught.exception.details())
        self.assertEqual(details(caught.exception), (reason, field, "probity"))

    def test_every_service_is_described(self):
        services = self.client.services()
        for name in ["Registry", "Person", "Case", "Screening", "Import", "Admin"]:
            self.assertIn("probity.v1." + name + "Service", services)
        for service in services:
            self.assertTrue(self.client.service(service).methods, service)

    def test_health_is_serving(self):
        self.assertEqual(self.client.call("grpc.health.v1.Health/Check", {}),
                         {"status": "SERVING"})

    def test_a_case_is_recorded_read_and_hidden(self):
        case = self.write(CASES + "RecordAllegation", {"report": report()})
        self.assertRegex(case["reference"], r"^PRB-\d{4}-UNMIL-\d{5}$")
        self.assertEqual(case["allegations"][0]["state"], "RECEIVED")
        read = self.call(CASES + "GetCase", {"name": case["name"]})
        self.assertEqual(read, case)
        person = self.call(PERSONS + "GetPerson", {"name": case["allegations"][0]["person"]})
        self.assertEqual(person["names"][0]["full"], "Amadou Traoré")
        self.assertNotIn("creator", person)
        absent = "cases/" + "0" * 25 + "1"
        answers = []
        for name in [case["name"], absent]:
            with self.assertRaises(grpc.RpcError) as caught:
                self.call(CASES + "GetCase", {"name": name}, "elsewhere")
            trailers = dict(caught.exception.trailing_metadata())
            answers.append((caught.exception.code(), caught.exception.details(),
                            trailers["grpc-status-details-bin"]))
        self.assertEqual(answers[0], answers[1])
        self.assertEqual(answers[0][0], grpc.StatusCode.NOT_FOUND)

    def test_same_request_id_same_answer_other_body_refused(self):
        request = {"report": report(), "request_id": str(uuid.uuid4())}
        first = self.call(CASES + "RecordAllegation", request)
        self.assertEqual(self.call(CASES + "RecordAllegation", request), first)
        request["report"]["incident_from"] = "2012"
        self.refused(grpc.StatusCode.ALREADY_EXISTS, "REQUEST_ID_REUSED", "request_id",
                     CASES + "RecordAllegation", request)

    def test_bad_reports_name_their_field(self):
        invalid = grpc.StatusCode.INVALID_ARGUMENT
        subject = report()["subjects"][0]
        named = lambda name: [dict(subject, new_person={"names": [{"full": name}]})]
        name_field = "report.subjects[0].new_person.names[0].full"
        for reason, field, changes in [
            ("UNKNOWN_CODE", "report.mission", {"mission": "missions/NOWHERE"}),
            ("UNKNOWN_CODE", "report.misconduct_types[0]", {"misconduct_types": ["JAYWALKING"]}),
            ("UNKNOWN_CODE", "report.subjects[0].subcategory",
             {"subjects": [dict(subject, subcategory="SOLDIER")]}),
            ("INVALID_DATE", "report.incident_from", {"incident_from": "2013-02-30"}),
            ("MISSING_FIELD", name_field, {"subjects": named("")}),
            ("TOO_LONG", name_field, {"subjects": named("a" * 10_000)}),
            ("INVALID_TEXT", name_field, {"subjects": named("-- .. !!")}),
            ("INVALID_TEXT", name_field, {"subjects": named("Am\u202eadou")}),
        ]:
            with self.subTest(reason=reason, field=field):
                self.refused(invalid, reason, field, CASES + "RecordAllegation",
                             {"report": report(**changes)}, "headquarters")

    def test_a_list_of_an_unknown_mission_is_an_error_for_everybody(self):
        for who in ["officer", "headquarters", "elsewhere"]:
            self.refused(grpc.StatusCode.INVALID_ARGUMENT, "UNKNOWN_CODE", "mission",
                         CASES + "ListCases", {"mission": "missions/NOWHERE"}, who)
        self.assertEqual(self.call(CASES + "ListCases", {"mission": "missions/UNMIL"}, "elsewhere"),
                         {})

    def test_text_that_is_not_utf8_is_named(self):
        method = "/" + PERSONS + "CreatePerson"
        raw = self.client.channel.unary_unary(method)
        # person.names[0].full
        with self.assertRaises(grpc.RpcError) as caught:
            raw(b"\x0a\x06\x2a\x04\x0a\x02\xc3\xc3", metadata=self.server.credentials("officer"),
                timeout=30)
        self.assertEqual(caught.exception.code(), grpc.StatusCode.INVALID_ARGUMENT)
        self.assertEqual(details(caught.exception),
                         ("INVALID_TEXT", "person.names[0].full", "probity"))

    def test_stale_etag_is_aborted(self):
        mission = {"name": "missions/XE2E", "title": "A mission", "country": "Nowhere",
                   "mission_kind": "OTHER_MISSION"}
        created = self.write(REGISTRY + "CreateMission", {"mission": mission}, "admin")
        self.write(REGISTRY + "UpdateMission", {"mission": created}, "admin")
        self.refused(grpc.StatusCode.ABORTED, "STALE_ETAG", "mission.etag",
                     REGISTRY + "UpdateMission", {"mission": created}, "admin")

    def test_who_may_not_learns_nothing_of_the_request(self):
        self.refused(grpc.StatusCode.PERMISSION_DENIED, "PERMISSION_DENIED", "",
                     CASES + "RecordAllegation", {"report": {}}, "screener")
        self.refused(grpc.StatusCode.PERMISSION_DENIED, "PERMISSION_DENIED", "",
                     CASES + "GetCase", {"name": "nonsense"}, "admin")
        with self.assertRaises(grpc.RpcError) as caught:
            self.client.call(CASES + "GetCase", {"name": "nonsense"})
        self.assertEqual(caught.exception.code(), grpc.StatusCode.UNAUTHENTICATED)
        self.assertEqual(details(caught.exception)[0], "NO_CREDENTIALS")

    def test_message_that_is_too_large_is_refused(self):
        with self.assertRaises(grpc.RpcError) as caught:
            self.write(CASES + "RecordAllegation", {"report": report(narrative="a" * (2 << 20))})
        self.assertEqual(caught.exception.code(), grpc.StatusCode.RESOURCE_EXHAUSTED)

    def test_pages_end_and_foreign_tokens_are_refused(self):
        fields = {"page_size": 5}
        names = []
        while True:
            page = self.call(REGISTRY + "ListMissions", fields)
            names += [mission["name"] for mission in page["missions"]]
            if "next_page_token" not in page:
                break
            fields["page_token"] = page["next_page_token"]
        self.assertEqual(len(names), len(set(names)))
        self.refused(grpc.StatusCode.INVALID_ARGUMENT, "INVALID_PAGE_TOKEN", "page_token",
                     REGISTRY + "ListOrganisations", fields)

    def test_a_roll_streams(self):
        roll = self.write(SCREENING + "CreateRoll", {"roll": {
            "title": "Rotation", "agreement": "agreements/DPO-RECRUITMENT",
            "channel": "PD_RECRUITMENT", "purpose": "RECRUITMENT"}}, "screener")
        rows = [{"roll": roll["name"], "row_number": i + 1,
                 "candidate": {"names": [{"full": "Candidate Nobody"}], "dates_of_birth": ["1990-01-01"],
                               "nationalities": ["XA"]}} for i in range(300)]
        rows[7]["candidate"]["dates_of_birth"] = ["1990-13-01"]
        results = self.client.stream(SCREENING + "ScreenRoll", rows,
                                     self.server.credentials("screener"))
        self.assertEqual([r["row_number"] for r in results], list(range(1, 301)))
        self.assertEqual(results[7]["error"]["reason"], "INVALID_DATE")
        self.assertEqual(sum("screening" in r for r in results), 299)


if __name__ == "__main__":
    unittest.main()

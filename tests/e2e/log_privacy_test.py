"""No personal data outside the sealed rows: markers in every field that people type, looked for in log
lines, error texts, file names, or the clear in any file of the register."""

import base64
import json
import unittest
import uuid

import grpc

import steps
from process import Server
from reflected import Client

# Letters alone, so that each passes for a name, a text, an identifier or a code.
MARKER = "Qzxvmarker"


def marked(descriptor, depth=0):
    """A message with the marker in every text field, as a dictionary."""
    fields = {}
    for field in descriptor.fields:
        if field.containing_oneof and field.containing_oneof.fields[0] is not field:
            continue
        if field.message_type:
            if field.message_type.full_name.startswith("google.") or depth > 6:
                continue
            value = marked(field.message_type, depth + 1)
        elif field.type == field.TYPE_STRING:
            # A client makes it, nobody types it, and the ledger keeps it.
            value = str(uuid.uuid4()) if field.name == "request_id" else MARKER
        elif field.type == field.TYPE_ENUM:
            value = field.enum_type.values_by_number[1].name
        elif field.type == field.TYPE_INT32:
            value = 1
        else:
            continue
        fields[field.name] = [value] if field.label == field.LABEL_REPEATED else value
    return fields


def chunk(text):
    return {"chunk": base64.b64encode(text.encode()).decode()}


class LogPrivacy(unittest.TestCase):
    def setUp(self):
        self.server = Server()
        self.addCleanup(self.server.close)
        self.server.add_principal("everything", [
            "CDS_CHIEF", "CDS_CASE_OFFICER", "CDT_OFFICER", "SCREENING_ADJUDICATOR", "SYSTEM_ADMIN",
            "OHR_OFFICER"], organisation="organisations/DPKO")
        self.server.add_principal("nobody", ["AUDITOR"])
        steps.add_principals(self.server)
        self.server.start()
        self.client = Client(self.server.channel())
        self.addCleanup(self.client.channel.close)
        self.texts = []

    def call(self, method, fields, who):
        try:
            return self.client.call(method, fields, self.server.credentials(who))
        except grpc.RpcError as error:
            self.texts.append(error.details())
            self.texts += [str(value) for _, value in error.trailing_metadata()]
            return None

    def test_markers_reach_no_log_line_error_or_file_name(self):
        calls = 0
        for service in self.client.services():
            if not service.startswith("probity."):
                continue
            for method in self.client.service(service).methods:
                fields = marked(method.input_type)
                for who in ["everything", "nobody"]:
                    calls += 1
                    if method.name in ("ScreenRoll", "ImportReports", "ImportSecurityCouncilList"):
                        self.stream(method.name, [fields], who)
                    else:
                        self.call(service + "/" + method.name, fields, who)
        # And where the call goes through.
        stored = self.call("probity.v1.CaseService/RecordAllegation", {
            "request_id": str(uuid.uuid4()),
            "report": {
                "mission": "missions/UNMIL", "channel": "HOTLINE",
                "became_aware_time": "2013-05-20T10:00:00Z", "incident_location": MARKER,
                "narrative": MARKER, "reporter": {"kind": "WITNESS", "display_name": MARKER,
                                                  "contact": MARKER},
                "subjects": [{"new_person": {"names": [{"full": MARKER}], "place_of_birth": MARKER,
                                             "identifiers": [{"type": "EMAIL", "value": MARKER}]},
                              "role": "PERPETRATOR", "subcategory": "CONTINGENT_MEMBER"}],
                "misconduct_types": ["SEXUAL_ABUSE"], "external_references": ["OIOS/2013/0123"]}},
            "everything")
        self.assertIsNotNone(stored, self.texts[-1:])
        self.call("probity.v1.CaseService/GetCase", {"name": stored["name"]}, "everything")
        self.call("probity.v1.PersonService/GetPerson",
                  {"name": stored["allegations"][0]["person"]}, "everything")

        self.steps_that_go_through()
        self.streams_that_go_through()

        self.client.channel.close()
        self.assertEqual(self.server.end(), 0)
        log = self.server.log()
        lines = [json.loads(line) for line in log.splitlines()]
        self.assertGreater(len([line for line in lines if line["event"] == "call"]), calls)
        self.assertNotIn(MARKER.lower(), log.lower())
        self.assertNotIn(MARKER.lower(), self.server.process.stderr.read().lower())
        self.assertTrue(self.texts)
        for text in self.texts:
            self.assertNotIn(MARKER.lower(), text.lower())
        for file in self.server.folder.iterdir():
            self.assertNotIn(MARKER.lower(), file.name.lower())
            # Sealed, so not in the register's files either.
            if file.is_file():
                self.assertFalse(MARKER.encode() in file.read_bytes(), file.name)
        if self.server.databases is not None:
            dump = self.server.databases.dump().lower()
            self.assertIn("copy public.person", dump)
            for form in [MARKER.lower(), MARKER.encode().hex()]:
                self.assertNotIn(form, dump)

    def steps_that_go_through(self):
        """An allegation from its report to its end and back, all that is typed on the way marked."""
        allegation = steps.Allegation(self.call, MARKER, "1971-10-05", words=MARKER)
        allegation.investigated().found("OUTCOME_SUBSTANTIATED").closed()
        allegation.step("ReopenAllegation", "desk", new_information=MARKER)
        self.assertEqual(allegation.allegation["state"], "REOPENED")
        case = self.call("probity.v1.CaseService/RecordAllegation", {
            "request_id": str(uuid.uuid4()),
            "report": {
                "mission": "missions/UNMIL", "channel": "HOTLINE",
                "became_aware_time": "2013-05-20T10:00:00Z",
                "subjects": [{"placeholder": {"unit": MARKER, "rank": MARKER, "description": MARKER},
                              "role": "PERPETRATOR", "subcategory": "CONTINGENT_MEMBER"}],
                "misconduct_types": ["RAPE"]}}, "officer")
        self.assertIsNotNone(case, self.texts[-3:])
        person = allegation.allegation["person"]
        linked = self.call("probity.v1.CaseService/LinkSubject", {
            "name": case["name"], "etag": case["etag"], "subject_number": 1, "person": person,
            "request_id": str(uuid.uuid4())}, "officer")
        unlinked = self.call("probity.v1.CaseService/UnlinkSubject", {
            "name": case["name"], "etag": linked["etag"], "subject_number": 1, "reason": MARKER,
            "placeholder": {"unit": MARKER}, "request_id": str(uuid.uuid4())}, "officer")
        self.assertNotIn("person", unlinked["allegations"][0])

    def streams_that_go_through(self):
        """One good and one bad row of each stream, all of them marked."""
        header = "external_ref,mission,received_date,channel,misconduct_type,subcategory,"
        lines = self.stream("ImportReports", [
            {"header": {"source": "test"}},
            chunk(header + "subject_name,subject_dob,subject_identifier_type,subject_identifier,"
                  "narrative\n"
                  f"a,UNMIL,2013-02-01,EMAIL,RAPE,CONTINGENT_MEMBER,{MARKER},1971-10-05,EMAIL,"
                  f"{MARKER},{MARKER}\n"
                  f"b,{MARKER},{MARKER},{MARKER},{MARKER},{MARKER},{MARKER},{MARKER},{MARKER},"
                  f"{MARKER},{MARKER}\n"
                  f"c,UNMIL,2013-02-01,EMAIL,RAPE,{MARKER},{MARKER},{MARKER},EMAIL,{MARKER},\n"
                  f'd,"{MARKER}"{MARKER}\n')])
        self.assertEqual(["error" in line for line in lines], [False, True, True, True], lines)

        roll = self.call("probity.v1.ScreeningService/CreateRoll", {
            "request_id": str(uuid.uuid4()),
            "roll": {"title": "A roll", "agreement": "agreements/DPO-RECRUITMENT",
                     "channel": "PD_RECRUITMENT", "purpose": "RECRUITMENT"}}, "everything")
        self.assertIsNotNone(roll, self.texts[-1:])
        candidate = {"names": [{"full": MARKER}], "dates_of_birth": ["1971-10-05"],
                     "identifiers": [{"type": "EMAIL", "value": MARKER}]}
        rows = self.stream("ScreenRoll", [
            {"roll": roll["name"], "row_number": 1, "candidate": candidate},
            {"row_number": 2, "candidate": dict(candidate, nationalities=[MARKER])},
            {"row_number": 1, "candidate": dict(candidate, dates_of_birth=["1972-10-05"])}])
        self.assertEqual(["error" in row for row in rows], [False, True, True], rows)

        entry = (f"<FIRST_NAME>{MARKER}</FIRST_NAME><COMMENTS1>{MARKER}</COMMENTS1>"
                 f"<INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT>"
                 f"<NUMBER>{MARKER}</NUMBER></INDIVIDUAL_DOCUMENT></INDIVIDUAL>")
        head = '<CONSOLIDATED_LIST dateGenerated="2026-02-27T00:00:09.554Z"><INDIVIDUALS>'
        tail = "</INDIVIDUALS></CONSOLIDATED_LIST>"
        summary = self.stream("ImportSecurityCouncilList", [chunk(
            f"{head}<INDIVIDUAL><DATAID>1</DATAID>{entry}"
            f"<INDIVIDUAL><DATAID>{MARKER}</DATAID>{entry}{tail}")])
        self.assertEqual([(s.get("created"), s.get("refused")) for s in summary], [(1, 1)])
        # Refused as a whole.
        for broken in [f"{head}<INDIVIDUAL><DATAID>2</DATAID>{entry}", f"<{MARKER}>", MARKER]:
            self.assertEqual(self.stream("ImportSecurityCouncilList", [chunk(broken)]), [])
        self.assertEqual(self.stream("ImportReports", [
            {"header": {"source": "test"}}, chunk(f"{MARKER},{MARKER}\n{MARKER}\n")]), [])

    def stream(self, method, rows, who="everything"):
        """What the stream answers; its error, and what its rows say of themselves, are texts."""
        answers = []
        service = "ScreeningService" if method == "ScreenRoll" else "ImportService"
        try:
            for answer in self.client.answers(f"probity.v1.{service}/{method}", rows,
                                              self.server.credentials(who)):
                answers.append(answer)
        except grpc.RpcError as error:
            self.texts.append(error.details())
            self.texts += [str(value) for _, value in error.trailing_metadata()]
        for answer in answers:
            for error in [answer.get("error"), *answer.get("refused_entries", [])]:
                if error:
                    self.texts.append(json.dumps(error))
        return answers


if __name__ == "__main__":
    unittest.main()

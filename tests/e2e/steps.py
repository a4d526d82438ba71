"""An allegation from its report to its finding, by the roles that take the steps."""

import uuid

CASES = "probity.v1.CaseService/"
PRINCIPALS = [
    ("officer", ["CDT_OFFICER", "CDT_CHIEF", "HEAD_OF_MISSION"], "organisations/DFS"),
    ("desk", ["CDS_CASE_OFFICER", "CDS_CHIEF"], "organisations/DMSPC"),
    ("second-desk", ["CDS_CASE_OFFICER"], "organisations/DMSPC"),
    ("oversight", ["OIOS_LIAISON", "INVESTIGATOR"], "organisations/UN"),
    ("recruiter", ["PD_SCREENER"], "organisations/DPO"),
]


def add_principals(server):
    for name, roles, organisation in PRINCIPALS:
        server.add_principal(name, roles, organisation=organisation)


class Allegation:
    """`call(method, fields, who)` answers the answer of a call."""

    def __init__(self, call, name, born, words="OIOS/2025/0001"):
        """`words`: what people type at each step."""
        self.call, self.words = call, words
        case = call(CASES + "RecordAllegation", {
            "request_id": str(uuid.uuid4()),
            "report": {
                "mission": "missions/UNMIL", "channel": "HOTLINE",
                "became_aware_time": "2025-05-20T10:00:00Z", "incident_from": "2025-05",
                "subjects": [{"new_person": {"names": [{"full": name}], "dates_of_birth": [born]},
                              "role": "PERPETRATOR", "subcategory": "INTERNATIONAL_STAFF"}],
                "misconduct_types": ["SEXUAL_ABUSE"], "external_references": [words],
                "fictitious": True}}, "officer")
        self.allegation = case["allegations"][0]

    def step(self, method, who, **fields):
        self.allegation = self.call(CASES + method, {
            "name": self.allegation["name"], "etag": self.allegation["etag"],
            "request_id": str(uuid.uuid4()), **fields}, who)
        return self

    def investigated(self):
        self.step("AssessAllegation", "officer", duplicates_searched=True)
        for who in ["officer", "desk"]:
            self.step("RegisterAllegation", who, would_breach_standards=True,
                      victim_identifiable=True)
        self.step("ReferAllegation", "officer", referral={"to": "OIOS", "sent_on": "2025-05-29"})
        self.step("OpenInvestigation", "oversight", entity="OIOS", opened_on="2025-05-30")
        return self.step("ConcludeInvestigation", "oversight", concluded_on="2025-09-01",
                         report_reference=self.words)

    def found(self, outcome):
        for who in ["desk", "second-desk"]:
            self.step("RecordFinding", who, finding={"outcome": outcome, "found_on": "2025-10-01"})
        return self

    def closed(self):
        self.step("ReferForAction", "desk", to="OHR", sent_on="2025-10-05")
        self.step("RecordAction", "desk", actions=[
            {"imposed_by": "UNITED_NATIONS", "kind": "NO_ACTION", "effective_on": "2025-10-20",
             "reason": self.words}])
        return self.step("CloseAllegation", "desk", closure={
            "reporter_informed": True, "subject_informed": True, "why_impossible": self.words,
            "closed_on": "2025-11-01"})


def screen(call, name, born):
    """The decision about a candidate."""
    return call("probity.v1.ScreeningService/ScreenCandidate", {
        "request_id": str(uuid.uuid4()), "agreement": "agreements/DPO-RECRUITMENT",
        "channel": "PD_RECRUITMENT", "purpose": "RECRUITMENT",
        "candidate": {"names": [{"full": name}], "dates_of_birth": [born]}}, "recruiter")["decision"]

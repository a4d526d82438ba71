// The steps over a real register: what they store, what they refuse, what screening sees of them.
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/services/cases/desk.h"

namespace probity::cases {
namespace {

using absl::StatusCode;
using test::Fails;
using test::IsOk;
using test::Refused;
using testing::ElementsAre;
using testing::IsEmpty;
using A = v1::Allegation;
using F = v1::Finding;
using R = v1::ScreeningRecord;

class AllegationSteps : public Desk {
 protected:
  v1::Allegation Against(const v1::Person& person, const std::string& type) {
    return RecordAgainst(person.name(), type).allegations(0);
  }
  // "A ACTIVE": class and status of each of the person's records.
  std::vector<std::string> Shown(const v1::Person& person) {
    std::vector<std::string> shown;
    for (const R& record : Records(person.name())) {
      shown.push_back(R::RecordClass_Name(record.record_class()).substr(0, 2) +
                      R::RecordStatus_Name(record.status()));
    }
    return shown;
  }

  const v1::Person person_ = NewPerson("Leyla Okafor");
};

TEST_F(AllegationSteps, OneRouteLeadsFromReportToClosureAndKeepsWhatEachStepBrought) {
  A a = Bring(Against(person_, "RAPE"), Stage::kConcluded);
  EXPECT_EQ(a.state(), A::INVESTIGATION_CONCLUDED);
  a = Find(a, F::OUTCOME_SUBSTANTIATED);
  EXPECT_EQ(a.state(), A::SUBSTANTIATED);
  a = Act(a, v1::Action::DISMISSAL);
  EXPECT_EQ(a.state(), A::ACTION_TAKEN);
  a = Close(a);
  EXPECT_EQ(a.state(), A::CLOSED);
  EXPECT_EQ(a.referral().to(), v1::OHR);
  EXPECT_EQ(a.investigation().opened_on(), "2030-05-07");
  EXPECT_EQ(a.investigation().concluded_on(), "2030-05-20");
  EXPECT_EQ(a.finding().found_on(), "2030-05-27");
  EXPECT_EQ(a.actions(0).kind(), v1::Action::DISMISSAL);
  EXPECT_EQ(a.closure().closed_on(), "2030-06-03");
  EXPECT_FALSE(a.has_proposal());
  EXPECT_EQ(Allegation(a.name()).SerializeAsString(), a.SerializeAsString());
  EXPECT_EQ(Case(a.case_name()).state(), A::CLOSED);

  a = Reopen(a);
  EXPECT_EQ(a.state(), A::REOPENED);
  EXPECT_EQ(a.reopenings(0).new_information(), "a second witness");
  EXPECT_FALSE(a.has_closure());
}

TEST_F(AllegationSteps, AProposalIsStoredAndTheStateStays) {
  A a = Bring(Against(person_, "RAPE"), Stage::kAssessed);
  auto request = For<v1::RegisterAllegationRequest>(a);
  request.set_would_breach_standards(true);
  auto chief = Chief();
  const auto proposed = Await(handlers_.RegisterAllegation(chief, request));
  ASSERT_THAT(proposed, IsOk());
  EXPECT_EQ(proposed->state(), A::UNDER_ASSESSMENT);
  EXPECT_EQ(proposed->proposal().verb(), "REGISTER");
  EXPECT_EQ(proposed->proposal().proposer(), "brice");
  EXPECT_EQ(proposed->proposal().content_digest().size(), 32);
  EXPECT_THAT(Shown(person_), IsEmpty());

  request.set_etag(proposed->etag());
  auto again = Chief();
  EXPECT_THAT(Await(handlers_.RegisterAllegation(again, request)),
              Fails(StatusCode::kFailedPrecondition, v1::ERROR_REASON_SECOND_PERSON_REQUIRED));
  auto second = Headquarters();
  const auto taken = Await(handlers_.RegisterAllegation(second, request));
  ASSERT_THAT(taken, IsOk());
  EXPECT_EQ(taken->state(), A::REGISTERED);
  EXPECT_FALSE(taken->has_proposal());
}

TEST_F(AllegationSteps, AProposalIsConfirmedAfterARestart) {
  const A a = Bring(Against(person_, "RAPE"), Stage::kConcluded);
  auto request = For<v1::RecordFindingRequest>(a);
  request.mutable_finding()->set_outcome(F::OUTCOME_SUBSTANTIATED);
  request.mutable_finding()->set_found_on("2030-05-27");
  auto first = Headquarters();
  const auto proposed = Await(handlers_.RecordFinding(first, request));
  ASSERT_THAT(proposed, IsOk());
  register_.Close();
  register_.Open();
  CaseHandlers restarted(register_.store(), codes_, tokens_, lifecycle_, digest());
  request.set_etag(proposed->etag());
  auto second = OtherHeadquarters();
  const auto found = Await(restarted.RecordFinding(second, request));
  ASSERT_THAT(found, IsOk());
  EXPECT_EQ(found->state(), A::SUBSTANTIATED);
}

TEST_F(AllegationSteps, SeriousnessMayBeSetAtRegistration) {
  A a = Bring(Against(person_, "BREAKING_CURFEW"), Stage::kAssessed);
  EXPECT_FALSE(a.serious());
  auto request = For<v1::RegisterAllegationRequest>(a);
  request.set_would_breach_standards(true);
  request.set_serious(true);
  auto chief = Chief();
  const auto registered = Await(handlers_.RegisterAllegation(chief, request));
  ASSERT_THAT(registered, IsOk());
  EXPECT_TRUE(registered->serious());
}

TEST_F(AllegationSteps, AStaleOrMissingEtagIsRefused) {
  const A first = Against(person_, "RAPE");
  Bring(first, Stage::kAssessed);
  auto request = For<v1::AssessAllegationRequest>(first);
  request.set_duplicates_searched(true);
  auto call = Officer();
  EXPECT_THAT(Await(handlers_.AssessAllegation(call, request)),
              Fails(StatusCode::kAborted, v1::ERROR_REASON_STALE_ETAG));
  request.clear_etag();
  auto other = Officer();
  EXPECT_THAT(Await(handlers_.AssessAllegation(other, request)),
              Refused(v1::ERROR_REASON_MISSING_FIELD, "etag"));
}

TEST_F(AllegationSteps, Promise2AStepHappensOnceForOneRequestId) {
  const A a = Against(person_, "RAPE");
  auto request = For<v1::AssessAllegationRequest>(a);
  request.set_duplicates_searched(true);
  auto call = Officer();
  const auto first = Await(handlers_.AssessAllegation(call, request));
  ASSERT_THAT(first, IsOk());
  const int64_t rows = Rows();
  const auto again = Await(handlers_.AssessAllegation(call, request));
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(Rows(), rows);
}

TEST_F(AllegationSteps, Promise5AHiddenAllegationIsNotThere) {
  const A a = Against(person_, "RAPE");
  auto request = For<v1::AssessAllegationRequest>(a);
  request.set_duplicates_searched(true);
  auto call = Officer().In("MINUSCA");
  const auto hidden = Await(handlers_.AssessAllegation(call, request));
  EXPECT_THAT(hidden, Fails(StatusCode::kNotFound, v1::ERROR_REASON_NOT_FOUND));
  request.set_name("allegations/" + std::string(26, '0'));
  auto other = Officer().In("MINUSCA");
  EXPECT_EQ(Await(handlers_.AssessAllegation(other, request)).status(), hidden.status());
}

TEST_F(AllegationSteps, AClosedCaseIsNotChangedByAnyMethod) {
  A a = Bring(Against(person_, "BREAKING_CURFEW"), Stage::kConcluded);
  a = Close(Find(a, F::OUTCOME_UNSUBSTANTIATED));
  const v1::Case before = Case(a.case_name());
  const std::vector<std::string> shown = Shown(person_);
  const int64_t rows = Rows();
  // Whoever may take any step.
  const auto call = [this] {
    return As("hana", {v1::CDT_OFFICER, v1::CDT_CHIEF, v1::HEAD_OF_MISSION, v1::INVESTIGATOR,
                       v1::OIOS_LIAISON, v1::CDS_CASE_OFFICER, v1::CDS_CHIEF, v1::OHR_OFFICER});
  };
  const auto expect_closed = [&](const char* method, const absl::Status& answer) {
    EXPECT_THAT(answer, Fails(StatusCode::kFailedPrecondition, v1::ERROR_REASON_CASE_CLOSED))
        << method;
  };
  const auto step = [&](auto method, const auto& request) {
    auto by = call();
    expect_closed(request.GetDescriptor()->name().c_str(),
                  Await((handlers_.*method)(by, request)).status());
  };

  auto assess = For<v1::AssessAllegationRequest>(a);
  assess.set_duplicates_searched(true);
  assess.set_new_information("a second witness");
  step(&CaseHandlers::AssessAllegation, assess);
  auto registering = For<v1::RegisterAllegationRequest>(a);
  registering.set_would_breach_standards(true);
  registering.set_serious(true);
  step(&CaseHandlers::RegisterAllegation, registering);
  for (const v1::Body body : {v1::OIOS, v1::MISSION_SIU, v1::BODY_MEMBER_STATE}) {
    auto refer = For<v1::ReferAllegationRequest>(a);
    refer.mutable_referral()->set_to(body);
    refer.mutable_referral()->set_sent_on("2030-06-01");
    step(&CaseHandlers::ReferAllegation, refer);
  }
  auto open = For<v1::OpenInvestigationRequest>(a);
  open.set_entity(v1::OIOS);
  open.set_opened_on("2030-06-01");
  step(&CaseHandlers::OpenInvestigation, open);
  auto conclude = For<v1::ConcludeInvestigationRequest>(a);
  conclude.set_concluded_on("2030-06-02");
  conclude.set_report_reference("OIOS/2030/0002");
  step(&CaseHandlers::ConcludeInvestigation, conclude);
  for (const F::Outcome outcome :
       {F::OUTCOME_SUBSTANTIATED, F::OUTCOME_UNSUBSTANTIATED, F::CLOSED_NOT_MISCONDUCT}) {
    auto find = For<v1::RecordFindingRequest>(a);
    find.mutable_finding()->set_outcome(outcome);
    find.mutable_finding()->set_found_on("2030-05-27");
    step(&CaseHandlers::RecordFinding, find);
  }
  auto refer_for_action = For<v1::ReferForActionRequest>(a);
  refer_for_action.set_to(v1::OHR);
  refer_for_action.set_sent_on("2030-06-01");
  step(&CaseHandlers::ReferForAction, refer_for_action);
  auto act = For<v1::RecordActionRequest>(a);
  act.add_actions()->set_imposed_by(v1::Action::UNITED_NATIONS);
  act.mutable_actions(0)->set_kind(v1::Action::DISMISSAL);
  act.mutable_actions(0)->set_effective_on("2030-06-01");
  step(&CaseHandlers::RecordAction, act);
  auto close = For<v1::CloseAllegationRequest>(a);
  close.mutable_closure()->set_reporter_informed(true);
  close.mutable_closure()->set_victim_informed(true);
  close.mutable_closure()->set_subject_informed(true);
  close.mutable_closure()->set_closed_on("2030-06-03");
  step(&CaseHandlers::CloseAllegation, close);

  auto unlink = For<v1::UnlinkSubjectRequest>(a);
  unlink.set_name(before.name());
  unlink.set_etag(before.etag());
  unlink.set_subject_number(1);
  unlink.set_reason("a namesake");
  unlink.mutable_placeholder()->set_unit("Transport section");
  step(&CaseHandlers::UnlinkSubject, unlink);

  EXPECT_EQ(Rows(), rows);
  EXPECT_EQ(Case(a.case_name()).SerializeAsString(), before.SerializeAsString());
  EXPECT_EQ(Shown(person_), shown);
}

TEST_F(AllegationSteps, NobodyIsLinkedToAClosedCase) {
  A a = Bring(Record(ReportOf("BREAKING_CURFEW")).allegations(0), Stage::kConcluded);
  a = Close(Find(a, F::OUTCOME_UNSUBSTANTIATED));
  const v1::Case before = Case(a.case_name());
  const int64_t rows = Rows();
  v1::LinkSubjectRequest request;
  request.set_name(before.name());
  request.set_etag(before.etag());
  request.set_subject_number(1);
  request.set_person(person_.name());
  auto call = Officer();
  EXPECT_THAT(Await(handlers_.LinkSubject(call, request)),
              Fails(StatusCode::kFailedPrecondition, v1::ERROR_REASON_CASE_CLOSED));
  EXPECT_EQ(Rows(), rows);
  EXPECT_EQ(Case(a.case_name()).SerializeAsString(), before.SerializeAsString());
}

TEST_F(AllegationSteps, ASeparationDoesNotChangeAClosedCase) {
  A a = Bring(Against(person_, "BREAKING_CURFEW"), Stage::kConcluded);
  a = Close(Find(a, F::OUTCOME_UNSUBSTANTIATED));
  const v1::Case before = Case(a.case_name());
  v1::RecordSeparationRequest request;
  request.set_name(person_.name());
  request.set_etag(person_.etag());
  request.set_separated_on("2030-05-31");
  request.set_separation_reason(v1::ServiceRecord::RESIGNATION_WHILE_INVESTIGATION_PENDING);
  auto call = Officer();
  EXPECT_THAT(Await(persons_.RecordSeparation(call, request)), IsOk());
  EXPECT_EQ(Case(a.case_name()).SerializeAsString(), before.SerializeAsString());
}

TEST_F(AllegationSteps, AFindingNeedsAConcludedInvestigation) {
  const A a = Bring(Against(person_, "RAPE"), Stage::kInvestigated);
  auto request = For<v1::RecordFindingRequest>(a);
  request.mutable_finding()->set_outcome(F::OUTCOME_SUBSTANTIATED);
  request.mutable_finding()->set_found_on("2030-05-27");
  auto call = Headquarters();
  EXPECT_THAT(Await(handlers_.RecordFinding(call, request)),
              Fails(StatusCode::kFailedPrecondition, v1::ERROR_REASON_NO_CONCLUDED_INVESTIGATION));
}

TEST_F(AllegationSteps, AnInvestigationAfterReopeningIsANewOne) {
  A a = Bring(Against(person_, "BREAKING_CURFEW"), Stage::kConcluded);
  a = Reopen(Find(a, F::OUTCOME_UNSUBSTANTIATED));
  auto refer = For<v1::ReferAllegationRequest>(a);
  refer.mutable_referral()->set_to(v1::OIOS);
  refer.mutable_referral()->set_sent_on("2030-06-01");
  auto sender = Headquarters();
  const auto referred = Await(handlers_.ReferAllegation(sender, refer));
  ASSERT_THAT(referred, IsOk());
  auto open = For<v1::OpenInvestigationRequest>(*referred);
  open.set_entity(v1::OIOS);
  open.set_opened_on("2030-06-02");
  auto investigator = As("farid", {v1::INVESTIGATOR});
  const auto opened = Await(handlers_.OpenInvestigation(investigator, open));
  ASSERT_THAT(opened, IsOk());
  EXPECT_EQ(opened->investigation().concluded_on(), "");
}

TEST_F(AllegationSteps, TheScreeningRecordFollowsTheSteps) {
  A a = Bring(Against(person_, "RAPE"), Stage::kAssessed);
  EXPECT_THAT(Shown(person_), IsEmpty());
  a = Bring(Against(person_, "RAPE"), Stage::kRegistered);
  EXPECT_THAT(Shown(person_), ElementsAre("E_ACTIVE"));
}

TEST_F(AllegationSteps, OneRecordChangesWithTheMatter) {
  A a = Bring(Against(person_, "RAPE"), Stage::kConcluded);
  ASSERT_THAT(Shown(person_), ElementsAre("E_ACTIVE"));
  const std::string name = Records(person_.name())[0].name();
  a = Find(a, F::OUTCOME_SUBSTANTIATED);
  EXPECT_THAT(Shown(person_), ElementsAre("C_ACTIVE"));
  a = Act(a, v1::Action::REPATRIATION_DISCIPLINARY, v1::Action::BARRED);
  EXPECT_THAT(Shown(person_), ElementsAre("A_ACTIVE"));
  a = Close(a);
  EXPECT_THAT(Shown(person_), ElementsAre("A_ACTIVE"));
  const R record = Records(person_.name())[0];
  EXPECT_EQ(record.name(), name);
  EXPECT_EQ(record.allegation(), a.name());
  EXPECT_EQ(record.owner(), "missions/UNMIL");
  EXPECT_EQ(record.effective_from(), "2030-05-27");
  EXPECT_EQ(record.expires_on(), "2051-10-05");
  // A finding stands until another replaces it.
  a = Reopen(a);
  EXPECT_THAT(Shown(person_), ElementsAre("A_ACTIVE"));
}

TEST_F(AllegationSteps, Promise8AnUnsubstantiatedAllegationLeavesNoLiveRecord) {
  A a = Bring(Against(person_, "RAPE"), Stage::kConcluded);
  a = Find(a, F::OUTCOME_UNSUBSTANTIATED);
  EXPECT_THAT(Shown(person_), ElementsAre("E_EXPIRED"));
  Close(a);
  EXPECT_THAT(Shown(person_), ElementsAre("E_EXPIRED"));
}

TEST_F(AllegationSteps, Promise8WhatIsNoMisconductLeavesNoLiveRecord) {
  const A a = Bring(Against(person_, "RAPE"), Stage::kConcluded);
  Find(a, F::CLOSED_NOT_MISCONDUCT);
  EXPECT_THAT(Shown(person_), ElementsAre("E_EXPIRED"));
}

TEST_F(AllegationSteps, AnAllegationAgainstNobodyKnownMakesNoRecord) {
  const A a = Bring(Record(ReportOf("RAPE")).allegations(0), Stage::kReferred);
  EXPECT_EQ(a.person(), "");
}

}  // namespace
}  // namespace probity::cases

// Where it takes two people, it takes two people, and both have said the same.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/cases/lifecycle.h"
#include "tests/services/cases/builders.h"
#include "tests/support/status_matchers.h"

namespace probity::cases {
namespace {

using ::probity::test::Fails;
using ::probity::test::IsOk;
using ::probity::test::TestCall;
using A = v1::Allegation;
using absl::StatusCode;
using Family = v1::MisconductType;

absl::StatusOr<Transition> Judge(const Matter& matter, const Call& call) {
  const auto lifecycle = Lifecycle::Load();
  EXPECT_THAT(lifecycle, IsOk());
  return lifecycle->Judge(matter.facts(), call);
}

MATCHER_P(LeadsTo, state, "leads to " + A::State_Name(state)) {
  test::Describe(arg.status(), result_listener);
  return arg.ok() && arg->to == state && !arg->proposal.has_value();
}

MATCHER_P2(IsProposedBy, principal, content, "is proposed") {
  test::Describe(arg.status(), result_listener);
  return arg.ok() && arg->proposal.has_value() && arg->proposal->proposer() == principal &&
         arg->proposal->content_digest() == content;
}

const TestCall kChief("amina", {v1::CDT_CHIEF});
const TestCall kOtherChief("brice", {v1::CDT_CHIEF});
const TestCall kOfficer("chen", {v1::CDS_CASE_OFFICER});
const TestCall kOtherOfficer("dora", {v1::CDS_CASE_OFFICER});
const TestCall kHeadquarters("efua", {v1::CDS_CHIEF});

Matter Registering() {
  Matter m(A::UNDER_ASSESSMENT, Verb::kRegister);
  m.step.would_breach_standards = true;
  return m;
}

Matter Finding() {
  return Matter(A::INVESTIGATION_CONCLUDED, Verb::kRecordFinding)
      .Investigated()
      .Finding(v1::Finding::OUTCOME_SUBSTANTIATED);
}

TEST(SecondPerson, TheFirstCallIsAProposalAndChangesNoState) {
  const auto result = Judge(Registering(), kChief);
  ASSERT_THAT(result, IsProposedBy("amina", "content"));
  EXPECT_EQ(result->to, A::UNDER_ASSESSMENT);
  EXPECT_EQ(result->proposal->verb(), "REGISTER");
  EXPECT_EQ(result->proposal->proposed_time().seconds(), absl::ToUnixSeconds(test::TestNow()));
}

TEST(SecondPerson, AnotherWithTheSameContentTakesTheStep) {
  EXPECT_THAT(Judge(Registering().ProposedBy("amina"), kOfficer), LeadsTo(A::REGISTERED));
  EXPECT_THAT(Judge(Finding().ProposedBy("chen"), kOtherOfficer), LeadsTo(A::SUBSTANTIATED));
}

TEST(SecondPerson, TheSameOneCannotConfirm) {
  EXPECT_THAT(Judge(Finding().ProposedBy("chen"), kOfficer),
              Fails(StatusCode::kFailedPrecondition, v1::ERROR_REASON_SECOND_PERSON_REQUIRED));
  // Neither as somebody with more roles.
  EXPECT_THAT(
      Judge(Registering().ProposedBy("amina"), TestCall("amina", {v1::CDT_CHIEF, v1::CDS_CHIEF})),
      Fails(StatusCode::kFailedPrecondition, v1::ERROR_REASON_SECOND_PERSON_REQUIRED));
}

TEST(SecondPerson, OtherContentIsAProposalOfItsOwnAndReplacesTheFirst) {
  EXPECT_THAT(Judge(Finding().ProposedBy("chen").Content("other"), kOtherOfficer),
              IsProposedBy("dora", "other"));
  // The first may now confirm the other's view.
  EXPECT_THAT(Judge(Finding().ProposedBy("dora", "other").Content("other"), kOfficer),
              LeadsTo(A::SUBSTANTIATED));
}

TEST(SecondPerson, TheAuthorMayCorrectTheProposalAndStillCannotConfirmIt) {
  EXPECT_THAT(Judge(Finding().ProposedBy("chen").Content("corrected"), kOfficer),
              IsProposedBy("chen", "corrected"));
  EXPECT_THAT(Judge(Finding().ProposedBy("chen", "corrected").Content("corrected"), kOfficer),
              Fails(StatusCode::kFailedPrecondition, v1::ERROR_REASON_SECOND_PERSON_REQUIRED));
  // Who confirms what no longer stands has not confirmed.
  EXPECT_THAT(Judge(Finding().ProposedBy("chen", "corrected"), kOtherOfficer),
              IsProposedBy("dora", "content"));
}

TEST(SecondPerson, AProposalOfAnotherVerbIsNoProposalOfThisOne) {
  Matter m = Registering();
  m.allegation.mutable_proposal()->set_verb("DISMISS");
  m.allegation.mutable_proposal()->set_proposer("amina");
  m.allegation.mutable_proposal()->set_content_digest("content");
  EXPECT_THAT(Judge(m, kOtherChief), IsProposedBy("brice", "content"));
}

TEST(SecondPerson, ForSexualExploitationAndTraffickingTheSecondIsAtHeadquarters) {
  for (const auto family : {Family::SEA, Family::THB}) {
    EXPECT_THAT(Judge(Registering().Of(family).ProposedBy("amina"), kOtherChief),
                Fails(StatusCode::kFailedPrecondition, v1::ERROR_REASON_SECOND_PERSON_REQUIRED));
    EXPECT_THAT(Judge(Registering().Of(family).ProposedBy("amina"), kHeadquarters),
                LeadsTo(A::REGISTERED));
  }
}

TEST(SecondPerson, HeadquartersConfirmsWhatItMayNotPropose) {
  EXPECT_THAT(Judge(Registering(), kOfficer),
              Fails(StatusCode::kPermissionDenied, v1::ERROR_REASON_ROLE_NOT_ALLOWED));
  EXPECT_THAT(Judge(Registering().ProposedBy("amina").Content("other"), kOfficer),
              Fails(StatusCode::kPermissionDenied, v1::ERROR_REASON_ROLE_NOT_ALLOWED));
}

TEST(SecondPerson, OtherMisconductIsRegisteredByOne) {
  EXPECT_THAT(Judge(Registering().Minor(), kChief), LeadsTo(A::REGISTERED));
  EXPECT_THAT(Judge(Registering().Of(Family::FRAUD), kChief), LeadsTo(A::REGISTERED));
}

TEST(SecondPerson, AFindingTakesTwoForSeaShTraffickingAndWhateverIsSerious) {
  for (const auto family : {Family::SEA, Family::SH, Family::THB}) {
    EXPECT_THAT(Judge(Finding().Of(family).NotSerious(), kOfficer),
                IsProposedBy("chen", "content"));
  }
  EXPECT_THAT(Judge(Finding().Of(Family::FRAUD), kOfficer), IsProposedBy("chen", "content"));
  EXPECT_THAT(Judge(Finding().Of(Family::FRAUD).NotSerious(), kOfficer), LeadsTo(A::SUBSTANTIATED));
}

TEST(SecondPerson, AGuardIsAskedOfTheProposalToo) {
  Matter m = Registering();
  m.step.would_breach_standards = false;
  EXPECT_THAT(Judge(m, kChief), Fails(StatusCode::kFailedPrecondition,
                                      v1::ERROR_REASON_GUARD_NOT_MET, "would_breach_standards"));
}

TEST(SecondPerson, AStepForOnePersonIsTakenWhateverIsProposed) {
  Matter m = Registering().Minor();
  m.allegation.mutable_proposal()->set_verb("DISMISS");
  EXPECT_THAT(Judge(m, kChief), LeadsTo(A::REGISTERED));
}

}  // namespace
}  // namespace probity::cases

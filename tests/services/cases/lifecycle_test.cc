// The rules of lifecycle.table as the interpreter applies them.
#include "services/cases/lifecycle.h"

#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/services/cases/builders.h"
#include "tests/support/status_matchers.h"

namespace probity::cases {
namespace {

using ::probity::test::Fails;
using ::probity::test::IsOk;
using ::probity::test::TestCall;
using A = v1::Allegation;
using absl::StatusCode;

const Lifecycle& TheLifecycle() {
  static const Lifecycle* const kLifecycle = new Lifecycle(*Lifecycle::Load());
  return *kLifecycle;
}

absl::StatusOr<Transition> By(v1::Role role, const Matter& matter) {
  return TheLifecycle().Judge(matter.facts(), TestCall("somebody", {role}));
}

MATCHER_P(LeadsTo, state, "leads to " + A::State_Name(state)) {
  test::Describe(arg.status(), result_listener);
  return arg.ok() && arg->to == state && !arg->proposal.has_value();
}

Matter Minor(A::State state, Verb verb) { return Matter(state, verb).Minor(); }

TEST(Lifecycle, AReportIsReceivedFromAnyRole) {
  for (const v1::Role role : {v1::CDT_OFFICER, v1::PARTNER_FOCAL_POINT, v1::OIOS_LIAISON}) {
    EXPECT_THAT(By(role, Matter(A::STATE_UNSPECIFIED, Verb::kReceive)), LeadsTo(A::RECEIVED));
  }
}

TEST(Lifecycle, AReportWithoutChannelOrReceiptIsNotReceived) {
  Matter nameless(A::STATE_UNSPECIFIED, Verb::kReceive);
  nameless.report.clear_channel();
  EXPECT_THAT(
      By(v1::CDT_OFFICER, nameless),
      Fails(StatusCode::kFailedPrecondition, v1::ERROR_REASON_GUARD_NOT_MET, "report.channel"));
  Matter timeless(A::STATE_UNSPECIFIED, Verb::kReceive);
  timeless.report.clear_became_aware_time();
  EXPECT_THAT(By(v1::CDT_OFFICER, timeless),
              Fails(StatusCode::kFailedPrecondition, v1::ERROR_REASON_GUARD_NOT_MET,
                    "report.became_aware_time"));
}

TEST(Lifecycle, OneRouteLeadsFromReportToClosure) {
  Matter m(A::RECEIVED, Verb::kAssess);
  m.Minor();
  m.step.duplicates_searched = true;
  EXPECT_THAT(By(v1::CDT_OFFICER, m), LeadsTo(A::UNDER_ASSESSMENT));

  m = Minor(A::UNDER_ASSESSMENT, Verb::kRegister);
  m.step.would_breach_standards = true;
  EXPECT_THAT(By(v1::CDT_CHIEF, m), LeadsTo(A::REGISTERED));

  m = Minor(A::REGISTERED, Verb::kRefer).To(v1::MISSION_SIU);
  EXPECT_THAT(By(v1::HEAD_OF_MISSION, m), LeadsTo(A::REFERRED));

  m = Minor(A::REFERRED, Verb::kOpenInvestigation);
  m.step.investigation.set_entity(v1::MISSION_SIU);
  m.step.investigation.set_opened_on("2014-03-01");
  EXPECT_THAT(By(v1::INVESTIGATOR, m), LeadsTo(A::INVESTIGATION_PENDING));

  m = Minor(A::INVESTIGATION_PENDING, Verb::kConcludeInvestigation);
  m.step.investigation.set_report_reference("SIU/7");
  m.step.investigation.set_concluded_on("2014-05-01");
  EXPECT_THAT(By(v1::INVESTIGATOR, m), LeadsTo(A::INVESTIGATION_CONCLUDED));

  m = Minor(A::INVESTIGATION_CONCLUDED, Verb::kRecordFinding)
          .Investigated()
          .Finding(v1::Finding::OUTCOME_SUBSTANTIATED);
  EXPECT_THAT(By(v1::CDS_CASE_OFFICER, m), LeadsTo(A::SUBSTANTIATED));

  EXPECT_THAT(By(v1::CDS_CASE_OFFICER, Minor(A::SUBSTANTIATED, Verb::kReferForAction)),
              LeadsTo(A::REFERRED_FOR_ACTION));

  m = Minor(A::REFERRED_FOR_ACTION, Verb::kRecordAction)
          .Act(v1::Action::UNITED_NATIONS, v1::Action::WRITTEN_CENSURE);
  EXPECT_THAT(By(v1::OHR_OFFICER, m), LeadsTo(A::ACTION_TAKEN));

  m = Minor(A::ACTION_TAKEN, Verb::kClose);
  m.step.closure.set_why_impossible("nobody can be reached");
  EXPECT_THAT(By(v1::CDS_CASE_OFFICER, m), LeadsTo(A::CLOSED));

  m = Minor(A::CLOSED, Verb::kReopen);
  m.step.new_information = "a witness";
  EXPECT_THAT(By(v1::CDS_CHIEF, m), LeadsTo(A::REOPENED));
  m.allegation.set_state(A::REOPENED);
  m.step.verb = Verb::kAssess;
  EXPECT_THAT(By(v1::CDS_CASE_OFFICER, m), LeadsTo(A::UNDER_ASSESSMENT));
}

TEST(Lifecycle, ARoleThatMayNeverTakeAStepHearsNothingOfTheState) {
  for (const A::State state : {A::RECEIVED, A::INVESTIGATION_CONCLUDED, A::CLOSED}) {
    EXPECT_THAT(By(v1::CDT_OFFICER, Matter(state, Verb::kRecordFinding)),
                Fails(StatusCode::kPermissionDenied, v1::ERROR_REASON_ROLE_NOT_ALLOWED));
  }
}

TEST(Lifecycle, ARoleOfAnotherStateIsRefused) {
  Matter m = Minor(A::REFERRED, Verb::kOpenInvestigation);
  m.step.investigation.set_entity(v1::OIOS);
  m.step.investigation.set_opened_on("2014-03-01");
  EXPECT_THAT(By(v1::CDS_CASE_OFFICER, m),
              Fails(StatusCode::kPermissionDenied, v1::ERROR_REASON_ROLE_NOT_ALLOWED));
}

TEST(Lifecycle, AClosedAllegationIsNotChanged) {
  std::vector<v1::Role> everybody;
  for (int role = v1::Role_MIN; role <= v1::Role_MAX; ++role) {
    if (v1::Role_IsValid(role)) everybody.push_back(static_cast<v1::Role>(role));
  }
  const TestCall call("hana", everybody);
  for (const A::State state : {A::CLOSED, A::FINDING_SET_ASIDE}) {
    for (int number = 0; number <= static_cast<int>(Verb::kSetAside); ++number) {
      const Verb verb = static_cast<Verb>(number);
      const bool leads_out = verb == Verb::kReopen || verb == Verb::kSetAside;
      if (state == A::CLOSED && leads_out) continue;
      EXPECT_THAT(TheLifecycle().Judge(Minor(state, verb).facts(), call),
                  Fails(StatusCode::kFailedPrecondition, v1::ERROR_REASON_CASE_CLOSED))
          << A::State_Name(state) << " " << std::string(VerbName(verb));
    }
  }
}

TEST(Lifecycle, AWrongStateIsNamedWithTheVerb) {
  const auto refused = By(v1::CDT_CHIEF, Minor(A::RECEIVED, Verb::kRegister));
  EXPECT_THAT(refused,
              Fails(StatusCode::kFailedPrecondition, v1::ERROR_REASON_TRANSITION_NOT_ALLOWED));
}

TEST(Lifecycle, NoFindingWithoutAConcludedInvestigationWhateverTheState) {
  for (const A::State state :
       {A::RECEIVED, A::UNDER_ASSESSMENT, A::REGISTERED, A::REFERRED, A::INVESTIGATION_PENDING,
        A::INVESTIGATION_CONCLUDED, A::RECORD_ONLY, A::REOPENED}) {
    EXPECT_THAT(By(v1::CDS_CASE_OFFICER,
                   Minor(state, Verb::kRecordFinding).Finding(v1::Finding::OUTCOME_SUBSTANTIATED)),
                Fails(StatusCode::kFailedPrecondition, v1::ERROR_REASON_NO_CONCLUDED_INVESTIGATION))
        << A::State_Name(state);
  }
}

TEST(Lifecycle, AnUnsubstantiatedAllegationHasNoAction) {
  EXPECT_THAT(By(v1::CDS_CHIEF, Minor(A::UNSUBSTANTIATED, Verb::kRecordAction)
                                    .Act(v1::Action::UNITED_NATIONS, v1::Action::FINE)),
              Fails(StatusCode::kFailedPrecondition, v1::ERROR_REASON_TRANSITION_NOT_ALLOWED));
}

TEST(Lifecycle, TheOutcomeDecidesWhereAFindingLeads) {
  using F = v1::Finding;
  for (const auto& [outcome, state] : std::vector<std::pair<F::Outcome, A::State>>{
           {F::OUTCOME_SUBSTANTIATED, A::SUBSTANTIATED},
           {F::OUTCOME_UNSUBSTANTIATED, A::UNSUBSTANTIATED},
           {F::CLOSED_NOT_MISCONDUCT, A::CLOSED_OTHER},
           {F::CLOSED_INSUFFICIENT_INFORMATION, A::CLOSED_OTHER},
           {F::CLOSED_SUBJECT_DECEASED, A::CLOSED_OTHER}}) {
    EXPECT_THAT(
        By(v1::CDS_CASE_OFFICER,
           Minor(A::INVESTIGATION_CONCLUDED, Verb::kRecordFinding).Investigated().Finding(outcome)),
        LeadsTo(state));
  }
}

TEST(Lifecycle, AFindingDoesNotPrecedeTheInvestigationsEnd) {
  EXPECT_THAT(
      By(v1::CDS_CASE_OFFICER, Minor(A::INVESTIGATION_CONCLUDED, Verb::kRecordFinding)
                                   .Investigated()
                                   .Finding(v1::Finding::OUTCOME_SUBSTANTIATED, "2014-04-30")),
      Fails(StatusCode::kInvalidArgument, v1::ERROR_REASON_INVALID_DATE, "finding.found_on"));
}

TEST(Lifecycle, NoStepPrecedesTheOneThatItFollows) {
  const auto fails = [](const char* field) {
    return Fails(StatusCode::kInvalidArgument, v1::ERROR_REASON_INVALID_DATE, field);
  };
  Matter refer = Matter(A::REGISTERED, Verb::kRefer).To(v1::OIOS);
  refer.step.referral.set_sent_on("2014-01-19");
  EXPECT_THAT(By(v1::HEAD_OF_MISSION, refer), IsOk()) << "a day ahead of UTC";
  refer.step.referral.set_sent_on("2014-01-18");
  EXPECT_THAT(By(v1::HEAD_OF_MISSION, refer), fails("referral.sent_on"));

  Matter open(A::REFERRED, Verb::kOpenInvestigation);
  open.allegation.mutable_referral()->set_sent_on("2014-02-01");
  open.step.investigation.set_entity(v1::OIOS);
  open.step.investigation.set_opened_on("2014-01-31");
  EXPECT_THAT(By(v1::INVESTIGATOR, open), fails("opened_on"));

  Matter send(A::SUBSTANTIATED, Verb::kReferForAction);
  send.allegation.mutable_finding()->set_found_on("2014-06-01");
  send.step.referral.set_sent_on("2014-05-31");
  EXPECT_THAT(By(v1::CDS_CHIEF, send), fails("sent_on"));

  Matter act(A::REFERRED_FOR_ACTION, Verb::kRecordAction);
  act.Act(v1::Action::IMPOSED_BY_MEMBER_STATE, v1::Action::NATIONAL_JAIL)
      .Act(v1::Action::UNITED_NATIONS, v1::Action::DISMISSAL);
  act.allegation.mutable_finding()->set_found_on("2014-06-02");
  EXPECT_THAT(By(v1::CDS_CHIEF, act), fails("actions[1].effective_on"));
  act.step.actions[1].set_effective_on("2014-06-02");
  EXPECT_THAT(By(v1::CDS_CHIEF, act), IsOk()) << "a State may act first";

  Matter close(A::ACTION_TAKEN, Verb::kClose);
  close.allegation.mutable_finding()->set_found_on("2014-06-01");
  close.step.closure.set_why_impossible("nobody can be reached");
  close.step.closure.set_closed_on("2014-05-31");
  EXPECT_THAT(By(v1::CDS_CASE_OFFICER, close), fails("closure.closed_on"));
}

TEST(Lifecycle, ExploitationIsRegisteredWithAKnownVictimOrPerpetrator) {
  Matter m(A::UNDER_ASSESSMENT, Verb::kRegister);
  m.AgainstNobodyKnown();
  m.step.would_breach_standards = true;
  EXPECT_THAT(By(v1::CDT_CHIEF, m), Fails(StatusCode::kFailedPrecondition,
                                          v1::ERROR_REASON_GUARD_NOT_MET, "victim_identifiable"));
  m.step.victim_identifiable = true;
  EXPECT_THAT(By(v1::CDT_CHIEF, m), IsOk());
}

TEST(Lifecycle, OtherMisconductIsRegisteredWithAKnownSubjectOrUnit) {
  Matter m = Minor(A::UNDER_ASSESSMENT, Verb::kRegister).AgainstNobodyKnown();
  m.step.would_breach_standards = true;
  EXPECT_THAT(By(v1::CDT_CHIEF, m),
              Fails(StatusCode::kFailedPrecondition, v1::ERROR_REASON_GUARD_NOT_MET));
  m.allegation.mutable_placeholder()->set_unit("2nd transport company");
  EXPECT_THAT(By(v1::CDT_CHIEF, m), LeadsTo(A::REGISTERED));
}

struct Route {
  const char* what;
  Matter matter;
  v1::Role role;
  A::State to;
  v1::ErrorReason refusal;
};

TEST(Lifecycle, ARegisteredAllegationGoesTheWayOfItsSubject) {
  const auto refer = [] { return Matter(A::REGISTERED, Verb::kRefer); };
  const auto none = v1::ERROR_REASON_UNSPECIFIED;
  const auto guard = v1::ERROR_REASON_GUARD_NOT_MET;
  for (const Route& route : std::vector<Route>{
           {"staff, serious", refer().To(v1::OIOS), v1::CDT_CHIEF, A::REFERRED, none},
           {"police, serious", refer().To(v1::OIOS).AgainstPolice(), v1::CDT_CHIEF, A::REFERRED,
            none},
           {"police by the head of mission",
            refer().To(v1::OIOS).AgainstPolice(),
            v1::HEAD_OF_MISSION,
            {},
            v1::ERROR_REASON_ROLE_NOT_ALLOWED},
           {"corrections officers are experts",
            refer().To(v1::OIOS).Against("GPP_JUSTICE", false),
            v1::HEAD_OF_MISSION,
            {},
            v1::ERROR_REASON_ROLE_NOT_ALLOWED},
           {"staff, minor, to OIOS", refer().To(v1::OIOS).Minor(), v1::CDT_CHIEF, {}, guard},
           {"staff, serious, to the mission",
            refer().To(v1::MISSION_SIU),
            v1::HEAD_OF_MISSION,
            {},
            guard},
           {"contingent, serious, to OIOS",
            refer().To(v1::OIOS).AgainstContingent(),
            v1::CDT_CHIEF,
            {},
            guard},
           {"contingent, serious, to the State",
            refer().To(v1::BODY_MEMBER_STATE).AgainstContingent(),
            v1::CDS_CHIEF,
            {},
            v1::ERROR_REASON_NOT_AVAILABLE_YET},
           {"contingent, minor", refer().To(v1::CONTINGENT_COMMANDER).AgainstContingent().Minor(),
            v1::HEAD_OF_MISSION, A::REFERRED, none},
           {"staff to a contingent commander",
            refer().To(v1::CONTINGENT_COMMANDER).Minor(),
            v1::HEAD_OF_MISSION,
            {},
            guard},
           {"to an office that does not investigate",
            refer().To(v1::OHR),
            v1::CDT_CHIEF,
            {},
            v1::ERROR_REASON_TRANSITION_NOT_ALLOWED},
       }) {
    const auto result = By(route.role, route.matter);
    if (route.refusal == none) {
      EXPECT_THAT(result, LeadsTo(route.to)) << route.what;
    } else {
      EXPECT_EQ(ReasonOf(result.status()), route.refusal) << route.what;
    }
  }
}

TEST(Lifecycle, WhatOiosReferredBackMayGoToTheMission) {
  Matter m = Matter(A::REGISTERED, Verb::kRefer).To(v1::ADHOC_PANEL);
  m.allegation.mutable_referral()->set_to(v1::OIOS);
  EXPECT_THAT(By(v1::HEAD_OF_MISSION, m), LeadsTo(A::REFERRED));
}

TEST(Lifecycle, AnInvestigationIsConcludedByWhoConductsIt) {
  Matter m = Minor(A::INVESTIGATION_PENDING, Verb::kConcludeInvestigation);
  m.step.investigation.set_report_reference("NV/3");
  m.step.investigation.set_concluded_on("2014-05-01");
  m.allegation.mutable_investigation()->set_entity(v1::BODY_MEMBER_STATE);
  EXPECT_THAT(By(v1::CDS_CASE_OFFICER, m), LeadsTo(A::INVESTIGATION_CONCLUDED));
  EXPECT_THAT(By(v1::INVESTIGATOR, m),
              Fails(StatusCode::kPermissionDenied, v1::ERROR_REASON_ROLE_NOT_ALLOWED));
  m.allegation.mutable_investigation()->set_entity(v1::OIOS);
  m.allegation.mutable_investigation()->set_opened_on("2014-05-02");
  EXPECT_THAT(By(v1::OIOS_LIAISON, m),
              Fails(StatusCode::kInvalidArgument, v1::ERROR_REASON_INVALID_DATE, "concluded_on"));
}

TEST(Lifecycle, ActionOnUniformedPersonnelIsTheOrganisationsAndTheStates) {
  const auto act = [] { return Minor(A::ACTION_PENDING, Verb::kRecordAction).AgainstPolice(); };
  using X = v1::Action;
  EXPECT_THAT(By(v1::CDS_CHIEF, act().Act(X::UNITED_NATIONS, X::VERBAL_WARNING)),
              Fails(StatusCode::kFailedPrecondition, v1::ERROR_REASON_GUARD_NOT_MET, "actions"));
  EXPECT_THAT(By(v1::CDS_CHIEF, act().Act(X::IMPOSED_BY_MEMBER_STATE, X::NATIONAL_DEMOTION)),
              Fails(StatusCode::kFailedPrecondition, v1::ERROR_REASON_GUARD_NOT_MET, "actions"));
  EXPECT_THAT(By(v1::CDS_CHIEF, act()
                                    .Act(X::UNITED_NATIONS, X::VERBAL_WARNING)
                                    .Act(X::IMPOSED_BY_MEMBER_STATE, X::NATIONAL_NOT_REPORTED)),
              LeadsTo(A::ACTION_TAKEN));
}

TEST(Lifecycle, DisciplinaryRepatriationNeedsADecisionOnTheBar) {
  using X = v1::Action;
  const auto act = [](X::Bar bar) {
    return Minor(A::ACTION_PENDING, Verb::kRecordAction)
        .Act(X::UNITED_NATIONS, X::VERBAL_WARNING)
        .Act(X::UNITED_NATIONS, X::REPATRIATION_DISCIPLINARY, bar);
  };
  EXPECT_THAT(
      By(v1::CDS_CHIEF, act(X::BAR_UNSPECIFIED)),
      Fails(StatusCode::kFailedPrecondition, v1::ERROR_REASON_GUARD_NOT_MET, "actions[1].bar"));
  EXPECT_THAT(By(v1::CDS_CHIEF, act(X::NOT_BARRED)), LeadsTo(A::ACTION_TAKEN));
  EXPECT_THAT(By(v1::CDS_CHIEF, act(X::BARRED)), LeadsTo(A::ACTION_TAKEN));
}

TEST(Lifecycle, AHeadOfMissionRecordsMinorActionOnly) {
  using X = v1::Action;
  const auto act = [] {
    return Matter(A::REFERRED_FOR_ACTION, Verb::kRecordAction)
        .Act(X::UNITED_NATIONS, X::ORAL_REPRIMAND);
  };
  EXPECT_THAT(By(v1::HEAD_OF_MISSION, act().Minor()), LeadsTo(A::ACTION_TAKEN));
  EXPECT_THAT(By(v1::HEAD_OF_MISSION, act()),
              Fails(StatusCode::kPermissionDenied, v1::ERROR_REASON_ROLE_NOT_ALLOWED));
}

TEST(Lifecycle, AClosureInformsAllThreeOrSaysWhyNot) {
  Matter m = Minor(A::UNSUBSTANTIATED, Verb::kClose);
  m.step.closure.set_reporter_informed(true);
  m.step.closure.set_victim_informed(true);
  EXPECT_THAT(By(v1::CDS_CASE_OFFICER, m),
              Fails(StatusCode::kFailedPrecondition, v1::ERROR_REASON_GUARD_NOT_MET,
                    "closure.why_impossible"));
  m.step.closure.set_subject_informed(true);
  EXPECT_THAT(By(v1::CDS_CASE_OFFICER, m), LeadsTo(A::CLOSED));
}

TEST(Lifecycle, ASeparationChangesNoState) {
  EXPECT_THAT(By(v1::HR_SCREENER, Matter(A::REFERRED, Verb::kRecordSeparation)),
              LeadsTo(A::REFERRED));
  EXPECT_TRUE(TheLifecycle().Allows(A::ACTION_PENDING, Verb::kRecordSeparation));
  EXPECT_FALSE(TheLifecycle().Allows(A::UNDER_ASSESSMENT, Verb::kRecordSeparation));
  EXPECT_FALSE(TheLifecycle().Allows(A::CLOSED, Verb::kRecordSeparation));
}

TEST(Lifecycle, WhatComesWithCaseworkSaysSo) {
  EXPECT_THAT(By(v1::CDS_CASE_OFFICER, Minor(A::REGISTERED, Verb::kMarkDuplicate)),
              Fails(StatusCode::kFailedPrecondition, v1::ERROR_REASON_NOT_AVAILABLE_YET));
  EXPECT_THAT(By(v1::CDS_CHIEF, Matter(A::CLOSED, Verb::kSetAside)),
              Fails(StatusCode::kFailedPrecondition, v1::ERROR_REASON_NOT_AVAILABLE_YET));
}

}  // namespace
}  // namespace probity::cases

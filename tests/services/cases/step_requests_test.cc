#include "services/cases/step_requests.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/fake_clock.h"
#include "tests/support/status_matchers.h"

namespace probity::cases {
namespace {

using test::IsOk;
using test::Refused;
using X = v1::Action;

template <typename Request>
absl::StatusOr<Step> Checked(const Request& request) {
  return StepOf(request, test::TestNow());
}

v1::RecordActionRequest Act(X::ImposedBy by, X::ActionKind kind) {
  v1::RecordActionRequest request;
  X& action = *request.add_actions();
  action.set_imposed_by(by);
  action.set_kind(kind);
  action.set_effective_on("2026-02-01");
  return request;
}

TEST(StepRequests, DaysAreFullAndNotInTheFuture) {
  v1::OpenInvestigationRequest request;
  request.set_entity(v1::OIOS);
  EXPECT_THAT(Checked(request), Refused(v1::ERROR_REASON_MISSING_FIELD, "opened_on"));
  for (const char* day : {"2026-02-30", "2026-02", "2026-03-03", "02/03/2026"}) {
    request.set_opened_on(day);
    EXPECT_THAT(Checked(request), Refused(v1::ERROR_REASON_INVALID_DATE, "opened_on")) << day;
  }
  request.set_opened_on("2026-03-02");
  EXPECT_THAT(Checked(request), IsOk());
}

TEST(StepRequests, BodiesAndOutcomesAreNamed) {
  v1::ReferAllegationRequest refer;
  refer.mutable_referral()->set_sent_on("2026-02-01");
  EXPECT_THAT(Checked(refer), Refused(v1::ERROR_REASON_MISSING_FIELD, "referral.to"));
  refer.mutable_referral()->set_to(static_cast<v1::Body>(77));
  EXPECT_THAT(Checked(refer), Refused(v1::ERROR_REASON_INVALID_FIELD, "referral.to"));
  v1::RecordFindingRequest find;
  find.mutable_finding()->set_found_on("2026-02-01");
  EXPECT_THAT(Checked(find), Refused(v1::ERROR_REASON_MISSING_FIELD, "finding.outcome"));
}

TEST(StepRequests, AnActionIsNeeded) {
  EXPECT_THAT(Checked(v1::RecordActionRequest()),
              Refused(v1::ERROR_REASON_MISSING_FIELD, "actions"));
}

TEST(StepRequests, StatesTakeNationalActionAndNobodyElseDoes) {
  EXPECT_THAT(Checked(Act(X::UNITED_NATIONS, X::FINE)), IsOk());
  EXPECT_THAT(Checked(Act(X::IMPOSED_BY_MEMBER_STATE, X::NATIONAL_FINE)), IsOk());
  EXPECT_THAT(Checked(Act(X::UNITED_NATIONS, X::NATIONAL_FINE)),
              Refused(v1::ERROR_REASON_INVALID_FIELD, "actions[0].kind"));
  EXPECT_THAT(Checked(Act(X::IMPOSED_BY_MEMBER_STATE, X::FINE)),
              Refused(v1::ERROR_REASON_INVALID_FIELD, "actions[0].kind"));
}

TEST(StepRequests, NoActionHasAReason) {
  v1::RecordActionRequest request = Act(X::UNITED_NATIONS, X::NO_ACTION);
  EXPECT_THAT(Checked(request), Refused(v1::ERROR_REASON_MISSING_FIELD, "actions[0].reason"));
  request.mutable_actions(0)->set_reason("the contract had ended");
  EXPECT_THAT(Checked(request), IsOk());
}

TEST(StepRequests, AMeasureEndsAfterItBegan) {
  v1::RecordActionRequest request = Act(X::UNITED_NATIONS, X::SUSPENSION_WITHOUT_PAY);
  request.mutable_actions(0)->set_ends_on("2026-01-31");
  EXPECT_THAT(Checked(request), Refused(v1::ERROR_REASON_INVALID_DATE, "actions[0].ends_on"));
  request.mutable_actions(0)->set_ends_on("2027-01-31");
  EXPECT_THAT(Checked(request), IsOk());
}

TEST(StepRequests, ReopeningSaysWhatIsNew) {
  v1::ReopenAllegationRequest request;
  EXPECT_THAT(Checked(request), Refused(v1::ERROR_REASON_MISSING_FIELD, "new_information"));
  request.set_new_information(" \n ");
  EXPECT_THAT(Checked(request), Refused(v1::ERROR_REASON_MISSING_FIELD, "new_information"));
}

TEST(StepRequests, TheContentIsAllButEtagRequestIdAndDryRun) {
  v1::RecordFindingRequest one;
  one.set_name("allegations/1");
  one.set_etag("a");
  one.set_request_id("1");
  one.mutable_finding()->set_outcome(v1::Finding::OUTCOME_SUBSTANTIATED);
  v1::RecordFindingRequest other = one;
  other.set_etag("b");
  other.set_request_id("2");
  other.set_validate_only(true);
  EXPECT_EQ(ContentOf(one), ContentOf(other));
  other.set_name("allegations/2");
  EXPECT_NE(ContentOf(one), ContentOf(other));
  other = one;
  other.mutable_finding()->set_found_on("2026-02-01");
  EXPECT_NE(ContentOf(one), ContentOf(other));
}

TEST(StepRequests, TheContentOfTwoVerbsIsNeverTheSame) {
  EXPECT_NE(ContentOf(v1::AssessAllegationRequest()), ContentOf(v1::ReopenAllegationRequest()));
}

}  // namespace
}  // namespace probity::cases

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proto/support/timestamp.h"
#include "tests/services/cases/desk.h"

namespace probity::cases {
namespace {

using absl::StatusCode;
using test::Fails;
using test::IsOk;
using test::Refused;
using testing::ElementsAre;

class CaseReads : public Desk {
 protected:
  v1::Case RecordIn(const std::string& mission) {
    v1::Report report = ReportOf("RAPE");
    report.set_mission("missions/" + mission);
    return Record(report);
  }
  static std::vector<std::string> Names(const v1::ListCasesResponse& response) {
    std::vector<std::string> names;
    for (const v1::Case& item : response.cases()) names.push_back(item.name());
    return names;
  }
};

TEST_F(CaseReads, ACaseIsReadAsItWasAndAsItIs) {
  const v1::Case recorded = RecordIn("UNMIL");
  const auto then = Officer().now;
  Bring(recorded.allegations(0), Stage::kAssessed);
  v1::GetCaseRequest request;
  request.set_name(recorded.name());
  auto call = Officer();
  EXPECT_EQ(handlers_.GetCase(call, request)->state(), v1::Allegation::UNDER_ASSESSMENT);
  EXPECT_EQ(call.audited.resource, recorded.name());
  *request.mutable_as_of() = ToTimestamp(then);
  EXPECT_EQ(handlers_.GetCase(call, request)->state(), v1::Allegation::RECEIVED);
}

TEST_F(CaseReads, Promise5AHiddenCaseAndOneThatIsNotThereAreTheSameAnswer) {
  const v1::Case recorded = RecordIn("UNMIL");
  auto call = Officer().In("MINUSCA");
  v1::GetCaseRequest request;
  request.set_name(recorded.name());
  const auto hidden = handlers_.GetCase(call, request);
  EXPECT_THAT(hidden, Fails(StatusCode::kNotFound, v1::ERROR_REASON_NOT_FOUND));
  request.set_name("cases/" + std::string(26, '0'));
  EXPECT_EQ(handlers_.GetCase(call, request).status(), hidden.status());
}

TEST_F(CaseReads, ListsAreNewestFirstAndPaged) {
  const v1::Case first = RecordIn("UNMIL");
  const v1::Case second = RecordIn("MINUSCA");
  const v1::Case third = RecordIn("UNMIL");
  v1::ListCasesRequest request;
  request.set_page_size(2);
  auto call = Officer();
  const auto page = handlers_.ListCases(call, request);
  ASSERT_THAT(page, IsOk());
  EXPECT_THAT(Names(*page), ElementsAre(third.name(), second.name()));
  EXPECT_EQ(call.audited.rows, 2);
  request.set_page_token(page->next_page_token());
  const auto rest = handlers_.ListCases(call, request);
  ASSERT_THAT(rest, IsOk());
  EXPECT_THAT(Names(*rest), ElementsAre(first.name()));
  EXPECT_EQ(rest->next_page_token(), "");
}

TEST_F(CaseReads, ATokenIsForTheRequestThatItWasMadeFor) {
  RecordIn("UNMIL");
  RecordIn("UNMIL");
  v1::ListCasesRequest request;
  request.set_page_size(1);
  auto call = Officer();
  const auto page = handlers_.ListCases(call, request);
  ASSERT_THAT(page, IsOk());
  request.set_page_token(page->next_page_token());
  request.set_mission("missions/UNMIL");
  EXPECT_THAT(handlers_.ListCases(call, request),
              Fails(StatusCode::kInvalidArgument, v1::ERROR_REASON_INVALID_PAGE_TOKEN));
}

TEST_F(CaseReads, Promise5AListHoldsWhatTheCallerSees) {
  const v1::Case own = RecordIn("UNMIL");
  const v1::Case hidden = RecordIn("MINUSCA");
  auto call = Officer().In("UNMIL");
  v1::ListCasesRequest request;
  EXPECT_THAT(Names(*handlers_.ListCases(call, request)), ElementsAre(own.name()));
  request.set_mission(hidden.mission());
  EXPECT_THAT(Names(*handlers_.ListCases(call, request)), testing::IsEmpty());
}

TEST_F(CaseReads, AMissionThatIsNoneIsAnErrorForEverybody) {
  RecordIn("UNMIL");
  v1::ListCasesRequest request;
  for (const char* unknown : {"missions/NOWHERE", "UNMIL", "missions/unmil", "cases/1"}) {
    request.set_mission(unknown);
    auto everywhere = Officer();
    auto here = Officer().In("UNMIL");
    auto nowhere = Officer().In("NOWHERE");
    const absl::Status answer = handlers_.ListCases(everywhere, request).status();
    EXPECT_THAT(answer, Refused(v1::ERROR_REASON_UNKNOWN_CODE, "mission")) << unknown;
    EXPECT_EQ(handlers_.ListCases(here, request).status(), answer);
    EXPECT_EQ(handlers_.ListCases(nowhere, request).status(), answer);
  }
}

TEST_F(CaseReads, Promise5AMissionThatTheCallerDoesNotSeeIsOneWithoutCases) {
  const v1::Case hidden = RecordIn("MINUSCA");
  v1::ListCasesRequest request;
  request.set_mission("missions/UNMIL");
  auto own = Officer().In("UNMIL");
  const auto empty = handlers_.ListCases(own, request);
  ASSERT_THAT(empty, IsOk());
  for (const char* other : {"missions/MINUSCA", "missions/UNMISS"}) {
    request.set_mission(other);
    auto call = Officer().In("UNMIL");
    const auto answer = handlers_.ListCases(call, request);
    ASSERT_THAT(answer, IsOk()) << other;
    EXPECT_EQ(answer->SerializeAsString(), empty->SerializeAsString());
    EXPECT_EQ(call.audited.rows, own.audited.rows);
    EXPECT_EQ(call.audited.digest, own.audited.digest);
  }
}

TEST_F(CaseReads, AListIsNarrowedByDayAndState) {
  const v1::Case recorded = RecordIn("UNMIL");
  const v1::Case assessed = RecordIn("UNMIL");
  Bring(assessed.allegations(0), Stage::kAssessed);
  auto call = Officer();
  v1::ListCasesRequest request;
  request.set_state(v1::Allegation::RECEIVED);
  EXPECT_THAT(Names(*handlers_.ListCases(call, request)), ElementsAre(recorded.name()));
  request.clear_state();
  // They were received on 4 May 2030.
  request.set_received_from("2030-05-04");
  request.set_received_before("2030-05-05");
  EXPECT_EQ(handlers_.ListCases(call, request)->cases_size(), 2);
  request.set_received_from("2030-05-05");
  request.clear_received_before();
  EXPECT_EQ(handlers_.ListCases(call, request)->cases_size(), 0);
  request.set_received_from("2030-05");
  EXPECT_THAT(handlers_.ListCases(call, request),
              Refused(v1::ERROR_REASON_INVALID_DATE, "received_from"));
  request.clear_received_from();
  request.set_state(static_cast<v1::Allegation::State>(99));
  EXPECT_THAT(handlers_.ListCases(call, request), Refused(v1::ERROR_REASON_INVALID_FIELD, "state"));
}

}  // namespace
}  // namespace probity::cases

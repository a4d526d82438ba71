#include "services/core/request_rules.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace probity::core {
namespace {

using test::Fails;
using test::IsOk;
using test::Refused;

TEST(RequestId, IsOneToSixtyFourOfItsCharacters) {
  EXPECT_THAT(CheckRequestId("6f2c1a7e-9c0f-4d35-8a54-0b1e8c2f7d11"), IsOk());
  EXPECT_THAT(CheckRequestId(std::string(64, 'x')), IsOk());
  EXPECT_THAT(CheckRequestId(""), Refused(v1::ERROR_REASON_MISSING_FIELD, "request_id"));
  EXPECT_THAT(CheckRequestId(std::string(65, 'x')),
              Refused(v1::ERROR_REASON_INVALID_FIELD, "request_id"));
  EXPECT_THAT(CheckRequestId("a b"), Refused(v1::ERROR_REASON_INVALID_FIELD, "request_id"));
  EXPECT_THAT(CheckRequestId("é"), Refused(v1::ERROR_REASON_INVALID_FIELD, "request_id"));
}

TEST(Etag, MustBeTheCurrentOne) {
  EXPECT_THAT(CheckEtag("a1", "a1"), IsOk());
  EXPECT_THAT(CheckEtag("", "a1"), Refused(v1::ERROR_REASON_MISSING_FIELD, "etag"));
  EXPECT_THAT(CheckEtag("a0", "a1", "mission.etag"),
              Fails(absl::StatusCode::kAborted, v1::ERROR_REASON_STALE_ETAG, "mission.etag"));
}

const absl::Time kNow =
    absl::FromCivil(absl::CivilSecond(2026, 3, 1, 12, 0, 0), absl::UTCTimeZone());

TEST(Day, IsAFullDateThatExists) {
  EXPECT_EQ(*CheckDay("2024-02-29", "opened_on"), absl::CivilDay(2024, 2, 29));
  EXPECT_THAT(CheckDay("", "opened_on"), Refused(v1::ERROR_REASON_MISSING_FIELD, "opened_on"));
  for (const char* wrong : {"2024-02", "2024", "~2024", "2024-02-30", "29.02.2024", "soon"}) {
    EXPECT_THAT(CheckDay(wrong, "opened_on"), Refused(v1::ERROR_REASON_INVALID_DATE, "opened_on"))
        << wrong;
  }
}

TEST(Day, TodayIsPastAndTomorrowIsNot) {
  EXPECT_THAT(CheckPastDay("2026-03-01", kNow, "found_on"), IsOk());
  EXPECT_THAT(CheckPastDay("2026-03-02", kNow, "found_on"),
              Refused(v1::ERROR_REASON_INVALID_DATE, "found_on"));
  EXPECT_THAT(CheckPastDay("1944-12-31", kNow, "found_on"),
              Refused(v1::ERROR_REASON_INVALID_DATE, "found_on"));
}

TEST(Period, MayBeOpenAndEndsNotBeforeItBegins) {
  const auto check = [](const char* from, const char* to) {
    return CheckPeriod(from, "from", to, "to");
  };
  EXPECT_THAT(check("", ""), IsOk());
  EXPECT_THAT(check("2013-05", ""), IsOk());
  EXPECT_THAT(check("", "2013"), IsOk());
  EXPECT_THAT(check("2013-05-20", "2013-05"), IsOk());
  EXPECT_THAT(check("2013-05-20", "2013-04"), Refused(v1::ERROR_REASON_INVALID_DATE, "to"));
  EXPECT_THAT(check("May", "2013"), Refused(v1::ERROR_REASON_INVALID_DATE, "from"));
}

TEST(Enum, IsSetAndKnown) {
  EXPECT_THAT(CheckEnum(1, true, "kind"), IsOk());
  EXPECT_THAT(CheckEnum(0, true, "kind"), Refused(v1::ERROR_REASON_MISSING_FIELD, "kind"));
  EXPECT_THAT(CheckEnum(9, false, "kind"), Refused(v1::ERROR_REASON_INVALID_FIELD, "kind"));
  EXPECT_THAT(CheckEnumFilter(0, true, "kind"), IsOk());
  EXPECT_THAT(CheckEnumFilter(9, false, "kind"), Refused(v1::ERROR_REASON_INVALID_FIELD, "kind"));
}

TEST(UnknownCode, IsWhatANamedResourceThatIsNotThereMeans) {
  EXPECT_THAT(AsUnknownCode(absl::OkStatus(), "mission"), IsOk());
  EXPECT_THAT(AsUnknownCode(NotFound(), "mission"),
              Refused(v1::ERROR_REASON_UNKNOWN_CODE, "mission"));
  const absl::Status no_name = InvalidArgument("form").Reason(v1::ERROR_REASON_INVALID_NAME);
  EXPECT_THAT(AsUnknownCode(no_name, "mission"), Refused(v1::ERROR_REASON_UNKNOWN_CODE, "mission"));
  EXPECT_THAT(AsUnknownCode(Unavailable("stopped"), "mission"),
              test::FailsWith(absl::StatusCode::kUnavailable));
}

}  // namespace
}  // namespace probity::core

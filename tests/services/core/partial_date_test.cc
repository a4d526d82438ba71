#include "services/core/partial_date.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace probity::core {
namespace {

using ::testing::TestWithParam;
using ::testing::Values;

PartialDate Date(absl::string_view text) { return *ParsePartialDate(text); }

class AcceptedDates : public TestWithParam<const char*> {};

TEST_P(AcceptedDates, DateIsRenderedAsItWasWritten) {
  const auto date = ParsePartialDate(GetParam());
  ASSERT_TRUE(date.ok());
  EXPECT_EQ(FormatPartialDate(*date), GetParam());
  EXPECT_LE(FirstDay(*date), LastDay(*date));
}
INSTANTIATE_TEST_SUITE_P(PartialDate, AcceptedDates,
                         Values("1971", "0001", "9999", "1971-10", "1971-10-05", "~1979", "~0001",
                                "~9999", "1958..1964", "1958..1958", "2000-02-29", "2024-02-29",
                                "1971-12-31", "1971-01-01"));

class RefusedDates : public TestWithParam<const char*> {};

TEST_P(RefusedDates, IsInvalidArgument) {
  EXPECT_EQ(ParsePartialDate(GetParam()).status().code(), absl::StatusCode::kInvalidArgument);
}
INSTANTIATE_TEST_SUITE_P(
    PartialDate, RefusedDates,
    Values("", " ", "1971 ", " 1971", "71", "01971", "0000", "~0000", "0000..1964", "1958..0000",
           "1971-13", "1971-00", "1971-1", "1971-02-30", "1971-02-29", "1900-02-29", "1971-04-31",
           "1971-10-00", "1971-10-32", "1971-10-99", "1971-10-5", "1971-10-05T00", "1971/10/05",
           "05-10-1971", "1964..1958", "1958...1964", "1958..", "..1964", "1958-01..1964",
           "~1979-05", "~~1979", "~", "-1971", "+971", "1971-", "1971-10-", "19a1", "1971-1a",
           "1971-10-0x", "1958..196x", "unknown", "XXXX", "١٩٧١", "1971-10-05-01"));

TEST(PartialDate, RefusalNamesNoContent) {
  EXPECT_EQ(ParsePartialDate("1971-02-30").status().message(), "there is no such date");
  EXPECT_EQ(ParsePartialDate("Ferdinand").status().message(),
            "a date is written 1971-10-05, 1971-10, 1971, ~1979 or 1958..1964");
}

TEST(PartialDate, FirstAndLastDaySpanWhatIsKnown) {
  EXPECT_EQ(FirstDay(Date("1971-10-05")), absl::CivilDay(1971, 10, 5));
  EXPECT_EQ(LastDay(Date("1971-10-05")), absl::CivilDay(1971, 10, 5));
  EXPECT_EQ(FirstDay(Date("2024-02")), absl::CivilDay(2024, 2, 1));
  EXPECT_EQ(LastDay(Date("2024-02")), absl::CivilDay(2024, 2, 29));
  EXPECT_EQ(LastDay(Date("1971-12")), absl::CivilDay(1971, 12, 31));
  EXPECT_EQ(LastDay(Date("1971")), absl::CivilDay(1971, 12, 31));
  EXPECT_EQ(FirstDay(Date("~1979")), absl::CivilDay(1977, 1, 1));
  EXPECT_EQ(LastDay(Date("~1979")), absl::CivilDay(1981, 12, 31));
  EXPECT_EQ(FirstDay(Date("1958..1964")), absl::CivilDay(1958, 1, 1));
  EXPECT_EQ(LastDay(Date("1958..1964")), absl::CivilDay(1964, 12, 31));
  EXPECT_EQ(FirstDay(Date("~0001")), absl::CivilDay(1, 1, 1));
  EXPECT_EQ(LastDay(Date("~9999")), absl::CivilDay(9999, 12, 31));
}

TEST(PartialDate, EveryDayOfFourYearsIsOneDateAndNothingElseIs) {
  absl::CivilDay day(1999, 1, 1);
  for (int year = 1999; year <= 2002; ++year) {
    for (int month = 1; month <= 12; ++month) {
      for (int d = 1; d <= 31; ++d) {
        PartialDate date{.form = PartialDate::Form::kDay, .year = static_cast<int16_t>(year)};
        date.month = static_cast<int8_t>(month);
        date.day = static_cast<int8_t>(d);
        const bool exists = day == absl::CivilDay(year, month, d) && day.day() == d;
        EXPECT_EQ(IsValid(date), exists) << FormatPartialDate(date);
        if (exists) ++day;
      }
    }
  }
  EXPECT_EQ(day, absl::CivilDay(2003, 1, 1));
}

TEST(PartialDate, FieldsThatTheFormLacksMakeItInvalid) {
  EXPECT_FALSE(IsValid(PartialDate{}));
  EXPECT_FALSE(IsValid(PartialDate{.year = 1971, .month = 5}));
  EXPECT_FALSE(IsValid(PartialDate{.year = 1971, .last_year = 1972}));
  EXPECT_FALSE(
      IsValid(PartialDate{.form = PartialDate::Form::kMonth, .year = 1971, .month = 5, .day = 1}));
  EXPECT_FALSE(
      IsValid(PartialDate{.form = PartialDate::Form::kDay, .year = 1971, .month = 5, .day = -1}));
}

}  // namespace
}  // namespace probity::core

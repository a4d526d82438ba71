#include "services/matching/lab/values.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace probity::matching::lab {
namespace {

// "1971-10-5", "~1979-0-0", "1958..1964"; alternatives joined by "|".
std::string Read(absl::string_view text) {
  std::vector<std::string> dates;
  for (const BirthDate& date : ParseBirthDates(text)) {
    dates.push_back(date.year_to != 0 ? absl::StrCat(date.year, "..", date.year_to)
                                      : absl::StrCat(date.approximate ? "~" : "", date.year, "-",
                                                     date.month, "-", date.day));
  }
  return absl::StrJoin(dates, "|");
}

TEST(LabValues, DatesInEveryFormThatTheInputMayHave) {
  EXPECT_EQ(Read("1971-10-05"), "1971-10-5");
  EXPECT_EQ(Read("1969-7-16"), "1969-7-16");
  EXPECT_EQ(Read("1971-10"), "1971-10-0");
  EXPECT_EQ(Read("1971"), "1971-0-0");
  EXPECT_EQ(Read("~1979"), "~1979-0-0");
  EXPECT_EQ(Read("1958..1964"), "1958..1964");
  EXPECT_EQ(Read("19650317"), "1965-3-17");
  EXPECT_EQ(Read("Mar 1 1970"), "1970-3-1");
  EXPECT_EQ(Read("1 March 1970"), "1970-3-1");
  EXPECT_EQ(Read("17 Apr 1993"), "1993-4-17");
  EXPECT_EQ(Read("1980-04-16T19:00:00"), "1980-4-16");
}

TEST(LabValues, ADayWithSlashesIsBothWhereItCouldBe) {
  EXPECT_EQ(Read("12/11/1978"), "1978-11-12|1978-12-11");
  EXPECT_EQ(Read("13/11/1978"), "1978-11-13");
  EXPECT_EQ(Read("11/13/1978"), "1978-11-13");
  EXPECT_EQ(Read("11/11/1978"), "1978-11-11");
}

TEST(LabValues, WhatIsNoDateIsNone) {
  for (const char* text :
       {"",         "-",          "1970-02-30",       "0000-01-01",    "0",
        "1971-13",  "1971-10-00", "1964..1958",       "..1964",        "31/31/1978",
        "12/11/78", "Foo 1 1970", "99999999",         "1971-10-05-07", "~",
        "~19790",   "1971 10",    "nineteen seventy", "1 2 3 4",       "\xff\xfe",
        "1/1/1/1"}) {
    EXPECT_EQ(Read(text), "") << text;
  }
}

TEST(LabValues, CountriesByCodeAndByName) {
  EXPECT_EQ(ParseCountry("EG"), "EGY");
  EXPECT_EQ(ParseCountry("egy"), "EGY");
  EXPECT_EQ(ParseCountry("Egypt"), "EGY");
  EXPECT_EQ(ParseCountry(" Syrian Arab Republic "), "SYR");
  EXPECT_EQ(ParseCountry("Iran (Islamic Republic of)"), "IRN");
  EXPECT_EQ(ParseCountry("Côte d’Ivoire"), "CIV");
  EXPECT_EQ(ParseCountry("Bosnia and Herzegovina"), "BIH");
  EXPECT_EQ(ParseCountry("Saint Lucia"), "LCA");
  EXPECT_EQ(ParseCountry("Serbia and Montenegro"), "SCG");
  EXPECT_EQ(ParseCountry("Soviet Union"), "SUN");
  EXPECT_EQ(ParseCountry("Atlantis"), std::nullopt);
  EXPECT_EQ(ParseCountry(""), std::nullopt);
}

TEST(LabValues, AKeyIsShownOnlyIfItIsAPlainWord) {
  EXPECT_EQ(KeyForPeople("q_shoe-size"), "q_shoe-size");
  EXPECT_EQ(KeyForPeople("Jane Doe"), "(no plain word)");
  EXPECT_EQ(KeyForPeople(std::string(41, 'a')), "(no plain word)");
}

}  // namespace
}  // namespace probity::matching::lab

#include "storage/sealing/reference.h"

#include <cmath>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/storage/sealing/key_of.h"
#include "tests/support/status_matchers.h"

namespace probity::sealing {
namespace {

using testing::StartsWith;

TEST(References, AreAPermutationOfTheFiveDigitNumbers) {
  const References references(KeyOf(9));
  absl::flat_hash_set<std::string> seen;
  int in_place = 0;
  for (int64_t number = 0; number < 100'000; ++number) {
    const std::string reference = *references.Make("UNMIL", 2013, number);
    ASSERT_EQ(reference.size(), std::string("PRB-2013-UNMIL-00000").size());
    ASSERT_TRUE(seen.insert(reference).second);
    ASSERT_EQ(*references.Number(reference), number);
    if (std::stoll(reference.substr(15)) == number) ++in_place;
  }
  EXPECT_LT(in_place, 10) << "a random permutation has one fixed point";
}

TEST(References, StayWhatTheyWere) {
  const References references(KeyOf(9));
  EXPECT_EQ(*references.Make("UNMIL", 2013, 0), "PRB-2013-UNMIL-30799");
  EXPECT_EQ(*references.Make("UNMIL", 2013, 1), "PRB-2013-UNMIL-15130");
  EXPECT_EQ(*references.Make("UNMIL", 2013, 100'000), "PRB-2013-UNMIL-274303");
}

TEST(References, GrowByADigitWhenTheShorterNumbersAreUsedUp) {
  const References references(KeyOf(9));
  absl::flat_hash_set<std::string> seen;
  for (int64_t number : {99'999L, 100'000L, 100'001L, 999'999L, 1'000'000L, 9'999'999L, 10'000'000L,
                         999'999'999'999L}) {
    const std::string reference = *references.Make("MINUSTAH-2", 2026, number);
    EXPECT_TRUE(seen.insert(reference).second);
    EXPECT_THAT(reference, StartsWith("PRB-2026-MINUSTAH-2-"));
    const size_t digits = number < 100'000 ? 5 : std::to_string(number).size();
    EXPECT_EQ(reference.size() - reference.rfind('-') - 1, digits);
    EXPECT_NE(reference[reference.rfind('-') + 1], number < 100'000 ? 'x' : '0');
    EXPECT_EQ(*references.Number(reference), number);
  }
}

TEST(References, DifferByKeyMissionAndYear) {
  const References references(KeyOf(9));
  int same = 0;
  for (int64_t number = 0; number < 100; ++number) {
    const auto printed = [number](const References& from, absl::string_view mission, int year) {
      const std::string text = *from.Make(mission, year, number);
      return text.substr(text.size() - 5);
    };
    const std::string base = printed(references, "UNMIL", 2013);
    same += base == printed(references, "UNMISS", 2013);
    same += base == printed(references, "UNMIL", 2014);
    same += base == printed(References(KeyOf(8)), "UNMIL", 2013);
  }
  EXPECT_LE(same, 2);
}

TEST(References, OtherTextsAreRefused) {
  const References references(KeyOf(9));
  for (const char* text :
       {"", "PRB-", "PRB-2013", "PRB-2013-", "PRB-2013-00001", "PRB-2013--00001",
        "PRB-2013-UNMIL-0001", "PRB-2013-UNMIL-000001", "PRB-2013-UNMIL-0000000000001",
        "PRB-2013-UNMIL-1e999", "PRB-2013-unmil-00001", "PRB-20x3-UNMIL-00001",
        "prb-2013-UNMIL-00001", "PRB-2013-UNMIL-00001 ", "PRB-13-UNMIL-00001",
        "PRB-2013-UNMIL--0001", "PRB-2013-UNMIL-+0001"}) {
    EXPECT_THAT(references.Number(text), test::Refused(v1::ERROR_REASON_INVALID_NAME, "")) << text;
  }
}

TEST(References, WhatCannotBePrintedIsRefused) {
  const References references(KeyOf(9));
  const auto fails = test::FailsWith(absl::StatusCode::kInternal);
  EXPECT_THAT(references.Make("UNMIL", 2013, -1), fails);
  EXPECT_THAT(references.Make("UNMIL", 2013, 1'000'000'000'000), fails);
  EXPECT_THAT(references.Make("UNMIL", 10000, 1), fails);
  EXPECT_THAT(references.Make("UNMIL", -1, 1), fails);
  EXPECT_THAT(references.Make("un", 2013, 1), fails);
  EXPECT_THAT(references.Make("", 2013, 1), fails);
}

}  // namespace
}  // namespace probity::sealing

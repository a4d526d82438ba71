#include "services/matching/readings.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/matching/model.h"
#include "services/matching/score.h"

namespace probity::matching {
namespace {

Readings Of(absl::string_view lines) {
  return *Readings::Parse(absl::StrCat("unheard 7000\n", lines));
}

TEST(Readings, TheUsualOneCostsNothingOthersWhatTheyAreRarerBy) {
  const Readings readings = Of("ш x 0 s 3000\nу u 0 o 2000 - 4000\n");
  const std::vector<char32_t> units = UnitsOf("шу");
  EXPECT_EQ(readings.Cost(units, "xu", 20'000), 0);
  EXPECT_EQ(readings.Cost(units, "so", 20'000), 5'000);
  EXPECT_EQ(readings.Cost(units, "x", 20'000), 4'000);
}

TEST(Readings, AReadingOfSeveralSoundsIsOne) {
  const Readings readings = Of("利 li 0 liv 1500\n");
  EXPECT_EQ(readings.Cost(UnitsOf("利"), "liv", 20'000), 1'500);
}

TEST(Readings, WhatWasNeverHeardCostsASoundEachOrAUnit) {
  const Readings readings = Of("ш x 0\n");
  EXPECT_EQ(readings.Cost(UnitsOf("ш"), "kr", 20'000), 14'000);
  EXPECT_EQ(readings.Cost(UnitsOf("ш"), "", 20'000), 7'000);
  EXPECT_EQ(readings.Cost(UnitsOf("ъ"), "x", 20'000), 7'000);
  EXPECT_FALSE(readings.Knows(UnitsOf("ъ")));
  EXPECT_TRUE(readings.Knows(UnitsOf("ъш")));
}

TEST(Readings, StopsAtTheLimit) {
  const Readings readings = Of("ш x 0 s 3000\n");
  EXPECT_EQ(readings.Cost(UnitsOf("шш"), "ss", 5'999), 6'000);
  EXPECT_EQ(readings.Cost(UnitsOf("шш"), "ss", 6'000), 6'000);
  EXPECT_EQ(readings.Cost(UnitsOf(std::string(5'000, 'a')), std::string(5'000, 'a'), 100), 101);
}

TEST(Readings, ASyllableOfHangulIsItsLetters) {
  EXPECT_EQ(UnitsOf("한"), (std::vector<char32_t>{0x1112, 0x1161, 0x11AB}));
  EXPECT_EQ(UnitsOf("하"), (std::vector<char32_t>{0x1112, 0x1161}));
}

TEST(Readings, AMalformedLineIsRefusedWithItsNumber) {
  for (const char* line : {"ш", "ш x", "ш x y", "ш x -1", "шш x 0", "ш xyzxyz 0", "ш X 0",
                           "unheard x", "unheard 1 2 3", "\xff x 0"}) {
    const auto parsed = Readings::Parse(absl::StrCat("unheard 7000\n", line, "\n"));
    ASSERT_FALSE(parsed.ok()) << line;
    EXPECT_THAT(std::string(parsed.status().message()), testing::HasSubstr("line 2")) << line;
  }
  EXPECT_FALSE(Readings::Parse("ш x 0\n").ok());
}

TEST(Readings, ForeignNamesAreReadAsTheyAreHeard) {
  const auto model = *Model::BuiltIn();
  const auto similarity = [&](const char* native, const char* latin) {
    return Score({.names = {{.full = native}}}, {.names = {{.full = latin}}}, *model)
        .name_similarity;
  };
  EXPECT_GE(similarity("빌 클린턴", "Bill Clinton"), 700);
  EXPECT_GE(similarity("후세인", "Hussein"), 700);
  EXPECT_GE(similarity("利文斯顿", "Livingston"), 700);
  EXPECT_GE(similarity("ウラディミル", "Vladimir"), 700);
  EXPECT_GE(similarity("קלארק", "Clark"), 700);
  EXPECT_LT(similarity("빌 클린턴", "Peter Novak"), 300);
}

}  // namespace
}  // namespace probity::matching

#include "clients/cli/evidence.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace probity::cli {
namespace {

TEST(Bits, HasOneDecimalAndItsSign) {
  EXPECT_EQ(Bits(12'345), "+12.3");
  EXPECT_EQ(Bits(12'350), "+12.4");
  EXPECT_EQ(Bits(-50), "-0.1");
  EXPECT_EQ(Bits(-49), "0.0");
  EXPECT_EQ(Bits(0), "0.0");
  EXPECT_EQ(Bits(-20'000), "-20.0");
}

v1::Match SomeMatch() {
  v1::Match match;
  match.set_name("matches/1");
  match.set_person("persons/2");
  match.set_band(v1::Match::STRONG);
  match.set_state(v1::Match::OPEN);
  match.set_total_millibits(9'000);
  v1::Evidence& evidence = *match.mutable_evidence();
  v1::EvidenceLine& name = *evidence.add_lines();
  name.set_field("name");
  name.set_candidate_value("Soeharjanto");
  name.set_record_value("Suharyanto");
  name.set_level("spelling");
  name.set_millibits(14'250);
  v1::EvidenceLine& birth = *evidence.add_lines();
  birth.set_field("date_of_birth");
  birth.set_candidate_value("1980-12-25");
  birth.set_record_value("1980-12");
  birth.set_level("same_month");
  birth.set_millibits(-5'250);
  evidence.set_total_millibits(9'000);
  evidence.set_what_would_decide("A passport number.");
  return match;
}

TEST(EvidenceTable, ShowsBothValuesAndTheTotal) {
  EXPECT_EQ(ToText(EvidenceTable(SomeMatch().evidence())),
            "field          candidate    record      level        bits\n"
            "name           Soeharjanto  Suharyanto  spelling    +14.3\n"
            "date_of_birth  1980-12-25   1980-12     same_month   -5.3\n"
            "total                                                +9.0\n");
}

TEST(MatchText, SaysAgainstWhatAndWhatWouldDecide) {
  const std::string text = MatchText(SomeMatch());
  EXPECT_THAT(text, testing::StartsWith("matches/1  STRONG  +9.0 bits  OPEN  against persons/2"));
  EXPECT_THAT(text, testing::EndsWith("A passport number.\n"));
}

}  // namespace
}  // namespace probity::cli

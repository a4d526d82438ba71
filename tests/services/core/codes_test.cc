#include "services/core/codes.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_codes.h"

namespace probity::core {
namespace {

using test::Refused;

TEST(Codes, AreFoundByCode) {
  const Codes codes = test::TestCodes();
  EXPECT_EQ((*codes.MisconductType("RAPE", "t"))->family(), v1::MisconductType::SEA);
  EXPECT_EQ((*codes.MemberState("LBR", "n"))->code(), "LBR");
  EXPECT_TRUE(codes.HasScheme("SEA"));
  EXPECT_FALSE(codes.HasScheme("sea"));
}

TEST(Codes, UnknownAndMissingCodesAreRefusedAtTheirField) {
  const Codes codes = test::TestCodes();
  EXPECT_THAT(codes.MisconductType("rape", "types[0]"),
              Refused(v1::ERROR_REASON_UNKNOWN_CODE, "types[0]"));
  EXPECT_THAT(codes.PersonnelCategory("SOLDIER", 0, "subcategory"),
              Refused(v1::ERROR_REASON_UNKNOWN_CODE, "subcategory"));
  EXPECT_THAT(codes.MemberState("", "incident_country"),
              Refused(v1::ERROR_REASON_MISSING_FIELD, "incident_country"));
}

TEST(Codes, CategoryIsThatOfThePublicationYear) {
  const Codes codes = test::TestCodes();
  const auto group = [&](int year) {
    return (*codes.PersonnelCategory("GPP_CORRECTIONS", year, "c"))->group();
  };
  EXPECT_EQ(group(2013), v1::PersonnelCategory::POLICE);
  EXPECT_EQ(group(2015), v1::PersonnelCategory::CIVILIAN);
  EXPECT_EQ(group(0), v1::PersonnelCategory::CIVILIAN);
  EXPECT_THAT(codes.PersonnelCategory("GPP_CORRECTIONS", 2006, "c"),
              Refused(v1::ERROR_REASON_UNKNOWN_CODE, "c"));
}

}  // namespace
}  // namespace probity::core

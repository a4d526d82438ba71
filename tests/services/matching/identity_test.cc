#include "services/matching/identity.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/services/matching/builders.h"

namespace probity::matching {
namespace {

using testing::ElementsAre;

std::vector<std::string> Wrong(const Identity& identity) {
  std::vector<std::string> fields;
  for (const Violation& violation : CheckIdentity(identity)) fields.push_back(violation.field);
  return fields;
}

TEST(CheckIdentityTest, AcceptsWhatIsKnownOfAPerson) {
  Identity identity = Person("Иван Petrov", {1971, 10, 5}, {"RUS", "KZ"});
  identity.births.push_back({.year = 1958, .year_to = 1964});
  identity.identifiers = {{IdentifierType::kPassport, "RUS", "40 12 № 345"}};
  EXPECT_THAT(Wrong(identity), ElementsAre());
}

TEST(CheckIdentityTest, RefusesNamesThatAreNone) {
  for (const std::string& name :
       {std::string(), std::string("--- ..."), std::string("12345"), std::string(10'000, 'x'),
        std::string("Iv\xFF"), std::string("Ivan\u202Evon"), std::string("Ivan\nIvanov")}) {
    EXPECT_EQ(Wrong(Person(name)).size(), 1u) << name.substr(0, 20);
  }
  EXPECT_THAT(Wrong({.names = {{.given = "Anna", .family = std::string(1001, 'y')}}}),
              ElementsAre("names[0].family"));
}

TEST(CheckIdentityTest, RefusesDatesThatCannotBe) {
  const BirthDate wrong[] = {
      {},           {0, 1, 1},     {1971, 13},
      {1971, 0, 5}, {1971, 2, 29}, {.year = 1971, .year_to = 1960},
      {10'000},     {1971, 4, 31}, {.year = 1971, .month = 2, .year_to = 1972}};
  for (const BirthDate& birth : wrong) {
    EXPECT_THAT(Wrong(Person("Anna Silva", birth)), ElementsAre("births[0]"))
        << birth.year << "-" << birth.month << "-" << birth.day;
  }
  EXPECT_THAT(Wrong(Person("Anna Silva", {1972, 2, 29})), ElementsAre());
}

TEST(CheckIdentityTest, RefusesCodesIdentifiersAndFloods) {
  EXPECT_THAT(Wrong(Person("Anna Silva", {1971}, {"Kenya"})), ElementsAre("nationalities[0]"));
  Identity identity = Person("Anna Silva");
  identity.identifiers = {{IdentifierType::kPassport, "", " - "}};
  EXPECT_THAT(Wrong(identity), ElementsAre("identifiers[0].value"));
  EXPECT_THAT(Wrong({.names = std::vector<Name>(kMaxNames + 1, Name{.full = "Anna Silva"})}),
              ElementsAre("names"));
}

TEST(AssessTest, WorstFirst) {
  EXPECT_EQ(Assess({}), IdentityQuality::kNameUnusable);
  EXPECT_EQ(Assess(Person("J. B.", {1971})), IdentityQuality::kNameUnusable);
  EXPECT_EQ(Assess(Person("ສຸກ ສຸພາ", {1971})), IdentityQuality::kScriptWithoutTables);
  EXPECT_EQ(Assess(Person("Anna Silva")), IdentityQuality::kLacksBirthAndIdentifier);
  EXPECT_EQ(Assess(Person("Anna Silva", {1971})), IdentityQuality::kSufficient);
  EXPECT_EQ(Assess(Person("김정은", {1984, 1, 8})), IdentityQuality::kSufficient);
  Identity numbered = Person("Anna Silva");
  numbered.identifiers = {{IdentifierType::kUnIndexNumber, "", "0000"}};
  EXPECT_EQ(Assess(numbered), IdentityQuality::kLacksBirthAndIdentifier);
  numbered.identifiers[0].value = "718281";
  EXPECT_EQ(Assess(numbered), IdentityQuality::kSufficient);
  // Dates that say nothing are none; together they leave years open as one range does.
  EXPECT_EQ(Assess(Person("Anna Silva", {.year = 1960, .year_to = 1969})),
            IdentityQuality::kSufficient);
  EXPECT_EQ(Assess(Person("Anna Silva", {.year = 1960, .year_to = 1970})),
            IdentityQuality::kLacksBirthAndIdentifier);
  Identity any = Person("Anna Silva");
  for (int year = 1960; year < 1970; ++year) any.births.push_back({year});
  EXPECT_EQ(Assess(any), IdentityQuality::kSufficient);
  any.births.push_back({1980});
  EXPECT_EQ(Assess(any), IdentityQuality::kLacksBirthAndIdentifier);
  EXPECT_EQ(Assess(Person("Anna Silva", {.year = 1971, .approximate = true})),
            IdentityQuality::kSufficient);
  // A name in a script without tables does no harm beside one that can be read.
  Identity both = Person("ສຸກ ສຸພາ", {1971});
  both.names.push_back({.full = "Sok Sophea"});
  EXPECT_EQ(Assess(both), IdentityQuality::kSufficient);
}

}  // namespace
}  // namespace probity::matching

#include "services/matching/attributes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/services/matching/builders.h"

namespace probity::matching {
namespace {

class AttributesTest : public testing::Test {
 protected:
  Level Birth(BirthDate a, BirthDate b) const {
    const Weights& weights = model_->tables().weights;
    const Outcome one = CompareBirths({&a, 1}, {&b, 1}, weights);
    const Outcome other = CompareBirths({&b, 1}, {&a, 1}, weights);
    EXPECT_EQ(one.level, other.level);
    EXPECT_EQ(one.bits, other.bits);
    return one.level;
  }
  Outcome Ids(Identifier a, Identifier b) const {
    const Tables& tables = model_->tables();
    return CompareIdentifiers(Prepare({.identifiers = {std::move(a)}}, tables),
                              Prepare({.identifiers = {std::move(b)}}, tables), tables.weights);
  }
  Outcome Countries(std::vector<std::string> a, std::vector<std::string> b) const {
    const Tables& tables = model_->tables();
    return CompareNationalities(Prepare({.nationalities = std::move(a)}, tables),
                                Prepare({.nationalities = std::move(b)}, tables), tables);
  }
  std::shared_ptr<const Model> model_ = TestModel();
};

TEST_F(AttributesTest, Days) {
  EXPECT_EQ(Birth({1971, 10, 5}, {1971, 10, 5}), Level::kSameDay);
  EXPECT_EQ(Birth({1971, 1, 1}, {1971, 1, 1}), Level::kFirstOfJanuary);
  EXPECT_EQ(Birth({1971, 10, 5}, {1971, 5, 10}), Level::kDayMonthFlipped);
  EXPECT_EQ(Birth({1971, 10, 5}, {1971, 10, 6}), Level::kMistyped);
  EXPECT_EQ(Birth({1971, 10, 5}, {1917, 10, 5}), Level::kMistyped);
  EXPECT_EQ(Birth({1971, 10, 5}, {1981, 10, 5}), Level::kMistyped);
  EXPECT_EQ(Birth({1971, 10, 5}, {1972, 10, 5}), Level::kMistyped);
  EXPECT_EQ(Birth({1971, 1, 1}, {1971, 10, 5}), Level::kSameYear);
  EXPECT_EQ(Birth({1971, 10, 5}, {1974, 3, 17}), Level::kApart);
  EXPECT_EQ(Birth({1971, 10, 5}, {1989, 3, 17}), Level::kFarApart);
}

TEST_F(AttributesTest, PartialDatesNeverContradictWhatTheyLack) {
  EXPECT_EQ(Birth({1971}, {1971, 10, 5}), Level::kSameYear);
  EXPECT_EQ(Birth({1971, 10}, {1971, 10, 5}), Level::kSameMonth);
  EXPECT_EQ(Birth({1971}, {1972, 10, 5}), Level::kNearYear);
  EXPECT_EQ(Birth({.year = 1971, .approximate = true}, {1973, 10, 5}), Level::kInsideRange);
  EXPECT_EQ(Birth({.year = 1958, .year_to = 1964}, {1960, 2, 3}), Level::kInsideRange);
  EXPECT_EQ(Birth({.year = 1958, .year_to = 1964}, {1980, 2, 3}), Level::kFarApart);
  EXPECT_EQ(Birth({1971}, {1975}), Level::kApart);
}

TEST_F(AttributesTest, OneAgreeingAlternativeIsEnough) {
  const std::vector<BirthDate> record = {{1950, 2, 3}, {1971, 10, 5}};
  const BirthDate candidate{1971, 10, 5};
  EXPECT_EQ(CompareBirths({&candidate, 1}, record, model_->tables().weights).level,
            Level::kSameDay);
}

TEST_F(AttributesTest, Identifiers) {
  const auto type = IdentifierType::kPassport;
  EXPECT_EQ(Ids({type, "KE", "A 123-456"}, {type, "KEN", "a123456"}).level, Level::kSame);
  EXPECT_EQ(Ids({type, "", "A123456"}, {type, "KEN", "A123456"}).level, Level::kSame);
  EXPECT_EQ(Ids({type, "KEN", "A123456"}, {type, "KEN", "A123465"}).level, Level::kOneEdit);
  EXPECT_FALSE(Ids({type, "UGA", "A123456"}, {type, "KEN", "A123456"}).compared);
  EXPECT_FALSE(
      Ids({type, "KEN", "A123456"}, {IdentifierType::kNationalId, "KEN", "A123456"}).compared);
  EXPECT_FALSE(Ids({type, "KEN", "999999"}, {type, "KEN", "999999"}).compared);
  // Passports change; an index number does not.
  EXPECT_GT(Ids({type, "KEN", "A123456"}, {type, "KEN", "B777000"}).bits,
            Ids({IdentifierType::kUnIndexNumber, "", "555123"},
                {IdentifierType::kUnIndexNumber, "", "777000"})
                .bits);
}

TEST_F(AttributesTest, NationalitiesAreSetsWithSuccessors) {
  EXPECT_EQ(Countries({"KEN", "UGA"}, {"UGA"}).level, Level::kOverlap);
  EXPECT_EQ(Countries({"KE"}, {"KEN"}).level, Level::kOverlap);
  EXPECT_EQ(Countries({"SUN"}, {"UKR"}).level, Level::kOverlap);
  EXPECT_EQ(Countries({"KEN"}, {"UGA"}).level, Level::kDisjoint);
  EXPECT_FALSE(Countries({}, {"UGA"}).compared);
  EXPECT_LT(Countries({"IND"}, {"IND"}).bits, Countries({"FJI"}, {"FJI"}).bits);
}

}  // namespace
}  // namespace probity::matching

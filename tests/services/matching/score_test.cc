#include "services/matching/score.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/services/matching/builders.h"

namespace probity::matching {
namespace {

class ScoreTest : public testing::Test {
 protected:
  Evidence Of(const Identity& candidate, const Identity& record) const {
    return Score(candidate, record, *model_);
  }
  std::shared_ptr<const Model> model_ = TestModel();
};

TEST_F(ScoreTest, BitsOfTheLinesAddUpToTheTotal) {
  Identity record = Person("Usama Muhammad Awad bin Ladin", {1957, 3, 10}, {"SAU"});
  record.sex = Sex::kMale;
  record.identifiers = {{IdentifierType::kPassport, "SAU", "A 1234567"}};
  Identity candidate = record;
  candidate.births[0].day = 11;
  candidate.names[0].full = "Osama bin Laden";
  const Evidence evidence = Of(candidate, record);
  Millibits sum = 0;
  for (const Line& line : evidence.lines) sum += line.bits;
  EXPECT_EQ(sum, evidence.total) << ToText(evidence);
}

TEST_F(ScoreTest, NameAloneIsNeverMoreThanPossible) {
  for (const char* name :
       {"Mohammed Ali", "Zbigniew Wojciech Chrzanowski Przybyszewski", "Xanthippe Quillfeather"}) {
    const Evidence evidence = Of(Person(name), Person(name));
    EXPECT_EQ(evidence.band, Band::kPossible) << name;
    EXPECT_LT(Probability(evidence.total), 0.70) << name;
  }
}

TEST_F(ScoreTest, RarerNamesCountForMoreAboveTheCap) {
  EXPECT_LT(
      Of(Person("Ganbold Tserendorj"), Person("Ganbold Tserendorj")).total,
      Of(Person("Ganbold Tserendorj Otgonbayar"), Person("Ganbold Tserendorj Otgonbayar")).total);
}

TEST_F(ScoreTest, RecordWithoutBirthDateHoldsWhoHasItsName) {
  const Evidence evidence =
      Of(Person("Jean Bosco Ntaganda", {1973, 11, 5}, {"RWA"}), Person("Bosco Ntaganda"));
  EXPECT_EQ(evidence.band, Band::kPossible);
  EXPECT_EQ(evidence.need, Need::kFullBirthDate);
}

TEST_F(ScoreTest, AnotherBirthDateContradicts) {
  const Evidence evidence =
      Of(Person("Bosco Ntaganda", {1990, 2, 7}), Person("Bosco Ntaganda", {1973, 11, 5}));
  EXPECT_EQ(evidence.band, Band::kNone);
  EXPECT_TRUE(evidence.contradicted);
}

TEST_F(ScoreTest, NameAndDayAreStrong) {
  EXPECT_EQ(
      Of(Person("Ntaganda Bosco", {1973, 11, 5}), Person("Bosco Ntaganda", {1973, 11, 5})).band,
      Band::kStrong);
}

TEST_F(ScoreTest, BirthDateAloneNeverAlerts) {
  EXPECT_EQ(Of(Person("Mary Jones", {1973, 11, 5}, {"NPL"}),
               Person("Bosco Ntaganda", {1973, 11, 5}, {"NPL"}))
                .band,
            Band::kNone);
}

TEST_F(ScoreTest, ConflictIsNotAbsence) {
  const Millibits missing =
      Of(Person("Ahmed Hassan"), Person("Ahmed Hassan Dirie")).name_similarity;
  const Millibits conflict =
      Of(Person("Ahmed Hassan Warsame"), Person("Ahmed Hassan Dirie")).name_similarity;
  EXPECT_GT(missing, 800);
  EXPECT_LT(conflict, 700);
}

TEST_F(ScoreTest, ChainOfFathersHasADirection) {
  EXPECT_EQ(Of(Person("Salman bin Muhammad"), Person("Muhammad bin Salman")).band, Band::kNone);
  EXPECT_EQ(Of(Person("Salman bin Muhammad"), Person("Salman ibn Mohammed")).band, Band::kPossible);
}

TEST_F(ScoreTest, EqualIdentifierUnderAnotherNameIsForAHuman) {
  Identity candidate = Person("Mary Jones", {1980, 1, 2});
  Identity record = Person("Bosco Ntaganda", {1973, 11, 5});
  candidate.identifiers = {{IdentifierType::kNationalId, "RWA", "1197380012345678"}};
  record.identifiers = {{IdentifierType::kNationalId, "RW", "1 1973 8 0012345 6 78"}};
  const Evidence evidence = Of(candidate, record);
  EXPECT_EQ(evidence.band, Band::kPossible);
  EXPECT_EQ(evidence.need, Need::kHuman);
  candidate.names = record.names;
  EXPECT_EQ(Of(candidate, record).band, Band::kExactId);
}

TEST_F(ScoreTest, GenericIdentifierIsNoEvidence) {
  Identity candidate = Person("Mary Jones");
  candidate.identifiers = {{IdentifierType::kPassport, "", "0000000"}};
  Identity record = Person("Bosco Ntaganda");
  record.identifiers = candidate.identifiers;
  EXPECT_EQ(Of(candidate, record).band, Band::kNone);
}

TEST_F(ScoreTest, TellsWhichNamesMet) {
  Identity record{.names = {{.full = "Gaston Iyamuremye"},
                            {.full = "Rumuli", .kind = NameKind::kWeakAlias},
                            {.full = "Michel Byiringiro", .kind = NameKind::kAlias}}};
  Identity candidate{.names = {{.full = "Something Else"}, {.full = "Byiringiro, Michel"}}};
  const Evidence evidence = Of(candidate, record);
  EXPECT_EQ(evidence.candidate_name, 1);
  EXPECT_EQ(evidence.record_name, 2);
  EXPECT_FALSE(evidence.weak_name);
  EXPECT_TRUE(Of(Person("Rumuli"), record).weak_name);
}

TEST_F(ScoreTest, ChangedFamilyNameIsPossibleByTheDayOfBirth) {
  EXPECT_EQ(Of(Person("Anneliese Schmidt", {1971, 10, 5}, {"DEU"}),
               Person("Anneliese Kowalczyk", {1971, 10, 5}, {"DEU"}))
                .band,
            Band::kPossible);
}

TEST_F(ScoreTest, MatcherVersionNamesModelAndIcu) {
  EXPECT_THAT(MatcherVersion(*model_), testing::MatchesRegex("[0-9]+\\.[0-9]+/icu[0-9]+\\.[0-9]+"));
}

TEST_F(ScoreTest, HostileNamesHaveABoundedAnswer) {
  const std::string flood = "a" + std::string(9000, '\xCC') + std::string(9000, 'x');
  std::string words;
  for (int i = 0; i < 3000; ++i) words += "ab ";
  for (const std::string& name :
       {std::string(10000, 'x'), std::string(10000, '.'), words, flood, std::string("\xFF\xFE\x80"),
        std::string("\u202Eabc\u202C def"), std::string()}) {
    const Evidence evidence = Of(Person(name), Person(name));
    EXPECT_LE(evidence.band, Band::kPossible);
    EXPECT_LE(evidence.lines.size(), 60u);
  }
}

}  // namespace
}  // namespace probity::matching

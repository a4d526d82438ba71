// What must hold for every pair of identities, tried on many seeded ones.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <tuple>
#include <vector>

#include "absl/algorithm/container.h"
#include "services/matching/index.h"
#include "services/matching/score.h"
#include "tests/services/matching/builders.h"

namespace probity::matching {
namespace {

constexpr const char* kWords[] = {"Mohammed", "Ali",    "Hassan",     "Ivanov",  "Иван", "Bosco",
                                  "محمد",     "Silva",  "Kim",        "정은",    "bin",  "Abdul",
                                  "Rahman",   "Maria",  "Tserendorj", "van",     "J",    "Ntaganda",
                                  "张",       "Robert", "Bob",        "O'Neill", "रजनी", "Dr"};

class PropertiesTest : public testing::Test {
 protected:
  std::string RandomName() {
    std::string name;
    const size_t count = 1 + random_() % 4;
    for (size_t i = 0; i < count; ++i)
      name += std::string(kWords[random_() % std::size(kWords)]) + " ";
    return name;
  }

  Identity RandomIdentity() {
    Identity identity = Person(RandomName());
    if (random_() % 2) identity.names.push_back({.full = RandomName()});
    if (random_() % 2) identity.births = {RandomBirth()};
    if (random_() % 2) identity.nationalities = {random_() % 2 ? "KEN" : "UGA"};
    if (random_() % 2) identity.sex = random_() % 2 ? Sex::kMale : Sex::kFemale;
    if (random_() % 4 == 0) {
      identity.identifiers = {
          {IdentifierType::kPassport, "KEN", random_() % 2 ? "A12345" : "B777"}};
    }
    return identity;
  }

  BirthDate RandomBirth() {
    BirthDate birth{static_cast<int32_t>(1968 + random_() % 6)};
    if (random_() % 3 == 0) birth.approximate = true;
    if (!birth.approximate && random_() % 4 != 0) {
      birth.month = static_cast<int32_t>(1 + random_() % 3);
      birth.day = static_cast<int32_t>(1 + random_() % 3);
    }
    return birth;
  }

  Evidence Of(const Identity& candidate, const Identity& record) const {
    return Score(candidate, record, *model_);
  }

  // Letters that make no known word.
  std::string RareWord() {
    std::string word = "Q";
    for (int i = 0; i < 3; ++i) {
      word += "aeiou"[random_() % 5];
      word += "bdgklmnprtvz"[random_() % 12];
    }
    return word;
  }

  static bool Agrees(const Evidence& evidence, const std::vector<Field>& fields) {
    for (const Line& line : evidence.lines) {
      if (absl::c_linear_search(fields, line.field) && line.bits > 0) return true;
    }
    return false;
  }

  static bool HasCap(const Evidence& evidence) {
    return absl::c_any_of(evidence.lines,
                          [](const Line& line) { return line.field == Field::kCap; });
  }

  // A result is better in its band, or within the band in its total.
  static std::tuple<Band, Millibits> Rank(const Evidence& evidence) {
    return {evidence.band, evidence.total};
  }

  std::mt19937_64 random_{20'240'501};
  std::shared_ptr<const Model> model_ = TestModel();
};

TEST_F(PropertiesTest, LinesAddUpToTheTotal) {
  for (int i = 0; i < 3000; ++i) {
    const Evidence evidence = Of(RandomIdentity(), RandomIdentity());
    Millibits sum = 0;
    for (const Line& line : evidence.lines) sum += line.bits;
    ASSERT_EQ(sum, evidence.total) << ToText(evidence);
  }
}

TEST_F(PropertiesTest, ATrueAttributeNeverLowersTheResult) {
  for (int i = 0; i < 2000; ++i) {
    const Identity record = RandomIdentity();
    Identity candidate = RandomIdentity();
    const Evidence before = Of(candidate, record);
    const Name& name = record.names[random_() % record.names.size()];
    Identity named = candidate;
    named.names.push_back(name);
    ASSERT_GE(Rank(Of(named, record)), Rank(before)) << ToText(before);
    if (!record.births.empty()) {
      Identity born = candidate;
      born.births.push_back(record.births[0]);
      ASSERT_GE(Rank(Of(born, record)), Rank(before)) << ToText(before) << ToText(Of(born, record));
    }
    if (!record.nationalities.empty()) {
      Identity national = candidate;
      national.nationalities.push_back(record.nationalities[0]);
      ASSERT_GE(Rank(Of(national, record)), Rank(before)) << ToText(before);
    }
    if (record.sex != Sex::kUnknown && candidate.sex == Sex::kUnknown) {
      Identity sexed = candidate;
      sexed.sex = record.sex;
      ASSERT_GE(Rank(Of(sexed, record)), Rank(before)) << ToText(before);
    }
    if (!record.identifiers.empty()) {
      Identity numbered = candidate;
      numbered.identifiers.push_back(record.identifiers[0]);
      ASSERT_GE(Rank(Of(numbered, record)), Rank(before)) << ToText(before);
    }
  }
}

TEST_F(PropertiesTest, WithoutASecondAttributeTheProbabilityStaysBelowSeventyPercent) {
  for (int i = 0; i < 2000; ++i) {
    Identity record{.names = {{.full = RandomName() + RandomName() + RandomName()}}};
    const Evidence evidence = Of(record, record);
    ASSERT_LT(Probability(evidence.total), 0.70) << ToText(evidence);
    ASSERT_LE(evidence.band, Band::kPossible);
  }
}

// Whatever else is known of the two: as long as none of it agrees.
TEST_F(PropertiesTest, WhileNothingElseAgreesTheProbabilityStaysBelowSeventyPercent) {
  int above_the_cap = 0;
  for (int i = 0; i < 3000; ++i) {
    const Identity record = RandomIdentity();
    Identity candidate = RandomIdentity();
    if (i % 2 == 0) candidate.names = record.names;
    const Evidence evidence = Of(candidate, record);
    if (Agrees(evidence, {Field::kBirthDate, Field::kNationality, Field::kIdentifier})) continue;
    ASSERT_LT(Probability(evidence.total), 0.70) << ToText(evidence);
    ASSERT_LE(evidence.band, Band::kPossible) << ToText(evidence);
    above_the_cap += Agrees(evidence, {Field::kName}) && HasCap(evidence);
  }
  EXPECT_GT(above_the_cap, 100);
}

TEST_F(PropertiesTest, AboveTheCapTheTotalStillGrowsWithTheEvidence) {
  for (int i = 0; i < 300; ++i) {
    Identity person = Person("Tserendorj");
    if (i % 2 == 0) person.nationalities = {"MNG"};
    Evidence before = Of(person, person);
    for (int words = 0; words < 6; ++words) {
      person.names[0].full += " " + RareWord();
      const Evidence after = Of(person, person);
      ASSERT_GT(after.total, before.total) << ToText(before) << ToText(after);
      before = after;
    }
    EXPECT_TRUE(HasCap(before)) << ToText(before);
    EXPECT_LT(Probability(before.total), person.nationalities.empty() ? 0.70 : 0.95);
  }
}

TEST_F(PropertiesTest, OneAttributeAloneNeverAlerts) {
  for (int i = 0; i < 2000; ++i) {
    const Identity all = RandomIdentity();
    Identity alone[] = {
        {.births = {RandomBirth()}}, {.nationalities = {"KEN"}}, {.sex = Sex::kMale}};
    for (Identity& candidate : alone) {
      ASSERT_EQ(Of(candidate, candidate).band, Band::kNone);
      Identity record = all;
      record.names = {{.full = "Zbigniew Przybyszewski"}};
      record.births = candidate.births;
      record.nationalities = candidate.nationalities;
      record.sex = candidate.sex;
      candidate.names = {{.full = "Xanthippe Quillfeather"}};
      ASSERT_EQ(Of(candidate, record).band, Band::kNone) << ToText(Of(candidate, record));
    }
    // A name alone is a question for a human, no more; an identifier under another name is one too.
    const Identity named{.names = all.names};
    ASSERT_LE(Of(named, named).band, Band::kPossible);
    const Identity numbered{.identifiers = {{IdentifierType::kNationalId, "KEN", "718281828"}}};
    ASSERT_EQ(Of(numbered, numbered).band, Band::kPossible);
    ASSERT_EQ(Of(numbered, numbered).need, Need::kHuman);
  }
}

TEST_F(PropertiesTest, AResultDoesNotDependOnTheRegister) {
  std::vector<Subject> many;
  for (uint64_t id = 1; id <= 300; ++id) many.push_back({.id = id, .identity = RandomIdentity()});
  const auto index = Index::Build(model_, many);
  const SearchOptions all{.limit = 300, .exhaustive = true};
  for (int i = 0; i < 60; ++i) {
    const Identity candidate = RandomIdentity();
    const SearchResult among = index->Search(candidate, all);
    for (const Hit& hit : among.hits) {
      const Subject& subject = many[hit.subject - 1];
      const SearchResult alone = Index::Build(model_, {&subject, 1})->Search(candidate, all);
      ASSERT_EQ(alone.hits.size(), 1u);
      ASSERT_EQ(ToText(alone.hits[0].evidence), ToText(hit.evidence));
    }
  }
}

TEST_F(PropertiesTest, AttributesWithoutANameNeverAlert) {
  for (int i = 0; i < 2000; ++i) {
    Identity record = RandomIdentity();
    record.identifiers.clear();
    Identity candidate = record;
    record.names = {{.full = "Zbigniew Przybyszewski"}};
    candidate.names = {{.full = "Xanthippe Quillfeather"}};
    ASSERT_EQ(Of(candidate, record).band, Band::kNone) << ToText(Of(candidate, record));
  }
}

TEST_F(PropertiesTest, TheSameArgumentsGiveTheSameBytes) {
  const std::shared_ptr<const Model> other = TestModel();
  for (int i = 0; i < 500; ++i) {
    const Identity candidate = RandomIdentity();
    const Identity record = RandomIdentity();
    ASSERT_EQ(ToText(Of(candidate, record)), ToText(Score(candidate, record, *other)));
  }
}

}  // namespace
}  // namespace probity::matching

// What must hold for every pair of identities, tried on many seeded ones.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <tuple>

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

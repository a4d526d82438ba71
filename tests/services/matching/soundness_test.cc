// What a search passes over without a full comparison could not have been a hit: on seeded words,
// dates and registers with planted spellings.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/matching/birth_gate.h"
#include "services/matching/distance.h"
#include "services/matching/index.h"
#include "services/matching/likeness.h"
#include "services/matching/shapes.h"
#include "services/matching/sound.h"
#include "services/matching/words.h"
#include "tests/services/matching/builders.h"

namespace probity::matching {
namespace {

constexpr const char* kSyllables[] = {"mo", "ham", "med", "ja",  "ze", "vin", "ova", "ska",
                                      "wa", "tch", "iy",  "hus", "ku", "dze", "al",  "ren"};
// No two of them within two letters, so that who is alike is alike by what was planted.
constexpr const char* kNames[] = {
    "Amina",  "Bosco",     "Chandra", "Dmitri",   "Elena",   "Farid",     "Grace",  "Okafor",
    "Thapa",  "Ivanov",    "Silva",   "Rahman",   "Hassan",  "Popescu",   "Quispe", "Tserendorj",
    "Yamada", "Kovalenko", "Abebe",   "Ntaganda", "Zhukova", "Lindqvist", "Mbeki",  "Fernandez"};
constexpr int kNoLimit = 100'000;

// Optimal string alignment, the whole table.
int PlainEditDistance(const std::string& a, const std::string& b) {
  std::vector<std::vector<int>> cost(a.size() + 1, std::vector<int>(b.size() + 1));
  for (size_t i = 0; i <= a.size(); ++i) {
    for (size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        cost[i][j] = static_cast<int>(i + j);
        continue;
      }
      cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1,
                             cost[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
      }
    }
  }
  return cost[a.size()][b.size()];
}

class SoundnessTest : public testing::Test {
 protected:
  size_t Pick(size_t count) { return random_() % count; }

  std::string RandomWord() {
    std::string word;
    for (size_t i = 0, count = 1 + Pick(4); i < count; ++i) {
      word += kSyllables[Pick(std::size(kSyllables))];
    }
    return word;
  }

  std::string RandomName() { return kNames[Pick(std::size(kNames))]; }

  // A letter changed, left out, added, or exchanged with its neighbour.
  std::string Mistyped(std::string word) {
    const size_t at = Pick(word.size() - 1);
    const char letter = static_cast<char>('a' + Pick(26));
    switch (Pick(4)) {
      case 0:
        word[at] = letter;
        break;
      case 1:
        word.erase(at, 1);
        break;
      case 2:
        word.insert(at, 1, letter);
        break;
      case 3:
        std::swap(word[at], word[at + 1]);
        break;
    }
    return word;
  }

  // Half of the pairs are strangers, half some mistakes apart.
  std::string Other(const std::string& word) {
    if (Pick(2) == 0) return RandomWord();
    std::string other = word;
    for (size_t i = 0, count = Pick(4); i < count && other.size() > 2; ++i) other = Mistyped(other);
    return other;
  }

  BirthDate RandomDay() {
    return {static_cast<int32_t>(1965 + Pick(40)), static_cast<int32_t>(1 + Pick(12)),
            static_cast<int32_t>(1 + Pick(28))};
  }

  std::mt19937_64 random_{20'261'122};
  std::shared_ptr<const Model> model_ = TestModel();
};

TEST_F(SoundnessTest, AnEditDistanceIsThatOfTheWholeTable) {
  for (int i = 0; i < 30'000; ++i) {
    const std::string a = RandomWord();
    const std::string b = Other(a);
    const int limit = static_cast<int>(Pick(4));
    ASSERT_EQ(std::min(EditDistance(a, b, limit), limit + 1),
              std::min(PlainEditDistance(a, b), limit + 1))
        << a << " " << b << " " << limit;
  }
}

TEST_F(SoundnessTest, ALimitHidesNoSoundDistanceBelowIt) {
  for (int i = 0; i < 30'000; ++i) {
    const std::string a = SoundOf(RandomWord());
    const std::string b = SoundOf(Other(a));
    if (a.empty() || b.empty()) continue;
    for (const bool loose : {false, true}) {
      const int whole = SoundDistance(a, b, kNoLimit, loose);
      for (const int limit : {300, 1000, 1756, 2000}) {
        const int within = SoundDistance(a, b, limit, loose);
        ASSERT_EQ(std::min(within, limit + 1), std::min(whole, limit + 1)) << a << " " << b;
      }
    }
  }
}

TEST_F(SoundnessTest, ShapesTellApartOnlyWordsThatAreDifferent) {
  int told_apart = 0;
  for (int i = 0; i < 60'000; ++i) {
    const std::string text = RandomWord();
    const Word a = MakeLatinWord(text, model_->tables());
    const Word b = MakeLatinWord(Other(text), model_->tables());
    Word shapeless = a;
    shapeless.shape.letters = 0;  // Not known: everything is aligned.
    const Likeness aligned = Compare(shapeless, b, model_->tables(), true);
    const Likeness likeness = Compare(a, b, model_->tables(), true);
    ASSERT_EQ(likeness.similarity, aligned.similarity) << a.latin << " " << b.latin;
    ASSERT_EQ(likeness.level, aligned.level) << a.latin << " " << b.latin;
    if (MayBeAlike(a.shape, b.shape)) continue;
    ++told_apart;
    ASSERT_EQ(aligned.similarity, 0) << a.latin << " " << b.latin;
  }
  EXPECT_GT(told_apart, 20'000);
}

TEST_F(SoundnessTest, TheGateStopsOnlyBirthDatesThatContradict) {
  int stopped = 0;
  for (int i = 0; i < 200'000; ++i) {
    const std::vector<BirthDate> candidate(1 + Pick(2), RandomDay());
    BirthDate record = RandomDay();
    if (Pick(10) == 0) record.month = record.day = 1;
    if (Pick(10) == 0) record.day = 0;
    if (Pick(10) == 0) record.approximate = true;
    const BirthGate gate(candidate, model_->tables().weights);
    if (!gate.Contradicts(BirthCode({&record, 1}))) continue;
    ++stopped;
    ASSERT_LT(CompareBirths(candidate, {&record, 1}, model_->tables().weights).bits, 0)
        << candidate[0].year << " " << record.year;
  }
  EXPECT_GT(stopped, 100'000);
}

TEST_F(SoundnessTest, ABirthDateThatIsNoDayPassesTheGate) {
  const BirthDate day{1971, 10, 5};
  const BirthDate year{1950};
  const Weights& weights = model_->tables().weights;
  EXPECT_FALSE(BirthGate({&year, 1}, weights).Contradicts(BirthCode({&day, 1})));
  EXPECT_FALSE(BirthGate({&day, 1}, weights).Contradicts(BirthCode({&year, 1})));
  EXPECT_FALSE(BirthGate({&day, 1}, weights).Contradicts(BirthCode({})));
  EXPECT_FALSE(BirthGate({}, weights).Contradicts(BirthCode({&day, 1})));
}

// Each candidate is somebody of the register, one word mistyped, perhaps in another order; the
// register grows by steps, so that it has several segments and entries that no longer count.
TEST_F(SoundnessTest, ASearchFindsWhatTheComparisonOfAllFinds) {
  const auto person = [&](uint64_t id) {
    Subject subject{.id = id, .version = 1};
    for (size_t i = 0, names = 1 + Pick(2); i < names; ++i) {
      subject.identity.names.push_back(
          {.full = absl::StrCat(RandomName(), " ", RandomName(), " ", RandomName())});
    }
    if (Pick(4) != 0) subject.identity.births = {RandomDay()};
    if (Pick(4) != 0) subject.identity.nationalities = {Pick(2) == 0 ? "KEN" : "UGA"};
    if (Pick(3) == 0) {
      subject.identity.identifiers = {
          {IdentifierType::kPassport, "KEN", absl::StrCat("P9", 1000 + id)}};
    }
    return subject;
  };
  std::vector<Subject> subjects;
  for (uint64_t id = 1; id <= 1'000; ++id) subjects.push_back(person(id));
  auto index = Index::Build(model_, subjects);
  for (int i = 0; i < 100; ++i) {
    Subject& changed = subjects[Pick(subjects.size())];
    changed = person(changed.id);
    index = index->With({&changed, 1}, {});
  }
  size_t hits = 0;
  int whole = 0;
  for (int i = 0; i < 300; ++i) {
    Identity candidate = subjects[Pick(subjects.size())].identity;
    std::vector<std::string> parts = absl::StrSplit(candidate.names[0].full, ' ');
    std::string& part = parts[Pick(parts.size())];
    part = Mistyped(part);
    std::rotate(parts.begin(), parts.begin() + static_cast<int>(Pick(2)), parts.end());
    candidate.names = {{.full = absl::StrJoin(parts, " ")}};
    if (Pick(3) == 0) candidate.births.clear();
    if (Pick(2) == 0) candidate.identifiers.clear();
    const SearchResult found = index->Search(candidate, {.limit = 2'000});
    const SearchResult all = index->Search(candidate, {.limit = 2'000, .exhaustive = true});
    if (found.truncated) continue;  // It says so itself.
    ++whole;
    ASSERT_EQ(found.hits.size(), all.hits.size()) << candidate.names[0].full;
    for (size_t k = 0; k < all.hits.size(); ++k) {
      ASSERT_EQ(found.hits[k].subject, all.hits[k].subject);
      ASSERT_EQ(ToText(found.hits[k].evidence), ToText(all.hits[k].evidence));
    }
    hits += all.hits.size();
  }
  EXPECT_GT(whole, 250);
  EXPECT_GT(hits, 250u);
}

}  // namespace
}  // namespace probity::matching

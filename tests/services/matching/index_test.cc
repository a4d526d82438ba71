#include "services/matching/index.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

#include "absl/strings/str_cat.h"
#include "tests/services/matching/builders.h"

namespace probity::matching {
namespace {

constexpr const char* kGiven[] = {"Amina", "Bosco", "Chandra", "Dmitri", "Elena", "Farid", "Grace"};
constexpr const char* kFamily[] = {"Okafor", "Ntaganda", "Thapa", "Ivanov", "Popescu", "Rahman"};

std::vector<Subject> SomeSubjects(int count, uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<Subject> subjects;
  for (int i = 0; i < count; ++i) {
    const std::string name = absl::StrCat(kGiven[random() % std::size(kGiven)], " ",
                                          kGiven[random() % std::size(kGiven)], " ",
                                          kFamily[random() % std::size(kFamily)]);
    const BirthDate birth{static_cast<int32_t>(1950 + random() % 50),
                          static_cast<int32_t>(1 + random() % 12),
                          static_cast<int32_t>(1 + random() % 28)};
    subjects.push_back({.id = static_cast<uint64_t>(i + 1),
                        .version = 1,
                        .identity = random() % 3 == 0 ? Person(name) : Person(name, birth)});
  }
  return subjects;
}

std::string Text(const SearchResult& result) {
  std::string text = absl::StrCat(result.truncated, " ", static_cast<int>(result.reason), " ",
                                  result.postings_read, " ", result.subjects_scored, "\n");
  for (const Hit& hit : result.hits) {
    absl::StrAppend(&text, hit.subject, "@", hit.version, " ", ToText(hit.evidence));
  }
  return text;
}

class IndexTest : public testing::Test {
 protected:
  std::shared_ptr<const Index> Of(std::vector<Subject> subjects) const {
    return Index::Build(model_, subjects);
  }
  std::shared_ptr<const Model> model_ = TestModel();
};

TEST_F(IndexTest, FindsASubjectByEachOfItsKeys) {
  Subject subject{.id = 7, .version = 3, .identity = Person("Usama bin Ladin", {1957, 3, 10})};
  subject.identity.names.push_back({.full = "أسامة بن لادن"});
  subject.identity.identifiers = {{IdentifierType::kPassport, "SDN", "AB-123456"}};
  const auto index = Of({subject});
  Identity by_number = Person("Somebody Else");
  by_number.identifiers = {{IdentifierType::kPassport, "SDN", "ab 123456"}};
  for (const Identity& candidate :
       {Person("Osama Bin Laden"), Person("LADIN, Usama"), Person("Ussama Ladn"),
        Person("أسامه بن لادن"), Person("Усама бин Ладен"), by_number}) {
    const SearchResult result = index->Search(candidate, {});
    ASSERT_EQ(result.hits.size(), 1u) << candidate.names[0].full;
    EXPECT_EQ(result.hits[0].subject, 7u);
    EXPECT_EQ(result.hits[0].version, 3u);
  }
}

TEST_F(IndexTest, FindsWhoHasOneNameTwice) {
  for (const char* name : {"Ali", "Li", "Ama", "Mohammed", "علي", "Ли", "이", "李"}) {
    for (const std::string& twice :
         {absl::StrCat(name, " ", name), absl::StrCat(name, " ", name, " ", name)}) {
      const auto index = Of({{.id = 1, .identity = Person(twice)}});
      EXPECT_EQ(index->Search(Person(twice), {}).hits.size(), 1u) << twice;
    }
  }
  EXPECT_EQ(
      Of({{.id = 1, .identity = Person("Ali Ali")}})->Search(Person("Aly Aly"), {}).hits.size(),
      1u);
}

TEST_F(IndexTest, FindsAnIdentifierOneEditAwayBesideAWord) {
  Subject subject{.id = 7, .identity = Person("Amina Grace Okafor", {1970, 2, 3})};
  subject.identity.identifiers = {{IdentifierType::kPassport, "KEN", "P9X1234"}};
  const auto index = Of({subject});
  for (const char* value : {"P9X1235", "P9X123", "P9X12345", "9PX1234", "P9X1234"}) {
    Identity candidate = Person("Okafor Zanele");
    candidate.identifiers = {{IdentifierType::kPassport, "KEN", value}};
    EXPECT_EQ(index->Search(candidate, {.floor = Band::kNone}).hits.size(), 1u) << value;
  }
}

TEST_F(IndexTest, FindsWhoSharesADayOfBirthAndAnyWord) {
  std::vector<Subject> subjects;
  for (uint64_t id = 1; id <= 5'000; ++id) {  // More than are read for a word alone.
    subjects.push_back({.id = id, .identity = Person("Mohammed Farid Rahman")});
  }
  subjects[3'000].identity = Person("Mohammed Thapa", {1971, 10, 5});
  const auto index = Of(subjects);
  for (const BirthDate day : {BirthDate{1971, 10, 5}, BirthDate{1971, 5, 10}}) {
    const SearchResult result =
        index->Search(Person("Muhammad Okafor", day), {.floor = Band::kNone});
    EXPECT_THAT(result.hits, testing::ElementsAre(testing::Field(&Hit::subject, 3'001u)));
  }
}

TEST_F(IndexTest, AnIdentifierMayHaveSignsOfAnotherScript) {
  Subject subject{.id = 7, .identity = Person("Amina Okafor")};
  subject.identity.identifiers = {{IdentifierType::kPassport, "RUS", "КВ123456"}};
  Identity candidate = Person("J. K.");  // Nothing to search by.
  candidate.identifiers = {{IdentifierType::kPassport, "RUS", "КС123456"}};
  EXPECT_EQ(Of({subject})->Search(candidate, {.floor = Band::kNone}).hits.size(), 1u);
}

TEST_F(IndexTest, MoreIdentifiersThanAreLookedForNearlyAreSaid) {
  Identity candidate = Person("Amina Okafor");
  for (int i = 0; i < kMaxIdentifiers; ++i) {
    candidate.identifiers.push_back(
        {IdentifierType::kOther, "KEN", absl::StrCat(std::string(20, 'X'), 1000 + i)});
  }
  const SearchResult result = Of(SomeSubjects(10, 12))->Search(candidate, {});
  EXPECT_TRUE(result.truncated);
  EXPECT_EQ(result.reason, Truncation::kNamesCut);
}

TEST_F(IndexTest, NamesDividedOtherwiseMeet) {
  constexpr std::pair<const char*, const char*> kNames[] = {{"Gul Agha Sherzai", "گلاغا شیرزی"},
                                                            {"Ali Reza Nuri", "Aliriza Nuri"},
                                                            {"Jean Paul Sy", "Jeanpol Sy"},
                                                            {"Huh Jung Min", "허정민"}};
  for (const auto& [one, other] : kNames) {
    const auto meets = [&](const char* candidate, const char* record) {
      const auto index = Of({{.id = 1, .identity = Person(record)}});
      return index->Search(Person(candidate), {.floor = Band::kNone}).hits.size() == 1;
    };
    EXPECT_TRUE(meets(one, other)) << one;
    EXPECT_TRUE(meets(other, one)) << one;
  }
}

// One word in two scripts, of which one alone is like the candidate's: who is gone takes nobody
// along.
TEST_F(IndexTest, ALeaverOfTheSameNameInAnotherScriptHidesNobody) {
  std::vector<Subject> subjects = SomeSubjects(20, 13);
  subjects[0].identity = Person("Цао Иван");
  subjects[1].identity = Person("Tsao Wei");
  const auto left = Of(subjects)->With({}, {1});
  subjects.erase(subjects.begin());
  const auto rebuilt = Of(subjects);
  for (const char* name : {"Cao Wei", "Tsao Wei", "Цао Вэй"}) {
    EXPECT_EQ(Text(left->Search(Person(name), {})), Text(rebuilt->Search(Person(name), {})))
        << name;
  }
  EXPECT_EQ(left->Search(Person("Cao Wei"), {}).hits.size(), 1u);
  Identity both = Person("Цао Вэй");
  both.names.push_back({.full = "Tsao Wei"});
  subjects[0].identity = Person("Cao Wei");
  EXPECT_EQ(Of(subjects)->Search(both, {}).hits.size(), 1u);
}

TEST_F(IndexTest, TwoFrequentWordsCostAsManyAsHaveBoth) {
  std::vector<Subject> subjects;
  for (uint64_t id = 1; id <= 20'000; ++id) {
    subjects.push_back({.id = id, .identity = Person(id % 2 ? "Mohammed Thapa" : "Ali Okafor")});
  }
  subjects[12'345].identity = Person("Ali Mohammed");
  const SearchResult result = Of(subjects)->Search(Person("Mohammed Ali"), {});
  EXPECT_THAT(result.hits, testing::ElementsAre(testing::Field(&Hit::subject, 12'346u)));
  EXPECT_FALSE(result.truncated);
  EXPECT_LE(result.postings_read, 5);
}

TEST_F(IndexTest, AHitCarriesTheEvidenceThatScoreGives) {
  const std::vector<Subject> subjects = SomeSubjects(200, 1);
  const auto index = Of(subjects);
  const Identity candidate = Person("Bosco Grace Ntaganda");
  const SearchResult result = index->Search(candidate, {});
  ASSERT_FALSE(result.hits.empty());
  for (const Hit& hit : result.hits) {
    const Evidence alone = Score(candidate, subjects[hit.subject - 1].identity, *model_);
    EXPECT_EQ(ToText(hit.evidence), ToText(alone));
  }
}

TEST_F(IndexTest, AnswersDoNotDependOnOrderOrSteps) {
  const std::vector<Subject> subjects = SomeSubjects(300, 2);
  const auto at_once = Of(subjects);
  std::vector<Subject> shuffled = subjects;
  std::shuffle(shuffled.begin(), shuffled.end(), std::mt19937_64(3));
  auto in_steps = Of({});
  for (const Subject& subject : shuffled) {
    Subject other = subject;  // An earlier version that must leave no trace.
    other.identity = Person("Amina Rahman");
    in_steps = in_steps->With({&other, 1}, {});
    in_steps = in_steps->With({&subject, 1}, {});
  }
  const Subject extra{.id = 999, .identity = Person("Amina Grace Rahman")};
  in_steps = in_steps->With({&extra, 1}, {})->With({}, {999, 12345});
  EXPECT_EQ(in_steps->size(), at_once->size());
  for (const Subject& subject : SomeSubjects(60, 4)) {
    EXPECT_EQ(Text(in_steps->Search(subject.identity, {})),
              Text(at_once->Search(subject.identity, {})));
  }
}

// A packed person is the person: of all that an identity can hold.
TEST_F(IndexTest, ARowHoldsAllOfAnIdentity) {
  Subject subject{.id = uint64_t{1} << 63, .version = (uint64_t{1} << 62) + 5};
  Identity& identity = subject.identity;
  identity.names = {{.given = "Usama", .patronymic = "Muhammad Awad", .family = "Ladin"},
                    {.full = "أسامة بن لادن", .kind = NameKind::kAlias},
                    {.full = "김정은", .kind = NameKind::kWeakAlias},
                    {.full = "Nguyen Van An"}};
  identity.births = {
      {1957, 3, 10}, {1958}, {.year = 1959, .year_to = 1961}, {.year = 1970, .approximate = true}};
  identity.nationalities = {"SAU", "SUN", "YE"};
  identity.sex = Sex::kMale;
  identity.identifiers = {{IdentifierType::kPassport, "SDN", "AB-123456"},
                          {IdentifierType::kEmail, "", "nobody@example.org"}};
  const auto index = Of({subject, {.id = 1, .identity = Person("Amina Okafor")}});
  Identity candidate = identity;
  candidate.births = {{1960}};
  candidate.identifiers.pop_back();
  const SearchResult result = index->Search(candidate, {});
  ASSERT_EQ(result.hits.size(), 1u);
  EXPECT_EQ(result.hits[0].subject, subject.id);
  EXPECT_EQ(result.hits[0].version, subject.version);
  EXPECT_EQ(ToText(result.hits[0].evidence), ToText(Score(candidate, identity, *model_)));
  for (const Name& name : identity.names) {
    const Identity alone = {.names = {name}};
    const SearchResult found = index->Search(alone, {});
    ASSERT_EQ(found.hits.size(), 1u) << name.full;
    EXPECT_EQ(ToText(found.hits[0].evidence), ToText(Score(alone, identity, *model_)));
  }
}

TEST_F(IndexTest, ASnapshotStaysAsItWas) {
  const auto before = Of(SomeSubjects(50, 5));
  const Identity candidate = Person("Bosco Grace Ntaganda");
  const std::string answer = Text(before->Search(candidate, {}));
  std::vector<uint64_t> all;
  for (uint64_t id = 1; id <= 50; ++id) all.push_back(id);
  const auto after = before->With({}, all);
  EXPECT_EQ(after->size(), 0);
  EXPECT_TRUE(after->Search(candidate, {}).hits.empty());
  EXPECT_EQ(Text(before->Search(candidate, {})), answer);
}

TEST_F(IndexTest, SearchFindsWhatAnExhaustiveOneFinds) {
  const auto index = Of(SomeSubjects(400, 6));
  for (const Subject& subject : SomeSubjects(80, 7)) {
    const SearchResult found = index->Search(subject.identity, {.limit = 400});
    const SearchResult all = index->Search(subject.identity, {.limit = 400, .exhaustive = true});
    ASSERT_EQ(found.hits.size(), all.hits.size()) << subject.identity.names[0].full;
    for (size_t i = 0; i < all.hits.size(); ++i) {
      EXPECT_EQ(found.hits[i].subject, all.hits[i].subject);
    }
  }
}

TEST_F(IndexTest, TiesGoByIdAndALimitIsReported) {
  std::vector<Subject> subjects;
  for (uint64_t id = 30; id > 0; --id) {
    subjects.push_back({.id = id, .identity = Person("Mohammed Ali")});
  }
  const SearchResult result = Of(subjects)->Search(Person("Mohammed Ali"), {.limit = 5});
  ASSERT_EQ(result.hits.size(), 5u);
  for (uint64_t i = 0; i < 5; ++i) EXPECT_EQ(result.hits[i].subject, i + 1);
  EXPECT_TRUE(result.truncated);
  EXPECT_EQ(result.reason, Truncation::kLimit);
}

TEST_F(IndexTest, ManyNamesakesAreReadWithinTheBudget) {
  std::vector<Subject> subjects;
  for (uint64_t id = 1; id <= 70'000; ++id) {
    subjects.push_back(
        {.id = id,
         .identity = Person("Mohammed Ali", {static_cast<int32_t>(1900 + id % 100),
                                             static_cast<int32_t>(1 + id / 100 % 12),
                                             static_cast<int32_t>(1 + id / 1200 % 28)})});
  }
  const auto index = Of(subjects);
  // Most were born on another day, which is seen at once.
  const SearchResult born = index->Search(subjects[41'999].identity, {.limit = 1'000});
  EXPECT_FALSE(born.truncated);
  EXPECT_LE(born.subjects_scored, 1'000);
  EXPECT_THAT(born.hits, testing::Contains(testing::Field(&Hit::subject, 42'000u)));
  // Nothing tells them apart: what is read has a bound, and the answer says that it was met.
  const SearchResult alike = index->Search(Person("Mohammed Ali"), {.limit = 50});
  EXPECT_TRUE(alike.truncated);
  EXPECT_LE(alike.postings_read, 30'000);
  EXPECT_LE(alike.subjects_scored, 1'000);
}

TEST_F(IndexTest, PossibleDoesNotDependOnTheSizeOfTheRegister) {
  const Subject subject{.id = 1'000'000, .identity = Person("Ganbold Tserendorj")};
  std::vector<Subject> many = SomeSubjects(2000, 8);
  many.push_back(subject);
  const SearchResult alone = Of({subject})->Search(Person("Tserendorj Ganbold"), {});
  const SearchResult among = Of(many)->Search(Person("Tserendorj Ganbold"), {});
  ASSERT_EQ(among.hits.size(), 1u);
  EXPECT_EQ(ToText(among.hits[0].evidence), ToText(alone.hits[0].evidence));
}

TEST_F(IndexTest, EmptyAndNamelessCandidatesFindNobody) {
  const auto index = Of(SomeSubjects(20, 9));
  EXPECT_TRUE(index->Search({}, {}).hits.empty());
  EXPECT_TRUE(index->Search(Person("..."), {}).hits.empty());
  EXPECT_TRUE(Of({})->Search(Person("Amina Rahman"), {}).hits.empty());
}

std::string ManyWords(int count) {
  std::string words;
  for (int i = 0; i < count; ++i) absl::StrAppend(&words, "Word", std::string(i % 5 + 1, 'a'), " ");
  return words;
}

TEST_F(IndexTest, WhatWasNotReadOfACandidateIsSaid) {
  const auto index = Of(SomeSubjects(20, 10));
  for (const bool exhaustive : {false, true}) {
    const auto search = [&](const Identity& identity) {
      return index->Search(identity, {.exhaustive = exhaustive});
    };
    EXPECT_FALSE(search(Person(ManyWords(kMaxWords))).truncated);
    const Identity cut[] = {
        Person(absl::StrCat(ManyWords(kMaxWords), "Amina")),
        Person(absl::StrCat(ManyWords(kMaxWords), "Ámina")),
        Person(absl::StrCat(std::string(kMaxWordLetters + 1, 'a'), " Amina")),
        Person(absl::StrCat(std::string(kMaxNameLength, '.'), " Amina Rahman")),
        {.names = {{.full = "Amina Rahman", .given = ManyWords(kMaxWords)}}},
        {.names = std::vector<Name>(20, Name{.full = ManyWords(kMaxWords)})},
    };
    for (const Identity& identity : cut) {
      const SearchResult result = search(identity);
      EXPECT_TRUE(result.truncated) << identity.names[0].full;
      EXPECT_EQ(result.reason, Truncation::kNamesCut);
    }
  }
}

TEST_F(IndexTest, ASearchEndsWhenItIsTold) {
  const auto index = Of(SomeSubjects(5'000, 11));
  int asked = 0;
  const SearchResult result = index->Search(
      Person("Amina Rahman"), {.exhaustive = true, .stop = [&] { return ++asked > 3; }});
  EXPECT_TRUE(result.truncated);
  EXPECT_LT(result.subjects_scored, 1'000);
}

}  // namespace
}  // namespace probity::matching

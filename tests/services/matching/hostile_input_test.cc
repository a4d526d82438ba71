// Input that nobody should send. What passes CheckIdentity is answered within a budget that is
// counted, never timed; what does not is told by field, and answered within it all the same.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/matching/index.h"
#include "services/matching/normalize.h"
#include "services/matching/score.h"
#include "tests/services/matching/builders.h"

namespace probity::matching {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// What one search may do (gather.cc): read so many postings, of which those count an eighth that a
// day of birth can pass over; and look at so many persons.
constexpr int64_t kMostPostings = 8 * 30'000;
constexpr int64_t kMostScored = 2'000;

std::string Repeated(absl::string_view text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) absl::StrAppend(&all, text);
  return all;
}

// So many different words: "aaa", "aab", ...
std::string DifferentWords(int count) {
  std::string words;
  for (int i = 0; i < count; ++i) {
    for (const int place : {676, 26, 1}) words.push_back(static_cast<char>('a' + i / place % 26));
    words.push_back(' ');
  }
  return words;
}

class HostileInputTest : public testing::Test {
 protected:
  // The problems of an identity: "names[0].full is too long".
  static std::vector<std::string> Wrong(const Identity& identity) {
    std::vector<std::string> problems;
    for (const Violation& violation : CheckIdentity(identity)) {
      problems.push_back(absl::StrCat(violation.field, " ", violation.problem));
    }
    return problems;
  }

  Prepared Of(const Identity& identity) const { return Prepare(identity, model_->tables()); }

  // Compared with itself and sought where it is among others: all within the budget.
  SearchResult Try(const Identity& identity) const {
    const Prepared prepared = Of(identity);
    EXPECT_LE(prepared.names.size(), 2u * kMaxNames);
    for (const PreparedName& name : prepared.names) EXPECT_LE(name.words.size(), kMaxWords);

    const Evidence evidence = Score(identity, identity, *model_);
    EXPECT_LE(evidence.lines.size(), 2u * kMaxWords + 10);
    EXPECT_EQ(ToText(evidence), ToText(Score(identity, identity, *model_)));

    std::vector<Subject> subjects = {{.id = 1, .identity = identity}};
    for (uint64_t id = 2; id <= 50; ++id) {
      subjects.push_back(
          {.id = id, .identity = Person(absl::StrCat("Anna ", DifferentWords(id % 7)))});
    }
    const SearchResult result = Index::Build(model_, subjects)->Search(identity, {});
    EXPECT_LE(result.postings_read, kMostPostings);
    EXPECT_LE(result.subjects_scored, kMostScored);
    EXPECT_EQ(result.truncated, result.reason != Truncation::kNone);
    return result;
  }

  const std::shared_ptr<const Model> model_ = TestModel();
};

TEST_F(HostileInputTest, ANameOfTenThousandCharactersIsRefusedAndCut) {
  for (const std::string& name : {std::string(10'000, 'x'), Repeated("Anna ", 2'000),
                                  Repeated("Анна ", 2'000), Repeated("محمد", 2'500)}) {
    EXPECT_THAT(Wrong(Person(name)), testing::Contains("names[0].full is too long"));
    EXPECT_EQ(Try(Person(name)).reason, Truncation::kNamesCut);
  }
}

TEST_F(HostileInputTest, OfTwoHundredPartsThirtyTwoAreRead) {
  const Identity identity = Person(DifferentWords(200));
  EXPECT_THAT(Wrong(identity), IsEmpty());
  EXPECT_LE(Of(identity).names[0].words.size(), kMaxWords);
  EXPECT_EQ(Try(identity).reason, Truncation::kNamesCut);
}

TEST_F(HostileInputTest, OneLetterIsANameThatFindsNobody) {
  for (const char* name : {"a", "李", "م", "A.", "I"}) {
    EXPECT_THAT(Wrong(Person(name)), IsEmpty()) << name;
    const SearchResult result = Try(Person(name));
    EXPECT_LE(result.hits.size(), 1u) << name;  // At most the one who has it too.
  }
  EXPECT_EQ(Assess(Person("a", {1971, 10, 5})), IdentityQuality::kNameUnusable);
}

TEST_F(HostileInputTest, WhatHasNoLetterIsNoName) {
  for (const char* name :
       {"12345", "٣٤٥", "007", "😀", "👩‍🚀 🇺🇳", "☺", "...", "\u0301\u0301"}) {
    EXPECT_THAT(Wrong(Person(name)), ElementsAre("names[0] has no letter")) << name;
    EXPECT_THAT(Of(Person(name)).names, IsEmpty()) << name;
    EXPECT_THAT(Try(Person(name)).hits, IsEmpty()) << name;
    EXPECT_EQ(Assess(Person(name)), IdentityQuality::kNameUnusable) << name;
  }
}

TEST_F(HostileInputTest, EmojiAndDigitsBesideANameDoNoHarm) {
  for (const char* name :
       {"😀 Anna 👩‍🚀 Kowalska 🇺🇳", "Anna 007 Kowalska", "(Anna) Kowalska #1"}) {
    EXPECT_EQ(Score(Person(name), Person("Anna Kowalska"), *model_).band, Band::kPossible) << name;
    Try(Person(name));
  }
}

TEST_F(HostileInputTest, ScriptsMixedInOneWordAreReadAsTheyLook) {
  EXPECT_EQ(Score(Person("Ivаn Pеtrоv"), Person("Ivan Petrov"), *model_).band, Band::kPossible);
  for (const char* name : {"Iвaнμ田김محمد", "Anna안나", "абвabcγδε", "ا김a", "אбa"})
    Try(Person(name));
}

TEST_F(HostileInputTest, AFloodOfMarksIsCut) {
  for (const char* mark : {"\u0301", "\u093c", "\u064e", "\u20dd", "\u0e38"}) {
    const Identity flood = Person("A" + Repeated(mark, 400) + "nna Kowalska");
    EXPECT_THAT(Wrong(flood), IsEmpty());
    Try(flood);
    Try(Person(Repeated("A" + Repeated(mark, 20) + " ", 40)));
  }
}

TEST_F(HostileInputTest, UnassignedAndPrivateCodePointsAreNoLetters) {
  for (const char* name : {"\u0378", "\U0010FFFF", "\uE000", "\uFFFE", "\U000E0080"}) {
    EXPECT_THAT(Wrong(Person(name)), ElementsAre("names[0] has no letter"));
    Try(Person(absl::StrCat("Anna", name, "Kowalska")));
  }
}

TEST_F(HostileInputTest, ACharacterThatStandsForAPhraseIsCutWithIt) {
  const Identity phrases = Person(Repeated("\uFDFA", 1'000));
  EXPECT_THAT(Wrong(phrases), IsEmpty());
  EXPECT_EQ(Try(phrases).reason, Truncation::kNamesCut);
}

TEST_F(HostileInputTest, InvalidUtf8IsRefusedAndNeverShown) {
  for (const char* bytes :
       {"An\xFFna", "\xC3", "Anna \xED\xA0\x80", "\xF4\x90\x80\x80 Anna", "\xC0\x80 Anna"}) {
    Identity identity = Person(bytes);
    EXPECT_THAT(Wrong(identity), testing::Contains("names[0].full is not valid UTF-8"));
    identity.nationalities = {bytes, "\xFF\xFE"};
    identity.identifiers = {{IdentifierType::kPassport, bytes, absl::StrCat(bytes, "123456")}};
    const std::string text = ToText(Score(identity, identity, *model_));
    EXPECT_THAT(text, testing::Not(testing::ContainsRegex("[\xC0\xC3\xED\xF4\xFF]"))) << text;
    Try(identity);
  }
}

TEST_F(HostileInputTest, AnIdentifierIsCutBetweenCharacters) {
  Identity identity = Person("Anna Kowalska");
  identity.identifiers = {{IdentifierType::kPassport, "", "1" + Repeated("\u674e", 99)}};
  EXPECT_THAT(Wrong(identity), IsEmpty());
  EXPECT_EQ(Of(identity).identifiers[0].value, identity.identifiers[0].value);
  identity.identifiers[0].value += "\u674e";
  EXPECT_THAT(Wrong(identity), ElementsAre("identifiers[0].value is too long"));
  EXPECT_EQ(Of(identity).identifiers[0].value.size(), 1 + 3u * 99);
}

TEST_F(HostileInputTest, OfFiveHundredAliasesAHundredAreRead) {
  Identity many;
  for (int i = 0; i < 500; ++i)
    many.names.push_back({.full = absl::StrCat("Ali ", DifferentWords(i % 26))});
  EXPECT_THAT(Wrong(many), ElementsAre("names are too many"));
  EXPECT_EQ(Try(many).reason, Truncation::kNamesCut);
  many.names.assign(500, Name{.full = "Mohammed Ali"});
  EXPECT_EQ(Of(many).names.size(), kMaxNames);
  EXPECT_EQ(Try(many).reason, Truncation::kNamesCut);
}

// 100 names of 32 long words against as many took minutes.
TEST_F(HostileInputTest, LongNamesAreReadUntilTheyAreTooManyLetters) {
  Identity identity;
  for (int i = 0; i < kMaxNames; ++i) {
    identity.names.push_back({.full = Repeated("abcdefghijklmnopqrstuvwxyzab ", 32)});
  }
  EXPECT_THAT(Wrong(identity), ElementsAre("names are too long together"));
  const Prepared prepared = Of(identity);
  EXPECT_LE(LettersOf(prepared), kMaxNamesLength);
  EXPECT_TRUE(prepared.cut);
  EXPECT_EQ(Try(identity).reason, Truncation::kNamesCut);
}

TEST_F(HostileInputTest, AliasesOfWhomHasManyAreAllRead) {
  Identity identity;
  for (int i = 0; i < kMaxNames; ++i) {
    identity.names.push_back(
        {.full = absl::StrCat("Muhammad Abdurrahman ", DifferentWords(1), "al-Masri")});
  }
  EXPECT_THAT(Wrong(identity), IsEmpty());
  EXPECT_FALSE(Of(identity).cut);
  EXPECT_EQ(Of(identity).names.size(), kMaxNames);
}

TEST_F(HostileInputTest, ASearchComparesLettersWithinABudget) {
  Identity person;
  for (int i = 0; i < 40; ++i) {
    person.names.push_back({.full = absl::StrCat("Abdurrahman Mohammed ", DifferentWords(3))});
  }
  std::vector<Subject> subjects;
  for (uint64_t id = 1; id <= 300; ++id) subjects.push_back({.id = id, .identity = person});
  const SearchResult result = Index::Build(model_, subjects)->Search(person, {});
  EXPECT_TRUE(result.truncated);
  const int64_t letters = LettersOf(Of(person));
  EXPECT_LE((result.subjects_scored - 1) * letters * letters, 10'000'000);
  EXPECT_GE(result.hits.size(), 1u);
}

TEST_F(HostileInputTest, DatesThatCannotBeAreRefusedAndMeetNobody) {
  for (const BirthDate& birth :
       {BirthDate{1971, 2, 30}, BirthDate{0, 1, 1}, BirthDate{-5, -1, -1}, BirthDate{1971, 13, 1},
        BirthDate{10'000, 1, 1}, BirthDate{2'147'483'647, 12, 31}, BirthDate{1971, 4, 31},
        BirthDate{.year = 1, .year_to = 2'147'483'647}}) {
    const Identity identity = Person("Anna Kowalska", birth);
    EXPECT_EQ(Wrong(identity).size(), 1u) << birth.year;
    Try(identity);
  }
  // Not known to be wrong without a clock: the caller refuses it.
  EXPECT_THAT(Wrong(Person("Anna Kowalska", {3021, 5, 5})), IsEmpty());
  // Ranges without an end are none: they would agree with everybody, and their years overflow.
  Identity any = Person("Anna Kowalska");
  any.births.assign(3, BirthDate{.year = 1, .year_to = 2'147'483'647});
  EXPECT_THAT(Of(any).births, IsEmpty());
  EXPECT_EQ(Assess(any), IdentityQuality::kLacksBirthAndIdentifier);
}

TEST_F(HostileInputTest, CountriesThatAreNoneAreLeftOut) {
  Identity identity = Person("Anna Kowalska");
  identity.nationalities = {"Kenya", "", "k", "_a", "!!", "X_", "\xC3\xA9"};
  EXPECT_EQ(Wrong(identity).size(), identity.nationalities.size());
  EXPECT_THAT(Of(identity).nationalities, IsEmpty());
}

// Everybody has the name: it tells nobody apart, so that nothing is read for it, and that is said.
// A day of birth finds its person all the same.
TEST_F(HostileInputTest, TwoHundredThousandNamesakesAreNoFlood) {
  std::vector<Subject> subjects(200'000, {.identity = Person("Mohammed Ali")});
  for (size_t i = 0; i < subjects.size(); ++i) subjects[i].id = i + 1;
  subjects[123'456].identity.births = {{1971, 10, 5}};
  const auto index = Index::Build(model_, subjects);
  for (const char* name : {"Mohammed Ali", "Ali Mohamed", "Muhammad", "Mohammed Ali Hassan"}) {
    const SearchResult result = index->Search(Person(name), {});
    EXPECT_TRUE(result.truncated) << name;
    EXPECT_LE(result.postings_read, kMostPostings) << name;
    EXPECT_LE(result.subjects_scored, kMostScored) << name;
  }
  const SearchResult born = index->Search(Person("Mohammed Ali", {1971, 10, 5}), {.limit = 400});
  EXPECT_TRUE(born.truncated);
  EXPECT_LE(born.postings_read, kMostPostings);
  EXPECT_LE(born.subjects_scored, kMostScored);
  EXPECT_THAT(born.hits, testing::Contains(testing::Field(&Hit::subject, 123'457u)));
}

}  // namespace
}  // namespace probity::matching

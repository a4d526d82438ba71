#include "services/matching/words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/matching/distance.h"
#include "services/matching/shapes.h"
#include "services/matching/sound.h"
#include "tests/services/matching/builders.h"

namespace probity::matching {
namespace {

TEST(SoundTest, SpellingsOfOneSoundFold) {
  for (const char* name : {"shchukin", "schtschukin", "chtchukin", "szczukin"}) {
    EXPECT_EQ(SoundOf(name), SoundOf("shchukin")) << name;
  }
  EXPECT_EQ(SoundOf("tschaikowski"), SoundOf("chaykowsky"));
  EXPECT_EQ(SoundOf("yusuf"), SoundOf("youssouf"));
  EXPECT_EQ(SoundOf("khalid"), SoundOf("halid"));
  EXPECT_NE(SoundOf("marcos"), SoundOf("marquez"));
}

TEST(SoundTest, SkeletonKeepsConsonants) {
  EXPECT_EQ(SkeletonOf(SoundOf("mohammed")), SkeletonOf(SoundOf("muhamad")));
  EXPECT_EQ(SkeletonOf(SoundOf("ahmed")), SkeletonOf(SoundOf("ehmad")));
  EXPECT_NE(SkeletonOf(SoundOf("ahmed")), SkeletonOf(SoundOf("bahman")));
}

TEST(SoundTest, DistancesStopAtTheirLimit) {
  EXPECT_EQ(EditDistance("martha", "marhta", 2), 1);
  EXPECT_EQ(EditDistance("abc", "xyz", 2), 3);
  EXPECT_LT(SoundDistance("karim", "kerim", 1000, false), 1000);
  EXPECT_EQ(SoundDistance("karim", "solim", 500, false), 501);
  EXPECT_EQ(AbjadDistance("mHmd", "muhamad", 1000), 0);
}

TEST(SoundTest, AllowedEditsIsACliff) {
  EXPECT_EQ(AllowedEdits(3), 0);
  EXPECT_EQ(AllowedEdits(4), 1);
  EXPECT_EQ(AllowedEdits(8), 2);
  EXPECT_EQ(AllowedEdits(12), 3);
}

struct Case {
  const char* a;
  const char* b;
};

class WordsTest : public testing::Test {
 protected:
  Likeness Of(const char* a, const char* b) const {
    return Compare(Make(a), Make(b), model_->tables(), false);
  }
  Word Make(const char* text) const {
    return MakeWord(SplitWords(text, model_->tables())[0], model_->tables());
  }
  std::shared_ptr<const Model> model_ = TestModel();
};

TEST_F(WordsTest, SameWordInAnotherSpellingOrScript) {
  for (const Case& c : {Case{"Mohammed", "Muhammad"},
                        {"Щукин", "Schtschukin"},
                        {"Чубайс", "Chubais"},
                        {"Ivanova", "Иванов"},
                        {"محمد", "Mohamed"},
                        {"יצחק", "Yitzhak"},
                        {"김", "Kim"},
                        {"이", "Lee"},
                        {"박", "Park"},
                        {"रजनीकांत", "Rajnikant"},
                        {"Γεώργιος", "Georgios"},
                        {"Müller", "Muller"},
                        {"Hassan", "Hasan"},
                        {"Yelena", "Elena"},
                        {"Ruguru", "Rugurru"}}) {
    EXPECT_GE(Of(c.a, c.b).similarity, 750) << c.a << " " << c.b;
  }
}

TEST_F(WordsTest, OtherWordsStayApart) {
  for (const Case& c : {Case{"Hamidullah", "Waliullah"},
                        {"Bush", "Habbash"},
                        {"Ali", "Alia"},
                        {"Sara", "Mara"},
                        {"Kim", "Kam"},
                        {"Abdulrahim", "Smith"},
                        {"علي", "Omar"},
                        {"张", "章"},
                        {"김", "Park"},
                        {"محمد", "محمود"}}) {
    EXPECT_LT(Of(c.a, c.b).similarity, 850) << c.a << " " << c.b;
  }
  EXPECT_EQ(Of("张", "章").similarity, 0);
}

TEST_F(WordsTest, SharedEndingsDoNotMakeNamesAlike) {
  EXPECT_EQ(Of("Hamidullah", "Waliullah").level, Level::kConflict);
  EXPECT_EQ(Of("Petrovich", "Pavlovich").level, Level::kConflict);
}

TEST_F(WordsTest, NicknamesAreOneHop) {
  EXPECT_EQ(Of("Robert", "Bob").level, Level::kNickname);
  EXPECT_EQ(Of("Bob", "Robert").level, Level::kNickname);
  EXPECT_EQ(Of("Peggy", "Margaret").level, Level::kNickname);
  EXPECT_EQ(Of("Peggy", "Rita").level, Level::kConflict);  // Both are Margaret.
}

TEST_F(WordsTest, LooksAlikeLettersFold) {
  EXPECT_EQ(Of("Pаul", "Paul").level, Level::kExact);  // With a Cyrillic a.
  EXPECT_EQ(Of("J0hn", "John").level, Level::kExact);
}

TEST_F(WordsTest, FrequentWordsAreWorthLess) {
  EXPECT_LT(Make("Mohammed").worth, Make("Przybyszewski").worth);
  EXPECT_LT(Make("Smith").worth, Make("Quillfeather").worth);
}

TEST_F(WordsTest, ComparisonIsSymmetric) {
  const char* const words[] = {"Mohammed", "Muhammad", "محمد", "김", "Kim",   "Щукин",
                               "Shchukin", "Robert",   "Bob",  "张", "Zhang", "Ivanova"};
  for (const char* a : words) {
    for (const char* b : words) {
      EXPECT_EQ(Of(a, b).similarity, Of(b, a).similarity) << a << " " << b;
      EXPECT_EQ(Of(a, b).level, Of(b, a).level) << a << " " << b;
    }
  }
}

// Its sound is made of codes, which no other sound of a Latin word can be held against.
TEST_F(WordsTest, AnAbjadWordIsComparedWithALatinOneThatHasAnotherSound) {
  for (const char* abjad : {"محمد", "جونسون", "אברהם"}) {
    for (const char* latin : {"Johnson", "Chodorkowski"}) {
      EXPECT_EQ(Of(abjad, latin).similarity, Of(latin, abjad).similarity);
    }
  }
  EXPECT_EQ(Of("محمد", "Chodorkowski").similarity, 0);
}

}  // namespace
}  // namespace probity::matching

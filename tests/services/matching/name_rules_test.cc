#include "services/matching/name_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tests/services/matching/builders.h"

namespace probity::matching {
namespace {

class NameRulesTest : public testing::Test {
 protected:
  // The words with their roles: "abdrahman dr:title".
  std::string Of(const Name& name) const {
    return absl::StrJoin(PrepareName(name, model_->tables())[0].words, " ",
                         [](std::string* out, const NameWord& word) {
                           const bool plain = word->script == Script::kLatin;
                           absl::StrAppend(out, plain ? word->latin : word->native, Suffix(word));
                         });
  }
  std::string Of(const char* full) const { return Of(Name{.full = full}); }

  static const char* Suffix(const NameWord& word) {
    switch (word->role) {
      case Role::kName:
        return word.tag == Tag::kFamily ? ":family" : "";
      case Role::kInitial:
        return ":initial";
      case Role::kParticle:
        return ":particle";
      case Role::kLink:
        return ":link";
      case Role::kTitle:
        return ":title";
    }
    return "";
  }

  std::shared_ptr<const Model> model_ = TestModel();
};

TEST_F(NameRulesTest, AbdJoinsWhatFollows) {
  for (const char* name : {"Abd al-Rahman Khan", "Abdul Rahman Khan", "Abdurrahman Khan",
                           "Abdel-Rahman Khan", "Abdulrahman Khan", "Abdirahman Khan"}) {
    EXPECT_EQ(Of(name), "abdrahman khan") << name;
  }
  EXPECT_EQ(Of("Abdullah Khan"), "abdallah khan");
  EXPECT_EQ(Of("Abdi Hassan"), "abdi hassan");
  EXPECT_EQ(Of("عبد الرحمن خان"), Of("عبدالرحمن خان"));
}

TEST_F(NameRulesTest, AfricanSpellingsOfAbdullahAreIt) {
  const auto only = [&](const char* name) {
    return PrepareName({.full = name}, model_->tables())[0].words[0]->latin;
  };
  for (const char* name : {"Abdoulaye", "Abdulai", "Abdullahi", "Cabdullaahi"}) {
    EXPECT_EQ(only(name), only("Abdullah")) << name;
  }
}

TEST_F(NameRulesTest, WordsOfTwoScriptsAreNotJoined) {
  EXPECT_EQ(Of("Abdul محمد Khan"), "abdul محمد khan");
  EXPECT_EQ(Of("محمد ullah"), "محمد ullah");
  EXPECT_EQ(Of("محمد al din"), "محمد al:particle din");
}

TEST_F(NameRulesTest, DinAndUllahJoinWhatPrecedes) {
  EXPECT_EQ(Of("Shihab al-Din Khan"), "shihabuddin khan");
  EXPECT_EQ(Of("Shihab ud Din Khan"), "shihabuddin khan");
  EXPECT_EQ(Of("Amin Ullah Khan"), "aminullah khan");
}

TEST_F(NameRulesTest, ArabicArticleStandsApart) {
  EXPECT_EQ(Of("هارون الرشيد"), "هارون ال:particle رشيد");
}

TEST_F(NameRulesTest, ParticlesAreNamesAtTheEdges) {
  EXPECT_EQ(Of("Vincent van Gogh"), "vincent van:particle gogh");
  EXPECT_EQ(Of("Ben Carter"), "ben carter");
  EXPECT_EQ(Of("Salman bin Muhammad"), "salman bin:link muhammad");
  EXPECT_EQ(Of("Khamis Al"), "khamis al");
}

TEST_F(NameRulesTest, TitlesDropOnlyIfTwoNamesRemain) {
  EXPECT_EQ(Of("Dr. Ahmed Hassan"), "dr:title ahmed hassan");
  EXPECT_EQ(Of("Mullah Omar"), "mullah omar");
  EXPECT_EQ(Of("Haji Mohammad Agha"), "haji:title mohammad agha");
}

TEST_F(NameRulesTest, SingleLettersAreInitials) {
  EXPECT_EQ(Of("John F. Kennedy"), "john f:initial kennedy");
}

TEST_F(NameRulesTest, KoreanAndChineseFamiliesComeFirst) {
  EXPECT_EQ(Of("김정은"), "김:family 정은");
  EXPECT_EQ(Of("남궁민수"), "남궁:family 민수");
  EXPECT_EQ(Of("张桂珍"), "张:family 桂珍");
  EXPECT_EQ(Of("歐陽娜娜"), "欧阳:family 娜娜");
}

TEST_F(NameRulesTest, CommaMarksTheFamilyName) {
  EXPECT_EQ(Of("IBARGUEN PALACIO, Jorge"), "ibarguen:family palacio:family jorge");
}

TEST_F(NameRulesTest, PartsGiveTagsAndTheFullNameWhatTheyLack) {
  EXPECT_EQ(Of(Name{.full = "Anna Maria Silva", .given = "Anna", .family = "Silva"}),
            "anna silva:family maria");
}

}  // namespace
}  // namespace probity::matching

#include "services/matching/likeness.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/matching/tables.h"
#include "services/matching/unlike.h"
#include "services/matching/words.h"
#include "tests/services/matching/builders.h"

namespace probity::matching {
namespace {

class LikenessTest : public testing::Test {
 protected:
  Word Latin(absl::string_view word) const { return MakeLatinWord(word, model_->tables()); }
  Word Loose(std::string word) const {
    return MakeWord({.native = std::move(word), .script = Script::kLoose}, model_->tables());
  }
  int Near(absl::string_view a, absl::string_view b) const { return Nearness(Latin(a), Latin(b)); }
  int Similarity(const std::string& a, const std::string& b) const {
    return Score(Person(a), Person(b), *model_).name_similarity;
  }
  std::shared_ptr<const Model> model_ = TestModel();
};

TEST_F(LikenessTest, WhatMayBeMisspeltIsNear) {
  EXPECT_GT(Near("mushakhas", "mishkhis"), 600);
  EXPECT_GT(Near("cortillo", "portillo"), 600);
  EXPECT_LT(Near("qadhafi", "hussein"), 400);
}

TEST_F(LikenessTest, TwoFrequentNamesAndShortOnesAreNotNear) {
  EXPECT_EQ(Near("hassan", "hussein"), 0);
  EXPECT_EQ(Near("ali", "alia"), 0);
}

TEST_F(LikenessTest, ASharedEndingDoesNotMakeNamesNear) {
  EXPECT_LT(Near("hamidullah", "waliullah"), 400);
}

TEST_F(LikenessTest, ANearlyEqualWordConflictsLess) {
  EXPECT_GT(Similarity("Mubarak Mishkhis Sanad", "Mubarak Mushakhas Sanad"),
            Similarity("Mubarak Mishkhis Sanad", "Mubarak Walijan Sanad") + 200);
}

TEST_F(LikenessTest, OneWeakWordInTwoScriptsIsAnotherName) {
  EXPECT_LT(Similarity("لين زينب آبي", "Lene Zizi Abbey"), 700);
  EXPECT_GE(Similarity("هارون الحسيني", "Harun al-Husseini"), 700);
}

TEST_F(LikenessTest, SyllablesOfChinaKoreaAndVietnamAreStrict) {
  EXPECT_LT(Similarity("Kim Jong Un", "Kim Yong Un"), 700);
  EXPECT_LT(Similarity("Liu Yang", "Liu Ying"), 700);
  EXPECT_LT(Similarity("Nguyen Van An", "Nguyen Van Anh"), 700);
  EXPECT_GE(Similarity("Ri Yong Ho", "Lee Yong-ho"), 700);
  EXPECT_GE(Similarity("Nguyễn Thị Bình", "Binh Nguyen Thi"), 700);
}

TEST_F(LikenessTest, ASlipOfTheFingerIsNear) {
  EXPECT_EQ(Near("hirvonen", "hrvonen"), 1000);
  EXPECT_EQ(Near("mathisen", "mathsen"), 1000);
  EXPECT_EQ(Near("eriksen", "riksen"), 1000);
  EXPECT_TRUE(IsSlip("broekhoven", "rboekhoven"));
  EXPECT_FALSE(IsSlip("goran", "zoran"));
  EXPECT_FALSE(IsSlip("ali", "alia"));
}

TEST_F(LikenessTest, AFirstLetterMayBeMistyped) {
  for (const char* name : {"Kovanovic Radislav", "Ovanovic Radislav", "Ojvanovic Radislav"}) {
    EXPECT_GE(Similarity(name, "Jovanovic Radislav"), 700) << name;
  }
  // Two names that are known are two names, and a letter of three is a third.
  EXPECT_LT(Similarity("Halim Popov", "Salim Popov"), 700);
  EXPECT_LT(Similarity("Xue Radislav", "Sue Radislav"), 700);
}

TEST_F(LikenessTest, NamesMadeOfOthersAreOthers) {
  EXPECT_TRUE(IsDerived("haris", "harison"));
  EXPECT_TRUE(IsDerived("davidson", "david"));
  EXPECT_FALSE(IsDerived("haris", "hariz"));
  EXPECT_FALSE(IsDerived("davidson", "davidson"));
}

TEST_F(LikenessTest, KanaAndThaiSayTheirLastVowel) {
  EXPECT_TRUE(HasOtherVowels(Loose("ヒロシ"), Latin("hiroko")));
  EXPECT_TRUE(HasOtherVowels(Loose("イチロウ"), Latin("jiro")));
  EXPECT_FALSE(HasOtherVowels(Loose("ヒロシ"), Latin("hiroshi")));
  EXPECT_FALSE(HasOtherVowels(Loose("スミス"), Latin("smith")));
  EXPECT_FALSE(HasOtherVowels(Loose("ウラディミル"), Latin("vladimir")));
  EXPECT_TRUE(HasOtherVowels(Loose("มานี"), Latin("mana")));
  EXPECT_FALSE(HasOtherVowels(Loose("हिरोशी"), Latin("hiroko")));
}

}  // namespace
}  // namespace probity::matching

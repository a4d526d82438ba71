#include "services/matching/romanised.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace probity::matching {
namespace {

TEST(Romanised, PinyinAndWadeGilesFoldToOne) {
  EXPECT_EQ(FoldChinese("zedong"), FoldChinese("tsetung"));
  EXPECT_EQ(FoldChinese("xiaoping"), FoldChinese("hsiaoping"));
  EXPECT_EQ(FoldChinese("zhou"), FoldChinese("chou"));
  EXPECT_EQ(FoldChinese("deng"), FoldChinese("teng"));
  EXPECT_EQ(FoldChinese("yan"), FoldChinese("yen"));
  EXPECT_EQ(FoldChinese("guo"), FoldChinese("kuo"));
  EXPECT_EQ(FoldChinese("jiang"), FoldChinese("chiang"));
  EXPECT_EQ(FoldChinese("rongji"), FoldChinese("jungchi"));
  EXPECT_NE(FoldChinese("wang"), FoldChinese("weng"));
  EXPECT_NE(FoldChinese("xiao"), FoldChinese("shao"));
}

TEST(Romanised, WhatIsNotMadeOfSyllablesDoesNotFold) {
  for (const char* word : {"", "smith", "ivanov", "park", "k", "zhangzhangzhangzhangzhang",
                           "mamamamamama", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}) {
    EXPECT_EQ(FoldChinese(word), "") << word;
  }
}

TEST(Romanised, KoreanVowelsAndConsonantsFold) {
  EXPECT_EQ(FoldKorean("jong"), FoldKorean("chong"));
  EXPECT_EQ(FoldKorean("jeong"), FoldKorean("chong"));
  EXPECT_EQ(FoldKorean("eun"), FoldKorean("un"));
  EXPECT_NE(FoldKorean("un"), FoldKorean("il"));
}

TEST(Romanised, KoreanFamiliesHaveManySpellings) {
  EXPECT_TRUE(ShareKoreanFamily("lee", "yi"));
  EXPECT_TRUE(ShareKoreanFamily("ri", "lee"));
  EXPECT_TRUE(ShareKoreanFamily("bak", "park"));
  EXPECT_FALSE(ShareKoreanFamily("lee", "park"));
}

TEST(Romanised, TheTableOfFamiliesIsSearchedInItsOrder) {
  for (const char* family : {"ahn", "kim", "li", "mao", "park", "zou"}) {
    EXPECT_TRUE(IsEastAsianFamily(family)) << family;
  }
  EXPECT_FALSE(IsEastAsianFamily("smith"));
  for (const char* family : {"bui", "ngo", "nguyen", "vu"}) {
    EXPECT_TRUE(IsVietnameseFamily(family)) << family;
  }
  EXPECT_FALSE(IsVietnameseFamily("smith"));
}

TEST(Romanised, AWordHasAnotherSoundWhereGermanEarsHearOne) {
  EXPECT_EQ(OtherSound("jelzin"), "elzin");  // As "yelzin" sounds.
  EXPECT_EQ(OtherSound("chodorkowski"), "hodorkowski");
  EXPECT_EQ(OtherSound("tjokroaminoto"), "kokroaminoto");  // Dutch, as "cokroaminoto".
  EXPECT_EQ(OtherSound("soerja"), "suria");
  EXPECT_EQ(OtherSound("maxamed"), "mahamed");  // Somali.
  EXPECT_EQ(OtherSound("phornchai"), "porncai");
  EXPECT_EQ(OtherSound("prigoschin"), "");
  EXPECT_EQ(OtherSound("tschaikowsky"), "");
  EXPECT_EQ(OtherSound("chan"), "");
  EXPECT_EQ(OtherSound("smith"), "");
}

}  // namespace
}  // namespace probity::matching

#include "services/matching/letters.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/matching/identity.h"
#include "tests/services/matching/builders.h"

namespace probity::matching {
namespace {

using testing::ElementsAre;

class LettersTest : public testing::Test {
 protected:
  std::vector<std::string> Split(const std::string& text) const {
    std::vector<std::string> words;
    for (const RawWord& word : SplitWords(text, model_->tables())) words.push_back(word.native);
    return words;
  }
  std::string Spelt(const std::string& word) const {
    return ToLatin(SplitWords(word, model_->tables())[0], model_->tables()).spelt;
  }
  std::shared_ptr<const Model> model_ = TestModel();
};

TEST_F(LettersTest, WordsEndAtWhatIsNoLetter) {
  EXPECT_THAT(Split("O'Brien, J.R. al-Rashid"), ElementsAre("obrien", "j", "r", "al", "rashid"));
  EXPECT_THAT(Split("Jean·Pierre  Dupont 3"), ElementsAre("jean", "pierre", "dupont"));
  EXPECT_THAT(Split("... 123 !!"), ElementsAre());
}

TEST_F(LettersTest, InvisibleCharactersLeaveNoTrace) {
  EXPECT_THAT(Split("\u202EIvan\u200B\u00ADov\u202C"), ElementsAre("ivanov"));
  EXPECT_THAT(Split("ＩＶＡＮ ﬁlip"), ElementsAre("ivan", "filip"));
  EXPECT_THAT(Split("مُحَمَّد"), ElementsAre("محمد"));
}

TEST_F(LettersTest, BrokenUtf8SeparatesWords) {
  EXPECT_THAT(Split("Iv\xFF\xFE"
                    "an"),
              ElementsAre("iv", "an"));
}

TEST_F(LettersTest, LongAndManyAreBounded) {
  EXPECT_LE(Split(std::string(10'000, 'x'))[0].size(), 64u);
  std::string many;
  for (int i = 0; i < 1000; ++i) many += "åb ";
  EXPECT_EQ(Split(many).size(), static_cast<size_t>(kMaxWords));
}

TEST_F(LettersTest, MarksThatChangeTheSoundAreSpelt) {
  EXPECT_EQ(Spelt("Šačić"), "shachich");
  EXPECT_EQ(Spelt("Łódź"), "lodzh");
  EXPECT_EQ(Spelt("Müßig"), "mussig");
  EXPECT_EQ(Spelt("Щукин"), "shchukin");
  EXPECT_EQ(Spelt("김"), "gim");
  EXPECT_EQ(Spelt("张"), "zhang");
}

TEST_F(LettersTest, AbjadsBecomeCodes) {
  EXPECT_EQ(AbjadCodes("محمد"), "mHmd");
  EXPECT_EQ(AbjadCodes("דוד"), "dWd");
  EXPECT_EQ(AbjadAllows('b')[0], 'b');
  EXPECT_EQ(AbjadAllows('?'), "");
}

TEST_F(LettersTest, ThaiAndKhmerAreSpeltAsTheyAreHeard) {
  const auto latin = [&](const char* word) {
    return ToLatin(SplitWords(word, model_->tables())[0], model_->tables()).plain;
  };
  EXPECT_EQ(latin("อภิสิทธิ์"), "abhisit");  // A silenced consonant, a carrier with its vowel.
  EXPECT_EQ(latin("ไพศาล"), "paisal");   // A vowel that is written before.
  EXPECT_EQ(latin("ហ៊ុន"), "hun");
  EXPECT_EQ(latin("ប៉ុល"), "pul");
  EXPECT_EQ(latin("សុខា"), "sukha");
  EXPECT_EQ(latin("នរោត្តម"), "narottam");
}

TEST_F(LettersTest, GreekWritesSomeSoundsWithTwoLetters) {
  const auto latin = [&](const char* word) {
    return ToLatin(SplitWords(word, model_->tables())[0], model_->tables()).plain;
  };
  EXPECT_EQ(latin("Μπάμπης"), "bambis");
  EXPECT_EQ(latin("Ντάνος"), "danos");
  EXPECT_EQ(latin("Παύλου"), "pavlu");
  EXPECT_EQ(latin("Ευάγγελος"), "evangelos");
}

TEST_F(LettersTest, UnreadableScriptsAreSaidToBe) {
  EXPECT_EQ(SplitWords("ສຸກ", model_->tables())[0].script, Script::kUnknown);
  EXPECT_EQ(SplitWords("Hans", model_->tables())[0].script, Script::kLatin);
  EXPECT_EQ(SplitWords("रजनी", model_->tables())[0].script, Script::kLoose);
}

}  // namespace
}  // namespace probity::matching

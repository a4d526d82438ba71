#include "services/core/text.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace probity::core {
namespace {

using test::IsOk;
using test::Refused;

constexpr TextRules kName = {.min = 1, .max = 300, .needs_letter = true};

class AcceptedName : public testing::TestWithParam<const char*> {};
TEST_P(AcceptedName, PassesAsWritten) { EXPECT_THAT(CheckText(GetParam(), kName, "full"), IsOk()); }
INSTANTIATE_TEST_SUITE_P(
    Text, AcceptedName,
    testing::Values("Amadou Traoré", "O'Neil-Smith (Jr.)", "Ли", "محمد علي", "王小明", "R2",
                    "Ñandú", "  padded  ",
                    // Joiners that spell: Persian, Sinhala; a Japanese variant.
                    "علی‌رضا", "ක්‍රිස්ති", "渡邊\U000E0104"));

struct Bad {
  const char* why;
  std::string text;
  v1::ErrorReason reason;
};
class RefusedName : public testing::TestWithParam<Bad> {};
TEST_P(RefusedName, SaysWhyAndWhere) {
  EXPECT_THAT(CheckText(GetParam().text, kName, "names[0].full"),
              Refused(GetParam().reason, "names[0].full"))
      << GetParam().why;
}
INSTANTIATE_TEST_SUITE_P(
    Text, RefusedName,
    testing::Values(Bad{"empty", "", v1::ERROR_REASON_MISSING_FIELD},
                    Bad{"white space", " \u00A0\u2003 ", v1::ERROR_REASON_MISSING_FIELD},
                    Bad{"punctuation", "-- . ,", v1::ERROR_REASON_INVALID_TEXT},
                    Bad{"digits", "12345", v1::ERROR_REASON_INVALID_TEXT},
                    Bad{"10,000 characters", std::string(10000, 'a'), v1::ERROR_REASON_TOO_LONG},
                    Bad{"301 characters", std::string(301, 'a'), v1::ERROR_REASON_TOO_LONG},
                    Bad{"broken UTF-8", "Am\xC3", v1::ERROR_REASON_INVALID_TEXT},
                    Bad{"overlong UTF-8", "Am\xC0\x80", v1::ERROR_REASON_INVALID_TEXT},
                    Bad{"a surrogate", "Am\xED\xA0\x80", v1::ERROR_REASON_INVALID_TEXT},
                    Bad{"NUL", std::string("Am\0a", 4), v1::ERROR_REASON_INVALID_TEXT},
                    Bad{"a line end", "Am\nadou", v1::ERROR_REASON_INVALID_TEXT},
                    Bad{"DEL", "Am\x7F", v1::ERROR_REASON_INVALID_TEXT},
                    Bad{"C1 control", "Am\u0085", v1::ERROR_REASON_INVALID_TEXT},
                    Bad{"RLO", "Am\u202Eadou", v1::ERROR_REASON_INVALID_TEXT},
                    Bad{"isolate", "Am\u2067adou", v1::ERROR_REASON_INVALID_TEXT},
                    Bad{"RLM", "Am\u200Fadou", v1::ERROR_REASON_INVALID_TEXT},
                    Bad{"zero-width space", "Am\u200Badou", v1::ERROR_REASON_INVALID_TEXT},
                    Bad{"byte-order mark", "\uFEFFAmadou", v1::ERROR_REASON_INVALID_TEXT},
                    Bad{"joiner in Latin", "Am\u200Dadou", v1::ERROR_REASON_INVALID_TEXT},
                    Bad{"non-joiner in Latin", "Am\u200Cadou", v1::ERROR_REASON_INVALID_TEXT},
                    Bad{"non-joiner at the end", "علی\u200C", v1::ERROR_REASON_INVALID_TEXT},
                    Bad{"Hangul filler", "\u3164Kim", v1::ERROR_REASON_INVALID_TEXT},
                    Bad{"soft hyphen", "Ama\u00ADdou", v1::ERROR_REASON_INVALID_TEXT},
                    Bad{"line separator", "Am\u2028adou", v1::ERROR_REASON_INVALID_TEXT},
                    Bad{"private use", "Am\uE000", v1::ERROR_REASON_INVALID_TEXT},
                    Bad{"tag letter", "Am\U000E0041", v1::ERROR_REASON_INVALID_TEXT},
                    Bad{"noncharacter", "Am\uFFFE", v1::ERROR_REASON_INVALID_TEXT}));

TEST(Text, LengthIsCountedInCodePoints) {
  std::string text;
  for (int i = 0; i < 300; ++i) text += "王";
  EXPECT_THAT(CheckText(text, kName, "full"), IsOk());
  EXPECT_THAT(CheckText(text + "王", kName, "full"), Refused(v1::ERROR_REASON_TOO_LONG, "full"));
}

TEST(Text, LineEndsAreAllowedWhereLinesAre) {
  EXPECT_THAT(CheckText("one\r\n\ttwo", {.lines = true}, "narrative"), IsOk());
  EXPECT_THAT(CheckText("one\x0Btwo", {.lines = true}, "narrative"),
              Refused(v1::ERROR_REASON_INVALID_TEXT, "narrative"));
}

TEST(Text, AnOptionalTextMayBeEmpty) {
  EXPECT_THAT(CheckText("", {.needs_letter = true}, "given"), IsOk());
}

TEST(Text, ShorterThanTheLeastIsRefused) {
  EXPECT_THAT(CheckText("ab", {.min = 3}, "note"), Refused(v1::ERROR_REASON_INVALID_TEXT, "note"));
}

TEST(Text, IdentifierNeedsALetterOrDigit) {
  const TextRules identifier = {.min = 1, .max = 64, .needs_alnum = true};
  EXPECT_THAT(CheckText("123-456", identifier, "value"), IsOk());
  EXPECT_THAT(CheckText("№ -/-", identifier, "value"),
              Refused(v1::ERROR_REASON_INVALID_TEXT, "value"));
}

TEST(Text, WordsAreCounted) {
  const TextRules rules = {.min = 1, .max = 300, .max_words = 3, .max_word = 5};
  EXPECT_THAT(CheckText("al-Hajj Omar", rules, "full"), IsOk());
  EXPECT_THAT(CheckText("a b c d", rules, "full"), Refused(v1::ERROR_REASON_TOO_LONG, "full"));
  EXPECT_THAT(CheckText("a-b.c,d", rules, "full"), Refused(v1::ERROR_REASON_TOO_LONG, "full"));
  EXPECT_THAT(CheckText("Abubakar", rules, "full"), Refused(v1::ERROR_REASON_TOO_LONG, "full"));
  EXPECT_THAT(CheckText("a b c d", {.min = 1}, "full"), IsOk());
}

TEST(Text, MessageNeverQuotesTheText) {
  EXPECT_EQ(CheckText("Ferdinand\u202E", kName, "full").message(),
            "the text holds characters that nobody sees");
}

TEST(Script, IsThatOfMostLetters) {
  EXPECT_EQ(ScriptOf("Amadou"), "Latn");
  EXPECT_EQ(ScriptOf("محمد"), "Arab");
  EXPECT_EQ(ScriptOf("Иван (I)"), "Cyrl");
  EXPECT_EQ(ScriptOf("王小明"), "Hani");
  EXPECT_EQ(ScriptOf("山田はなこ"), "Jpan");
  EXPECT_EQ(ScriptOf("김철수"), "Kore");
  EXPECT_EQ(ScriptOf("123"), "");
}

TEST(Script, CodeIsOneOfIso15924) {
  EXPECT_TRUE(IsScript("Latn"));
  EXPECT_TRUE(IsScript("Jpan"));
  EXPECT_FALSE(IsScript("latn"));
  EXPECT_FALSE(IsScript("Latin"));
  EXPECT_FALSE(IsScript("Abcd"));
}

}  // namespace
}  // namespace probity::core

#include "clients/cli/table.h"

#include "clients/cli/text.h"
#include "gtest/gtest.h"

namespace probity::cli {
namespace {

TEST(Printable, SpellsOutWhatATerminalWouldObey) {
  EXPECT_EQ(Printable("a\x1b[31mb"), "a<U+001B>[31mb");
  EXPECT_EQ(Printable("one\nrow"), "one<U+000A>row");
  EXPECT_EQ(Printable("\xc2\x9b"), "<U+009B>");
  EXPECT_EQ(Printable("abc\u202Edef"), "abc<U+202E>def");
  EXPECT_EQ(Printable("a\u200Bb"), "a<U+200B>b");
  EXPECT_EQ(Printable("\u2028"), "<U+2028>");
}

TEST(Printable, LeavesNamesInAnyScriptAlone) {
  for (const char* name : {"Jean-Baptiste Ngoma-Loubaki", "Алексей Щукарев", "محمد", "黄晓峰",
                           "Çağrı Yıldırımoğlu", "\u0646\u200c\u0627"}) {
    EXPECT_EQ(Printable(name), name);
  }
}

TEST(Printable, ReplacesBytesThatAreNoUtf8) {
  EXPECT_EQ(Printable("a\xff"
                      "b"),
            "a\uFFFD"
            "b");
}

TEST(DisplayWidth, CountsColumnsNotBytes) {
  EXPECT_EQ(DisplayWidth("Muller"), 6);
  EXPECT_EQ(DisplayWidth("Müller"), 6);
  EXPECT_EQ(DisplayWidth("Mu\u0308ller"), 6);
  EXPECT_EQ(DisplayWidth("黄晓峰"), 6);
  EXPECT_EQ(DisplayWidth("Щукарев"), 7);
}

TEST(Table, AlignsByDisplayWidth) {
  const Table table{.columns = {{"name"}, {"rows", true}, {"note"}},
                    .rows = {{"黄晓峰", "7", "x"}, {"Müller", "850", ""}}};
  EXPECT_EQ(ToText(table),
            "name    rows  note\n"
            "黄晓峰     7  x\n"
            "Müller   850\n");
}

TEST(Table, NoCellCanLookLikeAnotherRow) {
  const Table table{.columns = {{"name"}}, .rows = {{"A\nNOT_CLEARED"}}};
  EXPECT_EQ(ToText(table), "name\nA<U+000A>NOT_CLEARED\n");
}

TEST(Csv, QuotesWhatMustBeQuoted) {
  const Table table{.columns = {{"name"}, {"note"}},
                    .rows = {{"Girard, Antoine", "said \"no\""}, {"plain", "two\nlines"}}};
  EXPECT_EQ(ToCsv(table),
            "name,note\n"
            "\"Girard, Antoine\",\"said \"\"no\"\"\"\n"
            "plain,\"two\nlines\"\n");
}

TEST(Csv, SpellsOutEscapes) { EXPECT_EQ(CsvCell("\x1b[2J"), "<U+001B>[2J"); }

TEST(Json, NamesFieldsByColumnAndKeepsNumbers) {
  const google::protobuf::ListValue list =
      ToJson({.columns = {{"by"}, {"count", true}}, .rows = {{"police", "7"}}});
  ASSERT_EQ(list.values_size(), 1);
  const auto& fields = list.values(0).struct_value().fields();
  EXPECT_EQ(fields.at("by").string_value(), "police");
  EXPECT_EQ(fields.at("count").number_value(), 7);
}

}  // namespace
}  // namespace probity::cli

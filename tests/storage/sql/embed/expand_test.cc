#include "storage/sql/embed/expand.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace probity::embed {
namespace {

Piece Statement(std::string text) { return {.name = "s", .line = 10, .text = std::move(text)}; }
Piece Fragment(std::string name, std::string text) {
  return {.name = std::move(name), .parameter = "c", .line = 5, .text = std::move(text)};
}

// The problem's "line: what", or the `now` plan.
std::string Now(std::string text, std::vector<Piece> fragments = {}) {
  const auto known = ExpandFragments("fragments.sql", std::move(fragments));
  if (const Problem* problem = ProblemOf(known)) {
    return problem->file + ":" + std::to_string(problem->line) + ": " + problem->what;
  }
  const auto result = ExpandStatements("a.sql", {Statement(std::move(text))}, std::get<0>(known));
  if (const Problem* problem = ProblemOf(result)) {
    return problem->file + ":" + std::to_string(problem->line) + ": " + problem->what;
  }
  return std::get<0>(result).at(0).now;
}

TEST(Expand, RefusesAnUnknownMacroWithItsLine) {
  EXPECT_EQ(Now("SELECT 1 FROM t\nWHERE {{alive t}}"), "a.sql:12: there is no macro 'alive'");
  EXPECT_EQ(Now("SELECT 1 FROM t WHERE {{visible t}}"), "a.sql:11: there is no macro 'visible'");
}

TEST(Expand, RefusesAnArgumentThatIsNoTableOfTheStatement) {
  for (const char* macro : {"{{live d}}", "{{live}}", "{{live }}", "{{live t u}}", "{{live T}}",
                            "{{live $c}}", "{{live x}}", "{{live y}}", "{{live z}}"}) {
    EXPECT_THAT(Now(std::string("SELECT t.x, z.id FROM t WHERE id = :y AND ") + macro),
                testing::HasSubstr("is no table or alias of 's'"))
        << macro;
  }
}

TEST(Expand, RefusesBrokenBraces) {
  EXPECT_EQ(Now("SELECT 1 FROM t WHERE {{live\nt}}"), "a.sql:11: a macro does not end on its line");
  EXPECT_EQ(Now("SELECT 1 FROM t WHERE {{live t"), "a.sql:11: a macro does not end on its line");
  EXPECT_EQ(Now("SELECT 1 FROM t WHERE live t}}"), "a.sql:11: '}}' without '{{'");
}

TEST(Expand, KeepsAnOrOfAFragmentInsideBrackets) {
  EXPECT_EQ(Now("SELECT 1 FROM t WHERE {{open t}}", {Fragment("open", "$c.a = 1\n  OR $c.b = 2")}),
            "SELECT 1 FROM t WHERE (t.a = 1 OR t.b = 2)");
}

TEST(Expand, LetsAFragmentUseThoseAboveItAndNoOthers) {
  const Piece open = Fragment("open", "$c.a = 1 AND {{live $c}}");
  const Piece seen = Fragment("seen", "{{open $c}} AND $c.b = 2");
  EXPECT_EQ(Now("SELECT 1 FROM t WHERE {{seen t}}", {open, seen}),
            "SELECT 1 FROM t WHERE ((t.a = 1 AND t.to_seq IS NULL) AND t.b = 2)");
  EXPECT_EQ(Now("SELECT 1", {seen, open}), "fragments.sql:6: there is no macro 'open'");
}

TEST(Expand, RefusesAFragmentThatCapturesItsArgument) {
  EXPECT_EQ(Now("SELECT 1 FROM t w WHERE {{seen w}}",
                {Fragment("seen", "EXISTS (SELECT 1 FROM wall w WHERE w.id = $c.id)")}),
            "a.sql:11: 'w' means another table inside 'seen'");
}

TEST(Expand, RefusesAFragmentWithAnotherParameterOrNone) {
  for (const char* text : {"$d.a = $c.a", "c.a = 1", "$cc.a = 1"}) {
    EXPECT_EQ(Now("SELECT 1", {Fragment("open", text)}),
              "fragments.sql:5: a fragment uses its parameter, $c, and no other");
  }
  EXPECT_EQ(Now("SELECT 1", {Fragment("live", "$c.a")}), "fragments.sql:5: 'live' is built in");
}

}  // namespace
}  // namespace probity::embed

#include "storage/sql/embed/sql_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace probity::embed {
namespace {

struct Refusal {
  const char* why;
  const char* content;
  int line;
};

void ExpectRefused(const std::vector<Refusal>& refusals, FileKind kind) {
  for (const Refusal& refusal : refusals) {
    SCOPED_TRACE(refusal.content);
    const auto result = ParseSqlFile("a.sql", refusal.content, kind);
    const Problem* problem = ProblemOf(result);
    ASSERT_NE(problem, nullptr) << refusal.why;
    EXPECT_EQ(problem->file, "a.sql");
    EXPECT_EQ(problem->line, refusal.line) << problem->what;
    EXPECT_THAT(problem->what, testing::HasSubstr(refusal.why));
  }
}

TEST(ParseSqlFile, RefusesWrongStatements) {
  ExpectRefused({{"already on line 1", "-- name: a\nSELECT 1;\n-- name: a\nSELECT 2;", 3},
                 {"semicolon", "\n-- name: a\nSELECT 1\n", 2},
                 {"semicolon", "-- name: a\nSELECT 1\n-- name: b\nSELECT 2;", 1},
                 {"semicolon", "-- name: a\nSELECT 'x;'\n", 1},
                 {"is empty", "-- name: a\n-- only words\n;", 3},
                 {"outside a statement", "-- a comment\nSELECT 1;", 2},
                 {"outside a statement", "-- name: a\nSELECT 1; SELECT 2;", 2},
                 {"snake_case", "-- name: GetCase\nSELECT 1;", 1},
                 {"snake_case", "-- name: 1st\nSELECT 1;", 1},
                 {"snake_case", "-- name:\nSELECT 1;", 1},
                 {"quote", "-- name: a\nSELECT 'x\ny';", 2},
                 {"comments start", "-- name: a\nSELECT /* b */ 1;", 2},
                 {"reason must say", "-- name: a\n-- scan:\nSELECT 1;", 2},
                 {"given twice", "-- scan: x\n-- name: a\n-- scan: y\nSELECT 1;", 3},
                 {"without a statement", "-- scan: x\n\n-- name: a\nSELECT 1;", 1},
                 {"without a statement", "-- name: a\nSELECT 1;\n-- unwalled: x\n", 3},
                 {"fragments.sql", "-- fragment: visible(c)\n$c.x;", 1}},
                FileKind::kStatements);
}

TEST(ParseSqlFile, RefusesWrongFragments) {
  ExpectRefused({{"only fragments", "-- name: a\nSELECT 1;", 1},
                 {"name(parameter)", "-- fragment: a\n$c;", 1},
                 {"parameter", "-- fragment: a(b c)\n$b;", 1},
                 {"no reason", "-- fragment: a(b)\n-- scan: x\n$b;", 2}},
                FileKind::kFragments);
}

TEST(ParseSqlFile, EndsAStatementAtTheFirstSemicolonOutsideQuotesAndComments) {
  const auto result = ParseSqlFile("a.sql",
                                   "-- name: a\r\nSELECT ';' || 'it''s; --' -- no; not yet\r\n"
                                   "FROM \"b;c\"; -- done\r\n-- name: d\r\nSELECT 2;",
                                   FileKind::kStatements);
  ASSERT_EQ(ProblemOf(result), nullptr) << ProblemOf(result)->what;
  const auto& pieces = std::get<0>(result);
  ASSERT_EQ(pieces.size(), 2);
  EXPECT_EQ(pieces[0].text, "SELECT ';' || 'it''s; --' \nFROM \"b;c\"");
  EXPECT_EQ(pieces[1].name, "d");
  EXPECT_EQ(pieces[1].line, 4);
}

}  // namespace
}  // namespace probity::embed

// Which statements PostgreSQL has in a text of its own, and that nothing else differs.
#include <set>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/postgres/dialect.h"
#include "storage/postgres/parameters.h"
#include "storage/postgres/statements/all.sql.h"
#include "storage/sql/statements/all.sql.h"

namespace probity::postgres {
namespace {

using ::testing::UnorderedElementsAre;

std::string NameOf(const StatementText& text) {
  const std::string file = text.file;
  return file.substr(file.rfind('/') + 1) + " " + text.name;
}

std::set<std::string> ParametersOf(const char* text) {
  const Numbered numbered = NumberParameters(text);
  return {numbered.names.begin(), numbered.names.end()};
}

TEST(PostgresStatements, TheseDiffer) {
  std::set<std::string> differ;
  for (const auto file : sql::kAllStatements) {
    for (const StatementText& shared : file) {
      const StatementText& ours = InOurDialect(shared);
      if (&ours == &shared) continue;
      differ.insert(NameOf(shared));
      EXPECT_STRNE(ours.now, shared.now) << shared.name << " need not stand twice";
      EXPECT_EQ(ParametersOf(ours.now), ParametersOf(shared.now)) << shared.name;
      EXPECT_EQ(ParametersOf(ours.as_of), ParametersOf(shared.as_of)) << shared.name;
    }
  }
  EXPECT_THAT(differ, UnorderedElementsAre("cases.sql walk_cases_seen_in_mission",
                                           "cases.sql walk_cases_of_mission",
                                           "screenings.sql walk_own_screenings",
                                           "screenings.sql count_screenings_by_decision",
                                           "screenings.sql list_matches_in_state"));
}

TEST(PostgresStatements, NoneStandsHereAloneButTheEnginesOwn) {
  std::set<std::string> shared;
  for (const auto file : sql::kAllStatements) {
    for (const StatementText& text : file) shared.insert(NameOf(text));
  }
  std::set<std::string> alone;
  for (const auto file : kAllStatements) {
    for (const StatementText& text : file) {
      if (!shared.contains(NameOf(text))) alone.insert(NameOf(text));
    }
  }
  EXPECT_THAT(alone, UnorderedElementsAre("engine.sql lock_clock", "engine.sql mark_clock",
                                          "engine.sql rows_visited"));
}

}  // namespace
}  // namespace probity::postgres

// What PostgreSQL makes of each statement: in a database that is empty, and in one that is full and
// has been looked at.
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/postgres/connection.h"
#include "storage/sealing/statements/keys.sql.h"
#include "storage/sql/statements/all.sql.h"
#include "tests/support/postgres/register.h"
#include "tests/support/status_matchers.h"

namespace probity::postgres {
namespace {

using sql::Plan;
using sql::StatementText;
using test::IsOk;

// Sorts or gathers what it has found, and why that is not much.
const std::set<std::string> kGathers = {"count_screenings_by_decision"};  // One counter a decision.

class PostgresPlans : public testing::Test {
 protected:
  void SetUp() override {
    data_ = *Connection::Open(register_.options().data, Role::kReader);
    keys_ = *Connection::Open(register_.options().keys, Role::kReader);
  }

  static std::vector<std::string> Explain(Connection& connection, const StatementText& text,
                                          Plan plan) {
    const auto prepared = connection.Prepare(text, plan);
    EXPECT_THAT(prepared, IsOk()) << text.name;
    if (!prepared.ok()) return {};
    const std::vector<std::string> nulls((*prepared)->parameters.size(), "NULL");
    const auto answers = connection.Query(
        absl::StrCat("EXPLAIN (COSTS OFF) EXECUTE ", (*prepared)->name,
                     nulls.empty() ? "" : absl::StrCat("(", absl::StrJoin(nulls, ", "), ")")));
    EXPECT_THAT(answers, IsOk()) << text.name;
    std::vector<std::string> lines;
    for (int i = 0; answers.ok() && i < PQntuples(answers->back().get()); ++i) {
      lines.emplace_back(PQgetvalue(answers->back().get(), i, 0));
    }
    return lines;
  }

  // The first column of each index.
  static std::map<std::string, std::string> FirstColumns(Connection& connection) {
    const auto answers = connection.Query(
        "SELECT indexrelid::regclass, attname FROM pg_index "
        "JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0]");
    EXPECT_THAT(answers, IsOk());
    std::map<std::string, std::string> first;
    for (int i = 0; answers.ok() && i < PQntuples(answers->back().get()); ++i) {
      first[PQgetvalue(answers->back().get(), i, 0)] = PQgetvalue(answers->back().get(), i, 1);
    }
    return first;
  }

  // True if a line is a scan of an index that a condition on its first column bounds, or no scan.
  static bool IsBounded(const std::map<std::string, std::string>& first_columns,
                        const std::string& line, const std::string& next) {
    if (!absl::StrContains(line, " Scan ")) return true;
    const std::vector<std::string> words = absl::StrSplit(line, ' ', absl::SkipEmpty());
    const auto using_at = std::find(words.begin(), words.end(), "using");
    if (using_at == words.end()) return false;
    return absl::StrContains(next, "Index Cond: (") &&
           absl::StrContains(next, first_columns.at(*(using_at + 1)));
  }

  // A whole table, an index from end to end, or something that looks at all rows before it gives
  // the first.
  static void ExpectNoDetour(Connection& connection, const StatementText& text) {
    const std::map<std::string, std::string> first_columns = FirstColumns(connection);
    for (const Plan plan : {Plan::kNow, Plan::kAsOf}) {
      std::vector<std::string> lines = Explain(connection, text, plan);
      const std::string whole = absl::StrJoin(lines, "\n");
      lines.emplace_back();
      for (size_t i = 0; i + 1 < lines.size(); ++i) {
        EXPECT_TRUE(text.scan_reason != nullptr || IsBounded(first_columns, lines[i], lines[i + 1]))
            << text.name << "\n"
            << whole;
        for (const char* detour : {"Sort", "Hash", "Merge", "Bitmap", "Materialize"}) {
          EXPECT_TRUE(!absl::StrContains(lines[i], detour) || kGathers.contains(text.name))
              << text.name << "\n"
              << whole;
        }
      }
    }
  }

  void ExpectNoDetours() {
    for (const auto file : sql::kAllStatements) {
      for (const StatementText& text : file) ExpectNoDetour(*data_, text);
    }
    for (const StatementText& text : sql::kKeys) ExpectNoDetour(*keys_, text);
  }

  test::PostgresTestRegister register_;
  std::unique_ptr<Connection> data_;
  std::unique_ptr<Connection> keys_;
};

TEST_F(PostgresPlans, OfAnEmptyDatabaseAreGood) { ExpectNoDetours(); }

// As autovacuum leaves it: thirty missions, one of them with half of the cases, most rows live.
TEST_F(PostgresPlans, OfAFullDatabaseThatHasBeenLookedAtAreTheSame) {
  for (const char* fill : {
           "INSERT INTO entities SELECT 1000 + g, 1 FROM generate_series(1, 20000) AS g",
           "INSERT INTO cases (id, from_seq, to_seq, mission) SELECT 1000 + g, 5, "
           "CASE WHEN g % 3 = 0 THEN 6 END, CASE WHEN g % 2 = 0 THEN 'missions/MANY' "
           "ELSE 'missions/M' || g % 29 END FROM generate_series(1, 20000) AS g",
           "INSERT INTO allegations (id, from_seq, case_name, person, state) SELECT 1000 + g, 5, "
           "1000 + g, 1001 + g % 5000, g % 12 FROM generate_series(1, 20000) AS g",
           "INSERT INTO walls (id, from_seq, case_name, principal) SELECT 1000 + g, 5, 1000 + g, "
           "'bo' FROM generate_series(1, 100) AS g",
           "INSERT INTO screenings (id, from_seq, requester_organisation, roll, row_number) SELECT "
           "1000 + g, 5, 'organisations/UN', 1001 + g % 2, g FROM generate_series(1, 20000) AS g",
           "INSERT INTO matches (id, from_seq, screening, state) SELECT 1000 + g, 5, 1000 + g, "
           "1 FROM generate_series(1, 20000) AS g",
           "ANALYZE entities, cases, allegations, walls, screenings, matches",
       }) {
    register_.data().Sql(fill);
  }
  ExpectNoDetours();
}

}  // namespace
}  // namespace probity::postgres

// What each statement of the register reads on SQLite, and for whom.
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/sql/statements/all.sql.h"
#include "tests/storage/sqlite/inspect.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_register.h"

namespace probity::test {
namespace {

using sql::Plan;
using sql::StatementText;

// Rows of these are seen by some callers and not by others, by what of the viewer: one of these
// parameters stands in every statement that reads them.
using Parameters = std::vector<const char*>;
const std::map<std::string, Parameters> kGuarded = {
    {"cases", {":viewer_missions"}},
    {"allegations", {":viewer_missions"}},
    {"persons", {":viewer_missions"}},
    {"imported_lines", {":viewer_missions"}},
    {"walls", {":viewer_principal"}},
    {"screenings", {":viewer_organisation", ":viewer_adjudicates"}},
    {"rolls", {":viewer_organisation", ":viewer_adjudicates"}},
    {"matches", {":viewer_adjudicates"}},
    // Read for those whom policy has answered to, never for a viewer.
    {"screening_records", {}},
    {"external_records", {}},
};

// Everybody reads these, or nobody reads them for a caller.
const std::set<std::string> kUnguarded = {"missions",        "organisations", "organisation_facts",
                                          "reference_files", "register",      "clock",
                                          "entities",        "ledger",        "access_log"};

// Sorts what it has found, and why that is not much.
const std::map<std::string, std::string> kSorts = {
    {"count_screenings_by_decision", "one counter a decision"}};

class Statements : public testing::Test {
 protected:
  sqlite::Inspection Inspect(const StatementText& statement, Plan plan) {
    sqlite::ConnectionOptions options;
    options.path = register_.options().data_path;
    absl::StatusOr<sqlite::Inspection> found = sqlite::Inspect(options, statement, plan);
    EXPECT_THAT(found, IsOk()) << statement.name;
    return found.value_or(sqlite::Inspection());
  }

  // The first column of what a query of the schema gives.
  std::vector<std::string> Texts(const std::string& query) {
    const StatementText statement = {"test", 0, "schema", query.c_str(), query.c_str()};
    std::vector<std::string> texts;
    EXPECT_THAT(register_.reg().engine().Read([&](sql::Session& session) {
      return session.Query(statement, Plan::kNow, {}, [&texts](const sql::Row& row) {
        texts.emplace_back(row.text(0));
        return absl::OkStatus();
      });
    }),
                IsOk());
    return texts;
  }

  static std::vector<const StatementText*> All() {
    std::vector<const StatementText*> all;
    for (const auto file : sql::kAllStatements) {
      for (const StatementText& statement : file) all.push_back(&statement);
    }
    return all;
  }

  TestRegister register_;
};

TEST_F(Statements, NoneScansATableWithoutSayingWhy) {
  for (const StatementText* statement : All()) {
    for (const Plan plan : {Plan::kNow, Plan::kAsOf}) {
      const sqlite::Inspection inspection = Inspect(*statement, plan);
      EXPECT_TRUE(!inspection.scans() || statement->scan_reason != nullptr)
          << statement->file << ":" << statement->line << " " << statement->name << "\n"
          << testing::PrintToString(inspection.plan);
    }
  }
}

TEST_F(Statements, NoneSortsWithoutSayingWhy) {
  std::set<std::string> sorts;
  for (const StatementText* statement : All()) {
    for (const Plan plan : {Plan::kNow, Plan::kAsOf}) {
      for (const std::string& line : Inspect(*statement, plan).plan) {
        if (absl::StrContains(line, "TEMP B-TREE")) sorts.insert(statement->name);
      }
    }
  }
  std::set<std::string> named;
  for (const auto& [name, reason] : kSorts) named.insert(name);
  EXPECT_EQ(sorts, named);
}

TEST_F(Statements, Promise5EachOneOverAGuardedTableAsksWhoseItIsOrSaysWhyNot) {
  for (const StatementText* statement : All()) {
    for (const Plan plan : {Plan::kNow, Plan::kAsOf}) {
      const absl::string_view text = plan == Plan::kNow ? statement->now : statement->as_of;
      bool guarded = false;
      bool asks = true;
      for (const std::string& table : Inspect(*statement, plan).reads) {
        const auto found = kGuarded.find(table);
        if (found == kGuarded.end()) continue;
        guarded = true;
        asks &= absl::c_any_of(found->second, [text](const char* parameter) {
          return absl::StrContains(text, parameter);
        });
      }
      const bool says = statement->unwalled_reason != nullptr;
      EXPECT_TRUE(!guarded || asks || says)
          << statement->file << ":" << statement->line << " " << statement->name;
      EXPECT_FALSE(says && (!guarded || asks))
          << statement->name << " says why it asks nobody, and need not";
    }
  }
}

TEST_F(Statements, Promise5EachOneThatJudgesByMissionReadsTheWall) {
  for (const StatementText* statement : All()) {
    for (const Plan plan : {Plan::kNow, Plan::kAsOf}) {
      const absl::string_view text = plan == Plan::kNow ? statement->now : statement->as_of;
      if (!absl::StrContains(text, ":viewer_missions")) continue;
      EXPECT_TRUE(Inspect(*statement, plan).reads.contains("walls")) << statement->name;
    }
  }
}

TEST_F(Statements, EveryTableIsGuardedOrNamedAsOneThatIsNot) {
  for (const std::string& table :
       Texts("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")) {
    EXPECT_NE(kGuarded.contains(table), kUnguarded.contains(table)) << table;
  }
}

TEST_F(Statements, ATableHasAtMostTwoIndexesBesideItsKey) {
  std::map<std::string, int> indexes;
  for (const std::string& table :
       Texts("SELECT tbl_name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL")) {
    ++indexes[table];
  }
  EXPECT_GE(indexes.size(), 10u);
  for (const auto& [table, count] : indexes) {
    EXPECT_LE(count, 2) << table;
  }
}

TEST_F(Statements, NoneComparesOrOrdersBySealedValues) {
  for (const StatementText* statement : All()) {
    const std::string text = statement->now;
    EXPECT_TRUE(absl::StartsWith(text, "INSERT") || !absl::StrContains(text, "sealed_"))
        << statement->name;
  }
  for (const std::string& index : Texts("SELECT sql FROM sqlite_schema WHERE type = 'index'")) {
    EXPECT_FALSE(absl::StrContains(index, "sealed_")) << index;
  }
}

}  // namespace
}  // namespace probity::test

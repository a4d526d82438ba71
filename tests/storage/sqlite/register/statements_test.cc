// What each statement of the register costs on SQLite, and whether it reads the wall.
#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/sql/statement.h"
#include "storage/sql/statements/all.sql.h"
#include "storage/sql/statements/cases.sql.h"
#include "tests/storage/sqlite/inspect.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_register.h"

namespace probity::test {
namespace {

using sql::Plan;
using sql::StatementText;

// Rows of these are seen by some callers and not by others.
const std::set<std::string> kGuarded = {"cases", "allegations", "persons", "imported_lines"};

class Statements : public testing::Test {
 protected:
  sqlite::Inspection Inspect(const StatementText& statement, Plan plan) {
    sqlite::ConnectionOptions options;
    options.path = register_.options().data_path;
    absl::StatusOr<sqlite::Inspection> found = sqlite::Inspect(options, statement, plan);
    EXPECT_THAT(found, IsOk()) << statement.name;
    return found.value_or(sqlite::Inspection());
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

TEST_F(Statements, Promise5EachOneOverAGuardedTableReadsTheWallOrSaysWhyNot) {
  for (const StatementText* statement : All()) {
    const sqlite::Inspection inspection = Inspect(*statement, Plan::kNow);
    bool guarded = false;
    for (const std::string& table : inspection.reads) guarded |= kGuarded.contains(table);
    const bool walled = inspection.reads.contains("walls");
    EXPECT_TRUE(!guarded || walled || statement->unwalled_reason != nullptr)
        << statement->file << ":" << statement->line << " " << statement->name;
    EXPECT_FALSE(walled && statement->unwalled_reason != nullptr)
        << statement->name << " reads the wall and says that it does not";
  }
}

TEST_F(Statements, NoneComparesOrOrdersBySealedValues) {
  for (const StatementText* statement : All()) {
    const std::string text = statement->now;
    EXPECT_TRUE(absl::StartsWith(text, "INSERT") || !absl::StrContains(text, "sealed_"))
        << statement->name;
  }
  ASSERT_THAT(register_.reg().engine().Read([](sql::Session& session) {
    static constexpr StatementText kIndexes = {
        "test", 0, "indexes", "SELECT sql FROM sqlite_schema WHERE type = 'index'", ""};
    return session.Query(kIndexes, Plan::kNow, {}, [](const sql::Row& row) {
      EXPECT_FALSE(absl::StrContains(row.text(0), "sealed_")) << row.text(0);
      return absl::OkStatus();
    });
  }),
              IsOk());
}

// 20,000 cases in 30 missions; the caller sees one mission, which has 40 of them.
class SparseViewer : public Statements {
 protected:
  void SetUp() override {
    ASSERT_THAT(register_.store().WriteWindow(
                    {.viewer = storage::Viewer::System(),
                     .method = "test/Fill",
                     .request_id = "",
                     .now = absl::Now()},
                    [](storage::WriteTx& tx) -> absl::Status {
                      for (int i = 0; i < 20'000; ++i) {
                        v1::Case filler;
                        filler.set_mission(i % 500 == 0 ? "missions/SPARSE"
                                                        : absl::StrCat("missions/M", i % 29));
                        PROBITY_RETURN_IF_ERROR(tx.cases().Insert(filler).status());
                      }
                      return absl::OkStatus();
                    }),
                IsOk());
  }

  // Rows and visits of one page of ten.
  std::pair<int, int64_t> Page(const StatementText& statement, Plan plan) {
    int rows = 0;
    int64_t visited = 0;
    EXPECT_THAT(register_.reg().engine().Read([&](sql::Session& session) {
      const std::vector<sql::Param> params = {
          {"mission", absl::string_view("missions/SPARSE")},
          {"before", int64_t{1} << 60},
          {"received_from", std::monostate()},
          {"received_before", std::monostate()},
          {"state", int64_t{0}},
          {"limit", int64_t{10}},
          {"viewer_all", int64_t{0}},
          {"viewer_missions", absl::string_view("|missions/SPARSE|")},
          {"viewer_principal", absl::string_view("bo")},
          {"as_of", int64_t{1} << 60}};
      const absl::Status status = session.Query(statement, plan, params, [&rows](const sql::Row&) {
        ++rows;
        return absl::OkStatus();
      });
      visited = session.work().rows_visited;
      return status;
    }),
                IsOk());
    return {rows, visited};
  }
};

constexpr const StatementText& kOfMission = sql::Statement(sql::kCases, "list_cases_of_mission");
constexpr const StatementText& kOfAll = sql::Statement(sql::kCases, "list_cases");

TEST_F(SparseViewer, APageCostsWhatItHoldsNowAndInThePast) {
  for (const Plan plan : {Plan::kNow, Plan::kAsOf}) {
    const auto [rows, visited] = Page(kOfMission, plan);
    EXPECT_EQ(rows, 10);
    EXPECT_LE(visited, 20 * rows);
  }
}

// The control: through the order of all cases the same page would cost the cases of other missions.
TEST_F(SparseViewer, ThePageWouldCostTheWholeRegisterWithoutTheIndex) {
  const auto [rows, visited] = Page(kOfAll, Plan::kNow);
  EXPECT_EQ(rows, 10);
  EXPECT_GE(visited, 4'000);
}

}  // namespace
}  // namespace probity::test

// sql::Session: values, parameters, plans, errors, and what work is counted.
#include "tests/storage/engine/engine.h"

namespace probity::test {
namespace {

using absl::StatusCode;
using ::testing::ElementsAre;

constexpr auto kFill = MakeStatement(
    "fill",
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) "
    "INSERT INTO cases(id, mission, received, title) SELECT i, i % 400, i, 'case' FROM n");
constexpr auto kPage =
    MakeStatement("page",
                  "SELECT * FROM cases WHERE mission = :mission AND received > :after "
                  "ORDER BY received, id LIMIT :limit");
constexpr auto kPageByWrongIndex =
    MakeStatement("page_by_wrong_index",
                  "SELECT * FROM cases WHERE mission + 0 = :mission AND received > :after "
                  "ORDER BY received, id LIMIT :limit");
constexpr auto kScan = MakeStatement("scan", "SELECT id FROM cases WHERE title = :title");
constexpr auto kGet =
    MakeStatement("get", "SELECT title, sealed, mission FROM cases WHERE id = :id");
constexpr auto kPut = MakeStatement(
    "put", "INSERT INTO cases(id, title, sealed, mission) VALUES(:id, :title, :sealed, :mission)");
constexpr auto kDelete = MakeStatement("delete", "DELETE FROM cases WHERE id <= :id");
constexpr auto kCompare =
    MakeStatement("compare", "SELECT id FROM cases WHERE :any = 1 OR id = :id");
constexpr auto kWrong = MakeStatement("wrong", "SELECT nothing FROM nowhere");
constexpr auto kQuoted = MakeStatement("quoted", "SELECT \"not a column\" FROM cases");
constexpr auto kNoName = MakeStatement("no_name", "SELECT ?");
constexpr sql::StatementText kTwoPlans = {.file = "test",
                                          .line = 1,
                                          .name = "two_plans",
                                          .now = "SELECT id FROM cases WHERE id = :id",
                                          .as_of = "SELECT id FROM cases WHERE id = :as_of"};

class EngineSession : public EngineContract {
 protected:
  absl::Status Write(std::function<absl::Status(sql::Session&)> body) {
    return engine_->RunBatch({JobOf(std::move(body))}).front();
  }
  absl::Status Execute(const sql::StatementText& statement, std::vector<sql::Param> params) {
    return Write(
        [&](sql::Session& session) { return session.Execute(statement, params).status(); });
  }
  // Calls `each` for each row that `statement` gives; returns what that cost.
  sql::Work Query(const sql::StatementText& statement, std::vector<sql::Param> params,
                  std::function<void(const sql::Row&)> each, sql::Plan plan = sql::Plan::kNow) {
    sql::Work work;
    EXPECT_THAT(engine_->Read([&](sql::Session& session) {
      absl::Status queried = session.Query(statement, plan, params, [&](const sql::Row& row) {
        each(row);
        return absl::OkStatus();
      });
      work = session.work();
      return queried;
    }),
                IsOk());
    return work;
  }
  sql::Work WorkOf(const sql::StatementText& statement, std::vector<sql::Param> params,
                   int expected_rows) {
    int rows = 0;
    const sql::Work work = Query(statement, std::move(params), [&](const sql::Row&) { ++rows; });
    EXPECT_EQ(rows, expected_rows);
    return work;
  }

  std::unique_ptr<sql::Engine> engine_ = Open();
};

INSTANTIATE_TEST_SUITE_P(Engines, EngineSession, testing::ValuesIn(AllEngines()),
                         [](const auto& kind) { return kind.param.name; });

TEST_P(EngineSession, ValuesComeBackAsTheyWentIn) {
  const std::string bytes("\xff\x00\xfe", 3);
  constexpr int64_t kId = int64_t{-1} << 62;
  ASSERT_THAT(
      Execute(kPut,
              {{"id", kId}, {"title", "Sané"}, {"sealed", sql::Blob{bytes}}, {"mission", {}}}),
      IsOk());
  int rows = 0;
  Query(kGet, {{"id", kId}}, [&](const sql::Row& row) {
    ++rows;
    EXPECT_EQ(row.columns(), 3);
    EXPECT_EQ(row.column_name(1), "sealed");
    EXPECT_EQ(row.text(0), "Sané");
    EXPECT_EQ(row.bytes(1), bytes);
    EXPECT_TRUE(row.is_null(2));
    EXPECT_EQ(row.integer(2), 0);
    EXPECT_EQ(row.text(2), "");
    EXPECT_EQ(row.bytes(2), "");
  });
  EXPECT_EQ(rows, 1);
}

TEST_P(EngineSession, EmptyTextAndBytesAreNotNull) {
  ASSERT_THAT(Execute(kPut, {{"id", 2},
                             {"title", absl::string_view()},
                             {"sealed", sql::Blob{}},
                             {"mission", int64_t{-5}}}),
              IsOk());
  int rows = 0;
  Query(kGet, {{"id", 2}}, [&](const sql::Row& row) {
    ++rows;
    EXPECT_FALSE(row.is_null(0));
    EXPECT_FALSE(row.is_null(1));
    EXPECT_EQ(row.text(0), "");
    EXPECT_EQ(row.integer(2), -5);
  });
  EXPECT_EQ(rows, 1);
}

TEST_P(EngineSession, ANumberThatIsComparedWithASmallOneHasAllItsBits) {
  ASSERT_THAT(Execute(kPut, {{"id", 1}, {"title", ""}, {"sealed", {}}, {"mission", {}}}), IsOk());
  EXPECT_EQ(WorkOf(kCompare, {{"any", (int64_t{1} << 32) + 1}, {"id", 7}}, 0).statements, 1);
  EXPECT_EQ(WorkOf(kCompare, {{"any", int64_t{1}}, {"id", 7}}, 1).statements, 1);
}

TEST_P(EngineSession, AMissingParameterIsInternalAndASuperfluousOneIsIgnored) {
  EXPECT_THAT(Execute(kDelete, {}), FailsWith(StatusCode::kInternal));
  EXPECT_THAT(Execute(kDelete, {{"ID", 1}}), FailsWith(StatusCode::kInternal));
  EXPECT_THAT(Execute(kDelete, {{"id", 1}, {"other", 2}}), IsOk());
  EXPECT_THAT(Execute(kNoName, {{"", 1}}), FailsWith(StatusCode::kInternal));
}

TEST_P(EngineSession, AWrongStatementOrValueIsInternalAndStopsNothing) {
  const auto internal = FailsWith(StatusCode::kInternal);
  EXPECT_THAT(Execute(kWrong, {}), internal);
  EXPECT_THAT(Execute(kQuoted, {}), internal) << "a quoted word is no text";
  EXPECT_THAT(
      Execute(kPut, {{"id", 1}, {"title", sql::Blob{"\xff"}}, {"sealed", {}}, {"mission", {}}}),
      internal)
      << "bytes in a text column";
  EXPECT_FALSE(engine_->stopped());
  EXPECT_THAT(Execute(kPut, {{"id", 1}, {"title", ""}, {"sealed", {}}, {"mission", {}}}), IsOk());
  EXPECT_THAT(Execute(kGet, {{"id", 1}}), internal) << "rows that nobody takes";
}

TEST_P(EngineSession, NoErrorTextHoldsAValueOrSql) {
  const std::vector<sql::Param> params = {
      {"id", 1}, {"title", "Secret"}, {"sealed", {}}, {"mission", {}}};
  EXPECT_THAT(Execute(kPut, params), IsOk());
  EXPECT_EQ(Execute(kPut, params).ToString(absl::StatusToStringMode::kWithNoExtraData),
            "ALREADY_EXISTS: a row with this key exists");
}

TEST_P(EngineSession, EachPlanHasItsText) {
  for (const int64_t id : {1, 2}) {
    ASSERT_THAT(Execute(kPut, {{"id", id}, {"title", ""}, {"sealed", {}}, {"mission", {}}}),
                IsOk());
  }
  std::vector<int64_t> found;
  for (const sql::Plan plan : {sql::Plan::kNow, sql::Plan::kAsOf, sql::Plan::kNow}) {
    Query(
        kTwoPlans, {{"id", 1}, {"as_of", 2}},
        [&](const sql::Row& row) { found.push_back(row.integer(0)); }, plan);
  }
  EXPECT_THAT(found, ElementsAre(1, 2, 1));
}

TEST_P(EngineSession, TheFirstErrorOfTheCallerEndsTheQuery) {
  ASSERT_THAT(Execute(kFill, {}), IsOk());
  int rows = 0;
  EXPECT_THAT(engine_->Read([&](sql::Session& session) {
    return session.Query(kPage, sql::Plan::kNow, {{"mission", 3}, {"after", 0}, {"limit", 50}},
                         [&](const sql::Row&) -> absl::Status {
                           return ++rows == 3 ? absl::CancelledError("enough") : absl::OkStatus();
                         });
  }),
              FailsWith(StatusCode::kCancelled));
  EXPECT_EQ(rows, 3);
}

TEST_P(EngineSession, AStatementMayRunWithinItself) {
  ASSERT_THAT(Execute(kFill, {}), IsOk());
  const std::vector<sql::Param> params = {{"mission", 3}, {"after", 0}, {"limit", 2}};
  int rows = 0;
  EXPECT_THAT(engine_->Read([&](sql::Session& session) {
    return session.Query(kPage, sql::Plan::kNow, params, [&](const sql::Row&) {
      return session.Query(kPage, sql::Plan::kNow, params, [&](const sql::Row&) {
        ++rows;
        return absl::OkStatus();
      });
    });
  }),
              IsOk());
  EXPECT_EQ(rows, 4);
}

TEST_P(EngineSession, RowsVisitedTellAPageFromAScan) {
  engine_.reset();
  engine_ = Open({.readers = 1, .counts_rows = true});
  ASSERT_THAT(Execute(kFill, {}), IsOk());
  const auto& visits = GetParam().visits;
  const std::vector<sql::Param> page = {{"mission", 3}, {"after", 0}, {"limit", 40}};
  const sql::Work right = WorkOf(kPage, page, 40);
  EXPECT_EQ(right.statements, 1);
  EXPECT_GE(right.rows_visited, 40);
  EXPECT_LE(right.rows_visited, visits.page_of_40) << "the page costs what it holds";

  const sql::Work wrong = WorkOf(kPageByWrongIndex, page, 40);
  EXPECT_GE(wrong.rows_visited, 39 * 400) << "a range of the wrong index, no full scan";

  const sql::Work scan = WorkOf(kScan, {{"title", "none"}}, 0);
  EXPECT_GE(scan.rows_visited, 20'000);
  EXPECT_LE(scan.rows_visited, visits.scan_of_20000);

  const sql::Work one = WorkOf(kGet, {{"id", 5}}, 1);
  EXPECT_GE(one.rows_visited, 1);
  EXPECT_LE(one.rows_visited, visits.one_row);
}

TEST_P(EngineSession, RowsWrittenAreCounted) {
  sql::Work work;
  EXPECT_THAT(Write([&](sql::Session& session) {
                EXPECT_EQ(*session.Execute(kFill, {}), 20'000);
                EXPECT_EQ(*session.Execute(kDelete, {{"id", 10}}), 10);
                work = session.work();
                return absl::OkStatus();
              }),
              IsOk());
  EXPECT_EQ(work.statements, 2);
  EXPECT_EQ(work.rows_written, 20'000 + 10);
}

}  // namespace
}  // namespace probity::test

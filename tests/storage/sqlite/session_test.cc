#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "storage/sqlite/sqlite_engine.h"
#include "tests/storage/sqlite/fixture.h"

namespace probity::sqlite {
namespace {

const embed::EmbeddedFile kCaseSchema[] = {MakeMigration(
    "0001_case.sql",
    "CREATE TABLE cases(id INTEGER PRIMARY KEY, mission INTEGER, received INTEGER,"
    "  title TEXT, sealed BLOB, note ANY) STRICT;"
    "CREATE INDEX cases_by_mission ON cases(mission, received, id);"
    "CREATE INDEX cases_by_received ON cases(received, id);"
    "CREATE TABLE log(id INTEGER PRIMARY KEY) STRICT;"
    "CREATE TRIGGER logged AFTER DELETE ON cases BEGIN INSERT INTO log VALUES(old.id); END;")};

constexpr auto kFill = MakeStatement(
    "fill",
    "WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n WHERE i < 20000) "
    "INSERT INTO cases(id, mission, received, title) SELECT i, i % 400, i, 'case' FROM n");
constexpr auto kPage =
    MakeStatement("page",
                  "SELECT * FROM cases WHERE mission = :mission AND received > :after "
                  "ORDER BY received, id LIMIT :limit");
constexpr auto kPageByWrongIndex =
    MakeStatement("page_by_wrong_index",
                  "SELECT * FROM cases INDEXED BY cases_by_received WHERE mission = :mission "
                  "AND received > :after ORDER BY received, id LIMIT :limit");
constexpr auto kScan = MakeStatement("scan", "SELECT id FROM cases WHERE title = :title");
constexpr auto kGet = MakeStatement("get", "SELECT title, sealed, note FROM cases WHERE id = :id");
constexpr auto kPut = MakeStatement(
    "put", "INSERT INTO cases(id, title, sealed, note) VALUES(:id, :title, :sealed, :note)");
constexpr auto kDelete = MakeStatement("delete", "DELETE FROM cases WHERE id <= :id");
constexpr auto kWrong = MakeStatement("wrong", "SELECT nothing FROM nowhere");
constexpr auto kQuoted = MakeStatement("quoted", "SELECT \"not a column\" FROM cases");
constexpr auto kNoName = MakeStatement("no_name", "SELECT ?");

class SessionTest : public testing::Test {
 protected:
  SessionTest() {
    SqliteOptions options = EntryOptions(folder_.File("data.db"));
    options.migrations = kCaseSchema;
    engine_ = *SqliteEngine::Open(options);
  }
  absl::Status Write(std::function<absl::Status(sql::Session&)> body) {
    return engine_->RunBatch({JobOf(std::move(body))}).front();
  }
  absl::StatusCode Execute(const sql::StatementText& statement, std::vector<sql::Param> params) {
    return Write([&](sql::Session& session) { return session.Execute(statement, params).status(); })
        .code();
  }
  // Calls `each` for each row that `statement` gives; returns what that cost.
  sql::Work Query(const sql::StatementText& statement, std::vector<sql::Param> params,
                  std::function<void(const sql::Row&)> each) {
    sql::Work work;
    const absl::Status status = engine_->Read([&](sql::Session& session) {
      absl::Status queried = session.Query(statement, sql::Plan::kNow, params,
                                           [&](const sql::Row& row) -> absl::Status {
                                             each(row);
                                             return absl::OkStatus();
                                           });
      work = session.work();
      return queried;
    });
    EXPECT_TRUE(status.ok()) << status;
    return work;
  }
  sql::Work WorkOf(const sql::StatementText& statement, std::vector<sql::Param> params,
                   int expected_rows) {
    int rows = 0;
    const sql::Work work = Query(statement, std::move(params), [&](const sql::Row&) { ++rows; });
    EXPECT_EQ(rows, expected_rows);
    return work;
  }

  TempFolder folder_;
  std::unique_ptr<SqliteEngine> engine_;
};

TEST_F(SessionTest, ValuesComeBackAsTheyWentIn) {
  const std::string text("a\0b", 3);
  const std::string bytes("\xff\x00\xfe", 3);
  ASSERT_EQ(Execute(kPut, {{"id", 1}, {"title", text}, {"sealed", sql::Blob{bytes}}, {"note", {}}}),
            absl::StatusCode::kOk);
  int rows = 0;
  Query(kGet, {{"id", 1}}, [&](const sql::Row& row) {
    ++rows;
    EXPECT_EQ(row.columns(), 3);
    EXPECT_EQ(row.column_name(1), "sealed");
    EXPECT_EQ(row.text(0), text);
    EXPECT_EQ(row.bytes(1), bytes);
    EXPECT_TRUE(row.is_null(2));
    EXPECT_EQ(row.integer(2), 0);
    EXPECT_EQ(row.text(2), "");
    EXPECT_EQ(row.bytes(2), "");
  });
  EXPECT_EQ(rows, 1);
}

TEST_F(SessionTest, EmptyTextAndBytesAreNotNull) {
  ASSERT_EQ(Execute(kPut, {{"id", 2},
                           {"title", absl::string_view()},
                           {"sealed", sql::Blob{}},
                           {"note", int64_t{-5}}}),
            absl::StatusCode::kOk);
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

TEST_F(SessionTest, AMissingParameterIsInternalAndASuperfluousOneIsIgnored) {
  EXPECT_EQ(Execute(kDelete, {}), absl::StatusCode::kInternal);
  EXPECT_EQ(Execute(kDelete, {{"ID", 1}}), absl::StatusCode::kInternal);
  EXPECT_EQ(Execute(kDelete, {{"id", 1}, {"other", 2}}), absl::StatusCode::kOk);
  EXPECT_EQ(Execute(kNoName, {{"", 1}}), absl::StatusCode::kInternal);
}

TEST_F(SessionTest, AWrongStatementIsInternalAndStopsNothing) {
  EXPECT_EQ(Execute(kWrong, {}), absl::StatusCode::kInternal);
  EXPECT_EQ(Execute(kQuoted, {}), absl::StatusCode::kInternal) << "a quoted word is no text";
  EXPECT_EQ(Execute(kPut, {{"id", 1}, {"title", sql::Blob{"\xff"}}, {"sealed", {}}, {"note", {}}}),
            absl::StatusCode::kInternal)
      << "bytes in a text column";
  EXPECT_FALSE(engine_->stopped());
}

TEST_F(SessionTest, NoErrorTextHoldsAValueOrSql) {
  const std::vector<sql::Param> params = {
      {"id", 1}, {"title", "Secret"}, {"sealed", {}}, {"note", {}}};
  EXPECT_EQ(Execute(kPut, params), absl::StatusCode::kOk);
  const absl::Status again = engine_->RunBatch(
      {JobOf([&](sql::Session& session) { return session.Execute(kPut, params).status(); })})[0];
  EXPECT_EQ(again.ToString(absl::StatusToStringMode::kWithNoExtraData),
            "ALREADY_EXISTS: a row with this key exists");
}

TEST_F(SessionTest, TheFirstErrorOfTheCallerEndsTheQuery) {
  ASSERT_EQ(Execute(kFill, {}), absl::StatusCode::kOk);
  int rows = 0;
  const absl::Status status = engine_->Read([&](sql::Session& session) {
    return session.Query(kPage, sql::Plan::kNow, {{"mission", 3}, {"after", 0}, {"limit", 50}},
                         [&](const sql::Row&) -> absl::Status {
                           return ++rows == 3 ? absl::CancelledError("enough") : absl::OkStatus();
                         });
  });
  EXPECT_EQ(status.code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(rows, 3);
}

TEST_F(SessionTest, AStatementMayRunWithinItself) {
  ASSERT_EQ(Execute(kFill, {}), absl::StatusCode::kOk);
  const std::vector<sql::Param> params = {{"mission", 3}, {"after", 0}, {"limit", 2}};
  int rows = 0;
  const absl::Status status = engine_->Read([&](sql::Session& session) {
    return session.Query(kPage, sql::Plan::kNow, params, [&](const sql::Row&) {
      return session.Query(kPage, sql::Plan::kNow, params, [&](const sql::Row&) -> absl::Status {
        ++rows;
        return absl::OkStatus();
      });
    });
  });
  EXPECT_TRUE(status.ok());
  EXPECT_EQ(rows, 4);
}

TEST_F(SessionTest, RowsVisitedTellAPageFromAScan) {
  ASSERT_EQ(Execute(kFill, {}), absl::StatusCode::kOk);
  const std::vector<sql::Param> page = {{"mission", 3}, {"after", 0}, {"limit", 40}};
  const sql::Work right = WorkOf(kPage, page, 40);
  EXPECT_EQ(right.statements, 1);
  EXPECT_GE(right.rows_visited, 40);
  EXPECT_LE(right.rows_visited, 40 * 4) << "the right index: the page costs what it holds";

  const sql::Work wrong = WorkOf(kPageByWrongIndex, page, 40);
  EXPECT_GE(wrong.rows_visited, 39 * 400) << "a range of the wrong index, no full scan";

  const sql::Work scan = WorkOf(kScan, {{"title", "none"}}, 0);
  EXPECT_GE(scan.rows_visited, 20'000);
  EXPECT_LE(scan.rows_visited, 20'000 * 3);
  EXPECT_LE(WorkOf(kGet, {{"id", 5}}, 1).rows_visited, 10);
}

TEST_F(SessionTest, RowsWrittenCountThoseOfTriggersToo) {
  sql::Work work;
  const absl::Status status = Write([&](sql::Session& session) {
    EXPECT_EQ(*session.Execute(kFill, {}), 20'000);
    EXPECT_EQ(*session.Execute(kDelete, {{"id", 10}}), 10);
    work = session.work();
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok());
  EXPECT_EQ(work.statements, 2);
  EXPECT_EQ(work.rows_written, 20'000 + 10 + 10);
}

}  // namespace
}  // namespace probity::sqlite

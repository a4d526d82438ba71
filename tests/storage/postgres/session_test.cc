#include "storage/postgres/pg_session.h"
#include "tests/storage/postgres/fixture.h"

namespace probity::postgres {
namespace {

using absl::StatusCode;

const embed::EmbeddedFile kCaseSchema[] = {
    MakeMigration("0001_case.sql",
                  "CREATE TABLE cases(id bigint PRIMARY KEY, mission bigint, received bigint,"
                  "  title text COLLATE \"C\", sealed bytea);"
                  "CREATE INDEX cases_by_mission ON cases(mission, received, id);"
                  "CREATE INDEX cases_by_received ON cases(received, id);")};

constexpr auto kFill = MakeStatement("fill",
                                     "INSERT INTO cases(id, mission, received, title) SELECT i, "
                                     "i % 400, i, 'case' FROM generate_series(1, 20000) AS i");
constexpr auto kPage =
    MakeStatement("page",
                  "SELECT * FROM cases WHERE mission = :mission AND received > :after "
                  "ORDER BY received, id LIMIT :limit");
constexpr auto kPageByWrongIndex =
    MakeStatement("page_by_wrong_index",
                  "SELECT * FROM cases WHERE mission + 0 = :mission "
                  "AND received > :after ORDER BY received, id LIMIT :limit");
constexpr auto kScan = MakeStatement("scan", "SELECT id FROM cases WHERE title = :title");
constexpr auto kGet =
    MakeStatement("get", "SELECT title, sealed, mission FROM cases WHERE id = :id");
constexpr auto kPut = MakeStatement(
    "put", "INSERT INTO cases(id, title, sealed, mission) VALUES(:id, :title, :sealed, :mission)");
constexpr auto kDelete = MakeStatement("delete", "DELETE FROM cases WHERE id <= :id");
constexpr auto kCompare =
    MakeStatement("compare", "SELECT id FROM cases WHERE :any = 1 OR id = :id");
constexpr auto kWrong = MakeStatement("wrong", "SELECT nothing FROM nowhere");

class PostgresSession : public PostgresTest {
 protected:
  PostgresSession() {
    PgOptions options = Options();
    options.migrations = kCaseSchema;
    options.clock = nullptr;
    options.count = Count::kRowsToo;
    engine_ = Open(options);
  }
  absl::Status Write(std::function<absl::Status(sql::Session&)> body) {
    return engine_->RunBatch({JobOf(std::move(body))}).front();
  }
  absl::Status Execute(const sql::StatementText& statement, std::vector<sql::Param> params) {
    return Write(
        [&](sql::Session& session) { return session.Execute(statement, params).status(); });
  }
  sql::Work Query(const sql::StatementText& statement, std::vector<sql::Param> params,
                  std::function<void(const sql::Row&)> each) {
    sql::Work work;
    EXPECT_THAT(engine_->Read([&](sql::Session& session) {
      absl::Status queried =
          session.Query(statement, sql::Plan::kNow, params, [&](const sql::Row& row) {
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

  std::unique_ptr<PgEngine> engine_;
};

TEST_F(PostgresSession, ValuesComeBackAsTheyWentIn) {
  const std::string bytes("\xff\x00\xfe", 3);
  ASSERT_THAT(Execute(kPut, {{"id", int64_t{-1} << 62},
                             {"title", "Sané"},
                             {"sealed", sql::Blob{bytes}},
                             {"mission", {}}}),
              IsOk());
  int rows = 0;
  Query(kGet, {{"id", int64_t{-1} << 62}}, [&](const sql::Row& row) {
    ++rows;
    EXPECT_EQ(row.columns(), 3);
    EXPECT_EQ(row.column_name(1), "sealed");
    EXPECT_EQ(row.text(0), "Sané");
    EXPECT_EQ(row.bytes(1), bytes);
    EXPECT_TRUE(row.is_null(2));
    EXPECT_EQ(row.integer(2), 0);
    EXPECT_EQ(row.text(2), "");
  });
  EXPECT_EQ(rows, 1);
}

TEST_F(PostgresSession, EmptyTextAndBytesAreNotNull) {
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

TEST_F(PostgresSession, ANumberThatIsComparedWithASmallOneHasAllItsBits) {
  ASSERT_THAT(Execute(kPut, {{"id", 1}, {"title", ""}, {"sealed", {}}, {"mission", {}}}), IsOk());
  EXPECT_EQ(WorkOf(kCompare, {{"any", (int64_t{1} << 32) + 1}, {"id", 7}}, 0).statements, 1);
  EXPECT_EQ(WorkOf(kCompare, {{"any", int64_t{1}}, {"id", 7}}, 1).statements, 1);
}

TEST_F(PostgresSession, AMissingParameterIsInternalAndASuperfluousOneIsIgnored) {
  EXPECT_THAT(Execute(kDelete, {}), FailsWith(StatusCode::kInternal));
  EXPECT_THAT(Execute(kDelete, {{"ID", 1}}), FailsWith(StatusCode::kInternal));
  EXPECT_THAT(Execute(kDelete, {{"id", 1}, {"other", 2}}), IsOk());
}

TEST_F(PostgresSession, AWrongStatementOrValueIsInternalAndStopsNothing) {
  const auto internal = FailsWith(StatusCode::kInternal);
  EXPECT_THAT(Execute(kWrong, {}), internal);
  EXPECT_THAT(Execute(kDelete, {{"id", absl::string_view("1")}}), internal);
  EXPECT_THAT(
      Execute(kPut, {{"id", 1}, {"title", sql::Blob{"x"}}, {"sealed", {}}, {"mission", {}}}),
      internal);
  EXPECT_THAT(Execute(kPut, {{"id", 1}, {"title", 5}, {"sealed", {}}, {"mission", {}}}), internal);
  EXPECT_THAT(Execute(kDelete, {{"id", 1}}), IsOk());
}

TEST_F(PostgresSession, ATextWithTheCharacterZeroIsRefused) {
  EXPECT_THAT(
      Execute(
          kPut,
          {{"id", 1}, {"title", absl::string_view("a\0b", 3)}, {"sealed", {}}, {"mission", {}}}),
      Fails(StatusCode::kInvalidArgument, v1::ERROR_REASON_INVALID_TEXT));
}

TEST_F(PostgresSession, NoErrorTextHoldsAValueOrSql) {
  const std::vector<sql::Param> params = {
      {"id", 1}, {"title", "Secret"}, {"sealed", {}}, {"mission", {}}};
  EXPECT_THAT(Execute(kPut, params), IsOk());
  EXPECT_EQ(Execute(kPut, params).ToString(absl::StatusToStringMode::kWithNoExtraData),
            "ALREADY_EXISTS: a row with this key exists");
}

TEST_F(PostgresSession, TheFirstErrorOfTheCallerEndsTheQuery) {
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

TEST_F(PostgresSession, AStatementMayRunWithinItself) {
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

TEST_F(PostgresSession, RowsVisitedTellAPageFromAScan) {
  ASSERT_THAT(Execute(kFill, {}), IsOk());
  const std::vector<sql::Param> page = {{"mission", 3}, {"after", 0}, {"limit", 40}};
  const sql::Work right = WorkOf(kPage, page, 40);
  EXPECT_EQ(right.statements, 1);
  EXPECT_GE(right.rows_visited, 40);
  EXPECT_LE(right.rows_visited, 41) << "the right index: the page costs what it holds";
  const sql::Work wrong = WorkOf(kPageByWrongIndex, page, 40);
  EXPECT_GE(wrong.rows_visited, 39 * 400) << "a range of the wrong index";
  EXPECT_GE(WorkOf(kScan, {{"title", "none"}}, 0).rows_visited, 20'000);
  EXPECT_EQ(WorkOf(kGet, {{"id", 5}}, 1).rows_visited, 1);
}

TEST_F(PostgresSession, RowsWrittenAreCounted) {
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
}  // namespace probity::postgres

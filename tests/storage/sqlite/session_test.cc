// What sessions of this engine have beyond those of every engine (tests/storage/engine).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "storage/sqlite/sqlite_engine.h"
#include "tests/storage/sqlite/fixture.h"
#include "tests/support/status_matchers.h"

namespace probity::sqlite {
namespace {

using test::IsOk;

const embed::EmbeddedFile kLoggedSchema[] = {MakeMigration(
    "0001_logged.sql",
    "CREATE TABLE logged(id INTEGER PRIMARY KEY, title TEXT, note ANY) STRICT;"
    "CREATE TABLE log(id INTEGER PRIMARY KEY) STRICT;"
    "CREATE TRIGGER logs AFTER DELETE ON logged BEGIN INSERT INTO log VALUES(old.id); END;")};

constexpr auto kFill =
    MakeStatement("fill",
                  "WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n WHERE i < 100) "
                  "INSERT INTO logged(id, title) SELECT i, 'text' FROM n");
constexpr auto kPut =
    MakeStatement("put", "INSERT INTO logged(id, title, note) VALUES(1, :title, :note)");
constexpr auto kGet = MakeStatement("get", "SELECT title, note FROM logged");
constexpr auto kDelete = MakeStatement("delete", "DELETE FROM logged WHERE id <= :id");

class SessionTest : public testing::Test {
 protected:
  SessionTest() {
    SqliteOptions options = EntryOptions(folder_.File("data.db"));
    options.migrations = kLoggedSchema;
    engine_ = *SqliteEngine::Open(options);
  }
  absl::Status Write(std::function<absl::Status(sql::Session&)> body) {
    return engine_->RunBatch({JobOf(std::move(body))}).front();
  }

  TempFolder folder_;
  std::unique_ptr<SqliteEngine> engine_;
};

TEST_F(SessionTest, ATextWithTheCharacterZeroComesBackAsItWentIn) {
  const std::string text("a\0b", 3);
  std::vector<std::string> found;
  EXPECT_THAT(
      Write([&](sql::Session& session) -> absl::Status {
        EXPECT_THAT(session.Execute(kPut, {{"title", text}, {"note", int64_t{-5}}}), IsOk());
        return session.Query(kGet, sql::Plan::kNow, {}, [&](const sql::Row& row) {
          found.emplace_back(row.text(0));
          EXPECT_EQ(row.integer(1), -5) << "of a column without a type";
          return absl::OkStatus();
        });
      }),
      IsOk());
  EXPECT_THAT(found, testing::ElementsAre(text));
}

TEST_F(SessionTest, RowsWrittenCountThoseOfTriggersToo) {
  sql::Work work;
  EXPECT_THAT(Write([&](sql::Session& session) {
                EXPECT_EQ(*session.Execute(kFill, {}), 100);
                EXPECT_EQ(*session.Execute(kDelete, {{"id", 10}}), 10);
                work = session.work();
                return absl::OkStatus();
              }),
              IsOk());
  EXPECT_EQ(work.statements, 2);
  EXPECT_EQ(work.rows_written, 100 + 10 + 10);
}

}  // namespace
}  // namespace probity::sqlite

#include "tests/storage/sqlite/inspect.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "storage/sqlite/sqlite_engine.h"
#include "tests/storage/sqlite/fixture.h"

namespace probity::sqlite {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr sql::StatementText kById = {
    .file = "test",
    .line = 1,
    .name = "by_id",
    .now = "SELECT body FROM entry WHERE id = :id",
    .as_of = "SELECT body FROM entry WHERE body = :id",
};
constexpr auto kWithin = MakeStatement(
    "within",
    "SELECT id FROM entry e WHERE id = :id AND EXISTS (SELECT 1 FROM twin t WHERE t.id = e.id)");
constexpr auto kAdd = MakeStatement("add", "INSERT INTO entry(id, body) VALUES(:id, :body)");
constexpr auto kMove = MakeStatement("move", "INSERT INTO twin(id) SELECT id FROM entry");
constexpr auto kWrong = MakeStatement("wrong", "SELECT 1 FROM nowhere");

class InspectTest : public testing::Test {
 protected:
  Inspection InspectThe(const sql::StatementText& text, sql::Plan plan = sql::Plan::kNow) {
    auto inspection = Inspect(engine_->reader_options(), text, plan);
    EXPECT_TRUE(inspection.ok()) << inspection.status();
    return *std::move(inspection);
  }

  TempFolder folder_;
  std::unique_ptr<SqliteEngine> engine_ =
      *SqliteEngine::Open(EntryOptions(folder_.File("data.db")));
};

TEST_F(InspectTest, ThePlanTellsASearchFromAScan) {
  const Inspection search = InspectThe(kById);
  EXPECT_THAT(search.plan, ElementsAre(HasSubstr("SEARCH entry")));
  EXPECT_FALSE(search.scans());
  const Inspection scan = InspectThe(kById, sql::Plan::kAsOf);
  EXPECT_THAT(scan.plan, ElementsAre(HasSubstr("SCAN entry")));
  EXPECT_TRUE(scan.scans());
}

TEST_F(InspectTest, TheTablesOfSubqueriesAreListedToo) {
  const Inspection inspection = InspectThe(kWithin);
  EXPECT_THAT(inspection.reads, ElementsAre("entry", "twin"));
  EXPECT_THAT(inspection.writes, IsEmpty());
}

TEST_F(InspectTest, WritesAreListedWithoutBeingDone) {
  EXPECT_THAT(InspectThe(kAdd).writes, ElementsAre("entry"));
  const Inspection move = InspectThe(kMove);
  EXPECT_THAT(move.writes, ElementsAre("twin"));
  EXPECT_THAT(move.reads, ElementsAre("entry"));
  EXPECT_THAT(*Integers(*engine_, kEntries), IsEmpty());
}

TEST_F(InspectTest, AWrongStatementIsInternal) {
  EXPECT_EQ(Inspect(engine_->reader_options(), kWrong, sql::Plan::kNow).status().code(),
            absl::StatusCode::kInternal);
}

}  // namespace
}  // namespace probity::sqlite

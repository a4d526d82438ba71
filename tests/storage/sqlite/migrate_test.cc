#include "storage/sqlite/migrate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "storage/sqlite/migrations.h"
#include "storage/sqlite/sqlite_engine.h"
#include "tests/storage/sqlite/fixture.h"

namespace probity::sqlite {
namespace {

using ::testing::ElementsAre;

const embed::EmbeddedFile kFirst =
    MakeMigration("0001_word.sql",
                  "CREATE TABLE word(id INTEGER PRIMARY KEY, text TEXT) STRICT;"
                  "INSERT INTO word VALUES(1, 'one');");
const embed::EmbeddedFile kSecond =
    MakeMigration("0002_more.sql", "INSERT INTO word SELECT id + 1, text || '+' FROM word;");
constexpr auto kWords = MakeStatement("words", "SELECT id FROM word ORDER BY id");

class MigrateTest : public testing::Test {
 protected:
  absl::StatusCode Open(const std::vector<embed::EmbeddedFile>& migrations) {
    engine_.reset();
    SqliteOptions options = EntryOptions(folder_.File("data.db"));
    options.migrations = migrations;
    auto engine = SqliteEngine::Open(options);
    if (!engine.ok()) return engine.status().code();
    engine_ = *std::move(engine);
    return absl::StatusCode::kOk;
  }

  TempFolder folder_;
  std::unique_ptr<SqliteEngine> engine_;
};

TEST_F(MigrateTest, AFileGetsWhatItLacksOnce) {
  EXPECT_EQ(Open({kFirst}), absl::StatusCode::kOk);
  EXPECT_THAT(*Integers(*engine_, kWords), ElementsAre(1));
  EXPECT_EQ(Open({kFirst, kSecond}), absl::StatusCode::kOk);
  EXPECT_THAT(*Integers(*engine_, kWords), ElementsAre(1, 2));
  EXPECT_EQ(Open({kFirst, kSecond}), absl::StatusCode::kOk);
  EXPECT_THAT(*Integers(*engine_, kWords), ElementsAre(1, 2));
}

TEST_F(MigrateTest, AFileNewerThanTheProgramIsRefusedUntouched) {
  EXPECT_EQ(Open({kFirst, kSecond}), absl::StatusCode::kOk);
  EXPECT_EQ(Open({kFirst}), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(Open({kFirst, kSecond}), absl::StatusCode::kOk);
  EXPECT_THAT(*Integers(*engine_, kWords), ElementsAre(1, 2));
}

TEST_F(MigrateTest, AFailingMigrationLeavesTheVersionBeforeIt) {
  const embed::EmbeddedFile broken = MakeMigration(
      "0002_broken.sql", "INSERT INTO word VALUES(7, 'half'); INSERT INTO nowhere VALUES(1);");
  EXPECT_EQ(Open({kFirst, broken}), absl::StatusCode::kInternal);
  EXPECT_EQ(Open({kFirst, kSecond}), absl::StatusCode::kOk);
  EXPECT_THAT(*Integers(*engine_, kWords), ElementsAre(1, 2));
}

TEST_F(MigrateTest, AMigrationCannotEndItsTransaction) {
  EXPECT_EQ(Open({MakeMigration("0001_commit.sql", "CREATE TABLE a(id INTEGER); COMMIT;")}),
            absl::StatusCode::kInternal);
}

TEST_F(MigrateTest, NumbersHaveNoGapAndNoOtherOrder) {
  const std::vector<embed::EmbeddedFile> good = {kFirst, kSecond};
  EXPECT_TRUE(sql::CheckNumbers({}).ok());
  EXPECT_TRUE(sql::CheckNumbers(good).ok());
  for (const std::vector<embed::EmbeddedFile>& wrong :
       std::vector<std::vector<embed::EmbeddedFile>>{{kSecond},
                                                     {kSecond, kFirst},
                                                     {kFirst, kFirst},
                                                     {kFirst, MakeMigration("0003_gap.sql", "")},
                                                     {MakeMigration("1_short.sql", "")}}) {
    EXPECT_FALSE(sql::CheckNumbers(wrong).ok());
  }
  EXPECT_EQ(Open({kSecond}), absl::StatusCode::kInternal);
}

TEST_F(MigrateTest, TheMigrationsOfTheRegisterCanAllBeApplied) {
  EXPECT_TRUE(sql::CheckNumbers(kMigrations).ok());
  EXPECT_EQ(Open({std::begin(kMigrations), std::end(kMigrations)}), absl::StatusCode::kOk);
}

}  // namespace
}  // namespace probity::sqlite

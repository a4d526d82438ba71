#include "storage/postgres/migrate.h"

#include <future>

#include "storage/postgres/key_migrations.h"
#include "storage/postgres/migrations.h"
#include "tests/storage/postgres/fixture.h"

namespace probity::postgres {
namespace {

using absl::StatusCode;
using ::testing::ElementsAre;

const embed::EmbeddedFile kFirst = MakeMigration(
    "0001_word.sql",
    "CREATE TABLE word(id bigint PRIMARY KEY, text text); INSERT INTO word VALUES(1, 'one')");
const embed::EmbeddedFile kSecond =
    MakeMigration("0002_more.sql", "INSERT INTO word SELECT id + 1, text || '+' FROM word");
constexpr auto kWords = MakeStatement("words", "SELECT id FROM word ORDER BY id");

class PostgresMigrate : public PostgresTest {
 protected:
  StatusCode Open(const std::vector<embed::EmbeddedFile>& migrations,
                  Schema schema = Schema::kData) {
    engine_.reset();
    PgOptions options = Options();
    options.migrations = migrations;
    options.clock = nullptr;
    options.schema = schema;
    auto engine = PgEngine::Open(options);
    if (!engine.ok()) return engine.status().code();
    engine_ = *std::move(engine);
    return kOk;
  }

  std::unique_ptr<PgEngine> engine_;
};

TEST_F(PostgresMigrate, ADatabaseGetsWhatItLacksOnce) {
  EXPECT_EQ(Open({kFirst}), kOk);
  EXPECT_THAT(*Integers(*engine_, kWords), ElementsAre(1));
  for (int start = 0; start < 2; ++start) {
    EXPECT_EQ(Open({kFirst, kSecond}), kOk);
    EXPECT_THAT(*Integers(*engine_, kWords), ElementsAre(1, 2));
  }
}

// As README.md has it. Without the order the sample rows would break a key, or meet those of a
// register.
TEST_F(PostgresMigrate, ATableIsAddedToARegisterWithRowsAndTheServerKnowsItsShape) {
  const embed::EmbeddedFile first =
      MakeMigration("0001_entities.sql",
                    "CREATE TABLE entities(id bigint PRIMARY KEY); INSERT INTO entities VALUES(1)");
  const embed::EmbeddedFile second = MakeMigration(
      "0002_notes.sql",
      "CREATE TABLE notes(id bigint NOT NULL, from_seq bigint NOT NULL, to_seq bigint,"
      "  PRIMARY KEY(id, from_seq));"
      "INSERT INTO notes(id, from_seq) SELECT g, g FROM generate_series(1, 200) AS g;"
      "ANALYZE notes; SAVEPOINT looked_at; TRUNCATE notes; RELEASE SAVEPOINT looked_at;"
      "ALTER TABLE notes ADD FOREIGN KEY(id) REFERENCES entities(id)");
  EXPECT_EQ(Open({first}), kOk);
  EXPECT_EQ(Open({first, second}), kOk);
  EXPECT_THAT(database_.Sql("SELECT count(*) FROM notes"), ElementsAre("0"));
  EXPECT_THAT(
      database_.Sql("SELECT null_frac FROM pg_stats WHERE tablename = 'notes' AND attname = "
                    "'to_seq'"),
      ElementsAre("1"));
  static constexpr auto kPut =
      MakeStatement("put_note", "INSERT INTO notes (id, from_seq) VALUES (:id, :from_seq)");
  const auto put = [](int64_t id) {
    return JobOf([id](sql::Session& session) {
      return session.Execute(kPut, {{{"id", id}, {"from_seq", int64_t{1}}}}).status();
    });
  };
  EXPECT_THAT(RunAll(*engine_, {put(1), put(2)}),
              ElementsAre(kOk, StatusCode::kFailedPrecondition));
}

TEST_F(PostgresMigrate, ADatabaseNewerThanTheProgramIsRefusedUntouched) {
  EXPECT_EQ(Open({kFirst, kSecond}), kOk);
  EXPECT_EQ(Open({kFirst}), StatusCode::kFailedPrecondition);
  EXPECT_EQ(Open({kFirst, kSecond}), kOk);
  EXPECT_THAT(*Integers(*engine_, kWords), ElementsAre(1, 2));
}

TEST_F(PostgresMigrate, AFailingMigrationLeavesTheVersionBeforeIt) {
  const embed::EmbeddedFile broken = MakeMigration(
      "0002_broken.sql", "INSERT INTO word VALUES(7, 'half'); INSERT INTO nowhere VALUES(1);");
  EXPECT_EQ(Open({kFirst, broken}), StatusCode::kInternal);
  EXPECT_EQ(Open({kFirst, kSecond}), kOk);
  EXPECT_THAT(*Integers(*engine_, kWords), ElementsAre(1, 2));
}

TEST_F(PostgresMigrate, AMigrationCannotEndItsTransaction) {
  EXPECT_EQ(Open({MakeMigration("0001_commit.sql", "CREATE TABLE a(id bigint); COMMIT;")}),
            StatusCode::kInternal);
}

TEST_F(PostgresMigrate, ServersThatStartTogetherTakeTurns) {
  const std::vector<embed::EmbeddedFile> both = {kFirst, kSecond};
  PgOptions options = Options();
  options.migrations = both;
  options.clock = nullptr;
  std::vector<std::future<StatusCode>> starts;
  for (int i = 0; i < 4; ++i) {
    starts.push_back(std::async(std::launch::async,
                                [&options] { return PgEngine::Open(options).status().code(); }));
  }
  for (auto& start : starts) EXPECT_EQ(start.get(), kOk);
  EXPECT_EQ(Open(both), kOk);
  EXPECT_THAT(*Integers(*engine_, kWords), ElementsAre(1, 2));
}

TEST_F(PostgresMigrate, KeysAndDataAreNeverTakenForEachOther) {
  EXPECT_EQ(Open({kFirst}, Schema::kKeys), kOk);
  EXPECT_EQ(Open({kFirst}, Schema::kData), StatusCode::kFailedPrecondition);
  EXPECT_EQ(Open({kFirst}, Schema::kKeys), kOk);
}

TEST_F(PostgresMigrate, TheMigrationsOfTheRegisterCanAllBeApplied) {
  EXPECT_EQ(Open({std::begin(kMigrations), std::end(kMigrations)}), kOk);
  EXPECT_THAT(sql::CheckNumbers(kKeyMigrations), IsOk());
}

}  // namespace
}  // namespace probity::postgres

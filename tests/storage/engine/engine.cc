#include "tests/storage/engine/engine.h"

#include <utility>

#include "tests/storage/postgres/fixture.h"
#include "tests/storage/sqlite/fixture.h"

namespace probity::test {
namespace {

constexpr char kIndexes[] =
    "CREATE INDEX cases_by_mission ON cases(mission, received, id);"
    "CREATE INDEX cases_by_received ON cases(received, id);";

// Of a schema of entries and one of cases, in an engine's own types.
class Migrations {
 public:
  Migrations(embed::EmbeddedFile entries, const std::string& cases)
      : cases_(cases + kIndexes), all_{entries, MakeMigration("0002_cases.sql", cases_.c_str())} {}
  Migrations(const Migrations&) = delete;
  Migrations& operator=(const Migrations&) = delete;
  const std::vector<embed::EmbeddedFile>& all() const { return all_; }

 private:
  const std::string cases_;
  const std::vector<embed::EmbeddedFile> all_;
};

template <typename Engine, typename Options>
std::unique_ptr<sql::Engine> OpenEngine(const Options& options) {
  absl::StatusOr<std::unique_ptr<Engine>> engine = Engine::Open(options);
  EXPECT_THAT(engine, IsOk());
  return engine.ok() ? *std::move(engine) : nullptr;
}

class SqliteDatabase final : public EngineDatabase {
 public:
  std::unique_ptr<sql::Engine> Open(const EngineOptions& given) override {
    sqlite::SqliteOptions options = sqlite::EntryOptions(folder_.File("data.db"));
    options.migrations = migrations_.all();
    options.readers = given.readers;
    options.now = given.now;
    return OpenEngine<sqlite::SqliteEngine>(options);
  }

 private:
  const sqlite::TempFolder folder_;
  const Migrations migrations_{
      sqlite::kEntrySchema[0],
      "CREATE TABLE cases(id INTEGER PRIMARY KEY, mission INTEGER, received INTEGER, title TEXT,"
      "  sealed BLOB) STRICT;"};
};

class PostgresEngineDatabase final : public EngineDatabase {
 public:
  std::unique_ptr<sql::Engine> Open(const EngineOptions& given) override {
    postgres::PgOptions options = postgres::EntryOptions(database_.conninfo());
    options.migrations = migrations_.all();
    options.readers = given.readers;
    options.now = given.now;
    options.longest_read = kLongestRead;
    if (given.counts_rows) options.count = postgres::Count::kRowsToo;
    return OpenEngine<postgres::PgEngine>(options);
  }
  // It looks at its clock every few milliseconds only.
  static constexpr absl::Duration kLongestRead = absl::Milliseconds(100);

 private:
  const PostgresDatabase database_;
  const Migrations migrations_{
      postgres::kEntrySchema[0],
      "CREATE TABLE cases(id bigint PRIMARY KEY, mission bigint, received bigint,"
      "  title text COLLATE \"C\", sealed bytea);"};
};

}  // namespace

void PrintTo(const EngineKind& kind, std::ostream* out) { *out << kind.name; }

std::vector<EngineKind> AllEngines() {
  return {{.name = "Sqlite",
           .make = [] { return std::make_unique<SqliteDatabase>(); },
           .longest_read = sqlite::SqliteOptions().longest_read,
           .visits = {.one_row = 10, .page_of_40 = 160, .scan_of_20000 = 60'000},
           .told_of_a_key_twice = {absl::StatusCode::kAlreadyExists}},
          {.name = "Postgres",
           .make = [] { return std::make_unique<PostgresEngineDatabase>(); },
           .longest_read = PostgresEngineDatabase::kLongestRead,
           .visits = {.one_row = 1, .page_of_40 = 41, .scan_of_20000 = 20'000},
           .told_of_a_key_twice = {kOk, absl::StatusCode::kAlreadyExists}}};
}

}  // namespace probity::test

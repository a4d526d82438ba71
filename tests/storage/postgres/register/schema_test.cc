// Both engines have the same tables, columns, classes of types and indexes.
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/postgres/key_migrations.h"
#include "storage/postgres/migrations.h"
#include "storage/postgres/pg_engine.h"
#include "storage/sqlite/key_migrations.h"
#include "storage/sqlite/migrations.h"
#include "storage/sqlite/sqlite_engine.h"
#include "tests/support/entries.h"
#include "tests/support/postgres/cluster.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_folder.h"

namespace probity::test {
namespace {

constexpr auto kSqliteColumns =
    MakeStatement("columns",
                  "SELECT t.name || '.' || c.name || ' ' || c.type "
                  "FROM sqlite_schema t JOIN pragma_table_info(t.name) c "
                  "WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' ORDER BY t.name, c.cid");
constexpr auto kPostgresColumns = MakeStatement(
    "columns",
    "SELECT c.table_name || '.' || c.column_name || ' ' || CASE "
    "  WHEN c.data_type = 'bigint' THEN 'INTEGER' WHEN c.data_type = 'bytea' THEN 'BLOB' "
    "  WHEN c.data_type = 'text' AND c.collation_name = 'C' THEN 'TEXT' ELSE c.data_type END "
    "FROM information_schema.columns c "
    "WHERE c.table_schema = current_schema() AND c.table_name <> 'schema_version' "
    "ORDER BY c.table_name COLLATE \"C\", c.ordinal_position");

// Of an index: unique or not, its columns in their order, and whether it is of live rows alone.
constexpr auto kSqliteIndexes =
    MakeStatement("indexes",
                  "SELECT l.name || ' ' || l.\"unique\" || ' ' || l.partial || ' ' || "
                  "  (SELECT group_concat(i.name) FROM pragma_index_info(l.name) i) "
                  "FROM sqlite_schema t JOIN pragma_index_list(t.name) l "
                  "WHERE t.type = 'table' AND l.origin = 'c' ORDER BY l.name");
constexpr auto kPostgresIndexes =
    MakeStatement("indexes",
                  "SELECT n.relname || ' ' || i.indisunique::int || ' ' || (i.indpred IS NOT "
                  "NULL)::int || ' ' || "
                  "  (SELECT string_agg(a.attname, ',' ORDER BY k.place) "
                  "   FROM unnest(i.indkey) WITH ORDINALITY AS k (number, place) "
                  "   JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number) "
                  "FROM pg_index i JOIN pg_class n ON n.oid = i.indexrelid "
                  "WHERE n.relnamespace = current_schema()::regnamespace AND NOT i.indisprimary "
                  "ORDER BY n.relname COLLATE \"C\"");

class PostgresSchemas : public testing::Test {
 protected:
  static std::vector<std::string> Texts(sql::Engine& engine, const sql::StatementText& statement) {
    std::vector<std::string> texts;
    EXPECT_THAT(engine.Read([&](sql::Session& session) {
      return session.Query(statement, sql::Plan::kNow, {}, [&](const sql::Row& row) {
        texts.emplace_back(row.text(0));
        return absl::OkStatus();
      });
    }),
                IsOk());
    return texts;
  }

  void ExpectAlike(sql::Migrations sqlite, sql::Migrations postgres, size_t columns) {
    sqlite::SqliteOptions file;
    file.path = folder_.File("data.db");
    file.migrations = sqlite;
    const auto embedded = sqlite::SqliteEngine::Open(file);
    ASSERT_THAT(embedded, IsOk());
    postgres::PgOptions server;
    server.conninfo = database_.conninfo();
    server.migrations = postgres;
    server.accepts_unsafe_server = true;
    const auto served = postgres::PgEngine::Open(server);
    ASSERT_THAT(served, IsOk());
    EXPECT_EQ(Texts(**served, kPostgresColumns), Texts(**embedded, kSqliteColumns));
    EXPECT_GE(Texts(**served, kPostgresColumns).size(), columns);
    EXPECT_EQ(Texts(**served, kPostgresIndexes), Texts(**embedded, kSqliteIndexes));
    ASSERT_EQ(sqlite.size(), postgres.size());
    for (size_t i = 0; i < sqlite.size(); ++i) EXPECT_STREQ(sqlite[i].name, postgres[i].name);
  }

  TempFolder folder_;
  PostgresDatabase database_;
};

TEST_F(PostgresSchemas, OfTheDataAreAlike) {
  ExpectAlike(sqlite::kMigrations, postgres::kMigrations, 150);
}

TEST_F(PostgresSchemas, OfTheKeysAreAlike) {
  ExpectAlike(sqlite::kKeyMigrations, postgres::kKeyMigrations, 8);
}

}  // namespace
}  // namespace probity::test

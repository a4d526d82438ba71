// Both engines have the same tables, columns, classes of types, keys, checks and indexes.
#include <initializer_list>
#include <memory>
#include <set>
#include <string>
#include <utility>
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

// The same question to both catalogues, and the same words for an answer.
struct Aspect {
  const char* name;
  sql::StatementText sqlite;
  sql::StatementText postgres;
};

// A column of a primary key is never null, whether that is written or not.
constexpr Aspect kColumns = {
    "columns",
    MakeStatement("columns",
                  "SELECT t.name || '.' || c.name || ' ' || c.type || "
                  "  CASE WHEN c.\"notnull\" OR c.pk > 0 THEN ' NOT NULL' ELSE '' END "
                  "FROM sqlite_schema t JOIN pragma_table_info(t.name) c "
                  "WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' ORDER BY t.name, c.cid"),
    MakeStatement(
        "columns",
        "SELECT c.table_name || '.' || c.column_name || ' ' || CASE "
        "  WHEN c.data_type = 'bigint' THEN 'INTEGER' WHEN c.data_type = 'bytea' THEN 'BLOB' "
        "  WHEN c.data_type = 'text' AND c.collation_name = 'C' THEN 'TEXT' ELSE c.data_type END "
        "  || CASE WHEN c.is_nullable = 'NO' THEN ' NOT NULL' ELSE '' END "
        "FROM information_schema.columns c "
        "WHERE c.table_schema = current_schema() AND c.table_name <> 'schema_version' "
        "ORDER BY c.table_name COLLATE \"C\", c.ordinal_position")};

// Columns in the order of the key.
constexpr Aspect kPrimaryKeys = {
    "primary keys",
    MakeStatement("primary_keys",
                  "SELECT of || ' ' || group_concat(part) FROM "
                  "  (SELECT t.name AS of, c.name AS part "
                  "   FROM sqlite_schema t JOIN pragma_table_info(t.name) c "
                  "   WHERE t.type = 'table' AND c.pk > 0 ORDER BY t.name, c.pk) "
                  "GROUP BY of ORDER BY of"),
    MakeStatement("primary_keys",
                  "SELECT t.relname || ' ' || "
                  "  (SELECT string_agg(a.attname, ',' ORDER BY k.place) "
                  "   FROM unnest(i.indkey) WITH ORDINALITY AS k (number, place) "
                  "   JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number) "
                  "FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid "
                  "WHERE t.relnamespace = current_schema()::regnamespace AND i.indisprimary "
                  "  AND t.relname <> 'schema_version' "
                  "ORDER BY t.relname COLLATE \"C\"")};

// One line a column: what it points at, and what becomes of it when that is changed or deleted.
constexpr Aspect kForeignKeys = {
    "foreign keys",
    MakeStatement("foreign_keys",
                  "SELECT t.name || '.' || f.\"from\" || ' ' || f.\"table\" || '.' || f.\"to\" || "
                  "  ' ' || f.on_update || ', ' || f.on_delete "
                  "FROM sqlite_schema t JOIN pragma_foreign_key_list(t.name) f "
                  "WHERE t.type = 'table' ORDER BY t.name, f.\"from\", f.\"table\""),
    MakeStatement(
        "foreign_keys",
        "WITH action (letter, word) AS (VALUES ('a', 'NO ACTION'), ('r', 'RESTRICT'), "
        "  ('c', 'CASCADE'), ('n', 'SET NULL'), ('d', 'SET DEFAULT')) "
        "SELECT t.relname || '.' || a.attname || ' ' || o.relname || '.' || b.attname || ' ' || "
        "  (SELECT word FROM action WHERE letter = f.confupdtype) || ', ' || "
        "  (SELECT word FROM action WHERE letter = f.confdeltype) "
        "FROM pg_constraint f JOIN pg_class t ON t.oid = f.conrelid "
        "JOIN pg_class o ON o.oid = f.confrelid "
        "CROSS JOIN unnest(f.conkey, f.confkey) AS k (here, there) "
        "JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = k.here "
        "JOIN pg_attribute b ON b.attrelid = f.confrelid AND b.attnum = k.there "
        "WHERE f.contype = 'f' AND t.relnamespace = current_schema()::regnamespace "
        "ORDER BY t.relname COLLATE \"C\", a.attname COLLATE \"C\", o.relname COLLATE \"C\"")};

// How many a table has: one of the catalogues knows no more than the text of the table.
constexpr Aspect kChecks = {
    "checks",
    MakeStatement("checks",
                  "SELECT name || ' ' || ((length(sql) - length(replace(sql, 'CHECK', ''))) / 5) "
                  "FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%CHECK%' ORDER BY name"),
    MakeStatement("checks",
                  "SELECT t.relname || ' ' || count(*) "
                  "FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid "
                  "WHERE c.contype = 'c' AND t.relnamespace = current_schema()::regnamespace "
                  "  AND t.relname <> 'schema_version' "
                  "GROUP BY t.relname ORDER BY t.relname COLLATE \"C\"")};

// Of an index: unique or not, its columns in their order, and of which rows it is (without the
// parentheses, which PostgreSQL sets as it likes).
constexpr Aspect kIndexes = {
    "indexes",
    MakeStatement("indexes",
                  "SELECT l.name || ' ' || l.\"unique\" || ' ' || "
                  "  (SELECT group_concat(i.name) FROM pragma_index_info(l.name) i) || "
                  "  CASE WHEN l.partial THEN ' ' || replace(replace("
                  "    substr(x.sql, instr(x.sql, 'WHERE')), '(', ''), ')', '') ELSE '' END "
                  "FROM sqlite_schema t JOIN pragma_index_list(t.name) l "
                  "JOIN sqlite_schema x ON x.name = l.name "
                  "WHERE t.type = 'table' AND l.origin = 'c' ORDER BY l.name"),
    MakeStatement("indexes",
                  "SELECT n.relname || ' ' || i.indisunique::int || ' ' || "
                  "  (SELECT string_agg(a.attname, ',' ORDER BY k.place) "
                  "   FROM unnest(i.indkey) WITH ORDINALITY AS k (number, place) "
                  "   JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number) || "
                  "  coalesce(' WHERE ' || "
                  "    translate(pg_get_expr(i.indpred, i.indrelid), '()', ''), '') "
                  "FROM pg_index i JOIN pg_class n ON n.oid = i.indexrelid "
                  "WHERE n.relnamespace = current_schema()::regnamespace AND NOT i.indisprimary "
                  "ORDER BY n.relname COLLATE \"C\"")};

constexpr const Aspect* kAspects[] = {&kColumns, &kPrimaryKeys, &kForeignKeys, &kChecks, &kIndexes};

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

  void Open(sql::Migrations sqlite, sql::Migrations postgres) {
    sqlite::SqliteOptions file;
    file.path = folder_.File("data.db");
    file.migrations = sqlite;
    auto embedded = sqlite::SqliteEngine::Open(file);
    ASSERT_THAT(embedded, IsOk());
    embedded_ = *std::move(embedded);
    postgres::PgOptions server;
    server.conninfo = database_.conninfo();
    server.migrations = postgres;
    server.accepts_unsafe_server = true;
    auto served = postgres::PgEngine::Open(server);
    ASSERT_THAT(served, IsOk());
    served_ = *std::move(served);
  }

  void ExpectAlike(sql::Migrations sqlite, sql::Migrations postgres, size_t columns) {
    ASSERT_NO_FATAL_FAILURE(Open(sqlite, postgres));
    for (const Aspect* aspect : kAspects) {
      EXPECT_EQ(Texts(*served_, aspect->postgres), Texts(*embedded_, aspect->sqlite))
          << aspect->name;
    }
    EXPECT_GE(Texts(*served_, kColumns.postgres).size(), columns);
    ASSERT_EQ(sqlite.size(), postgres.size());
    for (size_t i = 0; i < sqlite.size(); ++i) EXPECT_STREQ(sqlite[i].name, postgres[i].name);
  }

  // By their names, those that are not alike.
  std::set<std::string> Differences() {
    std::set<std::string> names;
    for (const Aspect* aspect : kAspects) {
      if (Texts(*served_, aspect->postgres) != Texts(*embedded_, aspect->sqlite)) {
        names.insert(aspect->name);
      }
    }
    return names;
  }

  TempFolder folder_;
  PostgresDatabase database_;
  std::unique_ptr<sql::Engine> embedded_;
  std::unique_ptr<sql::Engine> served_;
};

TEST_F(PostgresSchemas, OfTheDataAreAlike) {
  ExpectAlike(sqlite::kMigrations, postgres::kMigrations, 150);
}

TEST_F(PostgresSchemas, OfTheKeysAreAlike) {
  ExpectAlike(sqlite::kKeyMigrations, postgres::kKeyMigrations, 8);
}

// A migration that one engine has otherwise.
TEST_F(PostgresSchemas, EachDifferenceIsSeen) {
  ASSERT_NO_FATAL_FAILURE(Open(sqlite::kMigrations, postgres::kMigrations));
  std::set<std::string> different;
  EXPECT_EQ(Differences(), different);
  for (const auto& [aspect, change] : std::initializer_list<std::pair<const char*, const char*>>{
           {"columns", "ALTER TABLE walls ALTER case_name DROP NOT NULL"},
           {"primary keys",
            "ALTER TABLE walls DROP CONSTRAINT walls_pkey, ADD PRIMARY KEY (from_seq, id)"},
           {"foreign keys", "ALTER TABLE walls DROP CONSTRAINT walls_case_name_fkey"},
           {"checks", "ALTER TABLE clock DROP CONSTRAINT clock_one_check"},
           {"indexes",
            "DROP INDEX walls_case; CREATE INDEX walls_case ON walls (case_name, principal) "
            "WHERE to_seq IS NOT NULL"},
       }) {
    database_.Sql(change);
    different.insert(aspect);
    EXPECT_EQ(Differences(), different);
  }
}

}  // namespace
}  // namespace probity::test

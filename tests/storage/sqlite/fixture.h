// What the tests of the engine share: a folder of their own and a tiny schema.
#ifndef PROBITY_TESTS_STORAGE_SQLITE_FIXTURE_H_
#define PROBITY_TESTS_STORAGE_SQLITE_FIXTURE_H_

#include <cstdint>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/sql/embed/embedded_file.h"
#include "storage/sql/session.h"
#include "storage/sqlite/sqlite_engine.h"
#include "tests/support/temp_folder.h"

namespace probity::sqlite {

// Under a sanitizer the long runs are shortened: there it is the code that is looked at, not
// chance.
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif

// In memory unless it is asked for otherwise: most of these tests are not about the disk.
struct TempFolder : test::TempFolder {
  explicit TempFolder(On on = On::kMemory) : test::TempFolder(on) {}
};

constexpr sql::StatementText MakeStatement(const char* name, const char* text) {
  return {.file = "test", .line = 1, .name = name, .now = text, .as_of = text};
}

inline embed::EmbeddedFile MakeMigration(const char* name, const char* text) {
  return {.name = name, .data = text, .size = std::strlen(text)};
}

// An entry is two rows in two tables, so that half a write shows.
inline const embed::EmbeddedFile kEntrySchema[] = {MakeMigration(
    "0001_entry.sql",
    "CREATE TABLE entry(id INTEGER PRIMARY KEY, body TEXT NOT NULL CHECK(body <> '')) STRICT;"
    "CREATE TABLE twin(id INTEGER PRIMARY KEY REFERENCES entry(id)"
    "  DEFERRABLE INITIALLY DEFERRED) STRICT;")};

inline constexpr sql::StatementText kAddEntry =
    MakeStatement("add_entry", "INSERT INTO entry(id, body) VALUES(:id, :body)");
inline constexpr sql::StatementText kAddTwin =
    MakeStatement("add_twin", "INSERT INTO twin(id) VALUES(:id)");
inline constexpr sql::StatementText kEntries =
    MakeStatement("entries", "SELECT id FROM entry ORDER BY id");
inline constexpr sql::StatementText kTwins =
    MakeStatement("twins", "SELECT id FROM twin ORDER BY id");

inline absl::Status AddEntry(sql::Session& session, int64_t id, absl::string_view body) {
  absl::StatusOr<int64_t> entry = session.Execute(kAddEntry, {{"id", id}, {"body", body}});
  if (!entry.ok()) return entry.status();
  return session.Execute(kAddTwin, {{"id", id}}).status();
}

inline sql::Job JobOf(std::function<absl::Status(sql::Session&)> body) {
  return {.body = std::move(body), .committed = {}};
}

inline sql::Job EntryJob(int64_t id, std::string body = "body") {
  return JobOf(
      [id, body = std::move(body)](sql::Session& session) { return AddEntry(session, id, body); });
}

// The first column of each row.
inline absl::StatusOr<std::vector<int64_t>> Integers(sql::Session& session,
                                                     const sql::StatementText& statement) {
  std::vector<int64_t> found;
  absl::Status status =
      session.Query(statement, sql::Plan::kNow, {}, [&](const sql::Row& row) -> absl::Status {
        found.push_back(row.integer(0));
        return absl::OkStatus();
      });
  if (!status.ok()) return status;
  return found;
}

inline absl::StatusOr<std::vector<int64_t>> Integers(sql::Engine& engine,
                                                     const sql::StatementText& statement) {
  absl::StatusOr<std::vector<int64_t>> found;
  absl::Status status = engine.Read([&](sql::Session& session) {
    found = Integers(session, statement);
    return found.status();
  });
  if (!status.ok()) return status;
  return found;
}

inline SqliteOptions EntryOptions(std::string path) {
  SqliteOptions options;
  options.path = std::move(path);
  options.migrations = kEntrySchema;
  options.readers = 2;
  options.free_bytes = [] { return int64_t{1} << 40; };
  return options;
}

}  // namespace probity::sqlite

#endif  // PROBITY_TESTS_STORAGE_SQLITE_FIXTURE_H_

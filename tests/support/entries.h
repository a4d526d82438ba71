// A tiny register for tests of an engine: an entry is two rows in two tables, so that half a write
// shows. Each engine's fixture has the schema.
#ifndef PROBITY_TESTS_SUPPORT_ENTRIES_H_
#define PROBITY_TESTS_SUPPORT_ENTRIES_H_

#include <cstdint>
#include <cstring>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/sql/embed/embedded_file.h"
#include "storage/sql/session.h"

namespace probity::test {

constexpr sql::StatementText MakeStatement(const char* name, const char* text) {
  return {.file = "test", .line = 1, .name = name, .now = text, .as_of = text};
}

inline embed::EmbeddedFile MakeMigration(const char* name, const char* text) {
  return {.name = name, .data = text, .size = std::strlen(text)};
}

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

// What each job of a batch is answered.
inline std::vector<absl::StatusCode> RunAll(sql::Engine& engine,
                                            const std::vector<sql::Job>& jobs) {
  std::vector<absl::StatusCode> codes;
  for (const absl::Status& status : engine.RunBatch(jobs)) codes.push_back(status.code());
  return codes;
}
inline constexpr auto kOk = absl::StatusCode::kOk;

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

inline std::vector<int64_t> Entries(sql::Engine& engine) { return *Integers(engine, kEntries); }

}  // namespace probity::test

#endif  // PROBITY_TESTS_SUPPORT_ENTRIES_H_

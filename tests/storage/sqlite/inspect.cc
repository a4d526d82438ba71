#include "tests/storage/sqlite/inspect.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "proto/support/status_macros.h"

namespace probity::sqlite {
namespace {

int NoteAccess(void* inspection, int action, const char* table, const char* /*column*/,
               const char* /*database*/, const char* /*trigger*/) {
  auto* self = static_cast<Inspection*>(inspection);
  switch (action) {
    case SQLITE_READ:
      self->reads.insert(table);
      break;
    case SQLITE_INSERT:
    case SQLITE_UPDATE:
    case SQLITE_DELETE:
      self->writes.insert(table);
      break;
  }
  return SQLITE_OK;
}

}  // namespace

bool Inspection::scans() const {
  return std::any_of(plan.begin(), plan.end(), [](const std::string& line) {
    // "SCAN CONSTANT ROW" is a VALUES, "SCAN (subquery-1)" reads what has been found already.
    return absl::StartsWith(line, "SCAN ") && !absl::StartsWith(line, "SCAN CONSTANT ROW") &&
           !absl::StartsWith(line, "SCAN (");
  });
}

absl::StatusOr<Inspection> Inspect(const ConnectionOptions& options, const sql::StatementText& text,
                                   sql::Plan plan) {
  Fault fault;
  PROBITY_ASSIGN_OR_RETURN(const std::unique_ptr<Connection> connection,
                           Connection::Open(options, Role::kReader, fault));
  // So that the schema is read before the authorizer listens.
  PROBITY_RETURN_IF_ERROR(
      connection->QueryInteger("SELECT count(*) FROM sqlite_schema WHERE type = ''").status());
  Inspection inspection;
  const std::string sql =
      absl::StrCat("EXPLAIN QUERY PLAN ", plan == sql::Plan::kNow ? text.now : text.as_of);
  sqlite3_set_authorizer(connection->raw(), NoteAccess, &inspection);
  sqlite3_stmt* prepared = nullptr;
  const int code = sqlite3_prepare_v2(connection->raw(), sql.c_str(), -1, &prepared, nullptr);
  const std::unique_ptr<sqlite3_stmt, Connection::Finalize> statement(prepared);
  sqlite3_set_authorizer(connection->raw(), nullptr, nullptr);
  PROBITY_RETURN_IF_ERROR(connection->Checked(code));
  while (true) {
    const int step = sqlite3_step(prepared);
    PROBITY_RETURN_IF_ERROR(connection->Checked(step));
    if (step != SQLITE_ROW) return inspection;
    inspection.plan.emplace_back(reinterpret_cast<const char*>(sqlite3_column_text(prepared, 3)));
  }
}

}  // namespace probity::sqlite

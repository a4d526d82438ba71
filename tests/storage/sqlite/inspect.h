// What SQLite makes of a statement, without running it. For the tests of query plans and of the
// wall.
#ifndef PROBITY_TESTS_STORAGE_SQLITE_INSPECT_H_
#define PROBITY_TESTS_STORAGE_SQLITE_INSPECT_H_

#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/sql/session.h"
#include "storage/sqlite/connection.h"

namespace probity::sqlite {

struct Inspection {
  // The lines of EXPLAIN QUERY PLAN in order: "SEARCH c USING INDEX cases_by_mission (mission=?)",
  // "SCAN c". The words are SQLite's and change with its version.
  std::vector<std::string> plan;
  // What the statement does to which table, as SQLite asks its authorizer; the tables of views,
  // triggers and subqueries too. Foreign keys are checked without asking.
  std::set<std::string> reads;
  std::set<std::string> writes;

  // A line of `plan` that reads a whole table or a whole index.
  bool scans() const;
};

// Prepares `text` on a connection of its own. INTERNAL if the statement is wrong for this schema.
absl::StatusOr<Inspection> Inspect(const ConnectionOptions& options, const sql::StatementText& text,
                                   sql::Plan plan);

}  // namespace probity::sqlite

#endif  // PROBITY_TESTS_STORAGE_SQLITE_INSPECT_H_

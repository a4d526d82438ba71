// Statements by name, looked up while compiling:
//   constexpr const StatementText& kGetCase = Statement(kCases, "get_case");
// A reference, never `constexpr auto`: the address of a statement is its identity (session.h).
#ifndef PROBITY_STORAGE_SQL_STATEMENT_H_
#define PROBITY_STORAGE_SQL_STATEMENT_H_

#include <cstddef>

#include "absl/strings/string_view.h"
#include "storage/sql/session.h"

namespace probity::sql {

// Never defined. Not constexpr, so that a wrong name ends the compilation with this line.
void ThereIsNoStatementOfThisName();

// A name that `file` lacks does not compile.
template <size_t N>
consteval const StatementText& Statement(const StatementText (&file)[N], const char* name) {
  for (const StatementText& statement : file) {
    if (absl::string_view(statement.name) == absl::string_view(name)) return statement;
  }
  ThereIsNoStatementOfThisName();
  return file[0];
}

}  // namespace probity::sql

#endif  // PROBITY_STORAGE_SQL_STATEMENT_H_

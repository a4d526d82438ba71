#include "storage/sql/sql_tx.h"

#include <algorithm>

#include "proto/support/resource_name.h"
#include "storage/sql/epoch.h"
#include "storage/sql/statement.h"
#include "storage/sql/statements/cases.sql.h"

namespace probity::sql {

absl::StatusOr<std::string> SqlTx::NextReference(absl::string_view mission, int year) {
  std::string last;
  PROBITY_RETURN_IF_ERROR(tx_.Query(Statement(kCases, "last_reference"), {}, [&](const Row& row) {
    last = std::string(row.text(0));
    return absl::OkStatus();
  }));
  int64_t number = FirstReferenceNumber(position().epoch);
  if (!last.empty()) {
    PROBITY_ASSIGN_OR_RETURN(const int64_t used, references_.Number(last));
    number = std::max(number, used + 1);
  }
  PROBITY_ASSIGN_OR_RETURN(const absl::string_view code, ParseCodeName("missions", mission));
  return references_.Make(code, year, number);
}

}  // namespace probity::sql

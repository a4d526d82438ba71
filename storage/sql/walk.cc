#include "storage/sql/walk.h"

#include <algorithm>

#include "proto/support/status_macros.h"

namespace probity::sql {

absl::StatusOr<storage::Page<int64_t>> Walk(
    storage::Cursor from, int limit,
    absl::FunctionRef<absl::StatusOr<std::vector<WalkedRow>>(int64_t after, int count)> next,
    absl::FunctionRef<absl::StatusOr<bool>(const WalkedRow&)> wanted) {
  storage::Page<int64_t> page;
  int64_t reached = from.after;
  int64_t last = from.after;  // Where the last row of the page stands.
  int walked = 0;
  // One row more than the page holds, so that it knows whether it is the last one.
  for (int count = limit + 1; count > 0; count = std::min(2 * count, kWalkedAtMost - walked)) {
    PROBITY_ASSIGN_OR_RETURN(const std::vector<WalkedRow> rows, next(reached, count));
    for (const WalkedRow& row : rows) {
      PROBITY_ASSIGN_OR_RETURN(const bool is_wanted, wanted(row));
      ++walked;
      reached = row.position;
      if (!is_wanted) continue;
      if (page.items.size() == static_cast<size_t>(limit)) {
        page.next = storage::Cursor{last};
        return page;
      }
      page.items.push_back(row.id);
      last = reached;
    }
    if (rows.size() < static_cast<size_t>(count)) return page;
  }
  page.next = storage::Cursor{reached};
  return page;
}

}  // namespace probity::sql

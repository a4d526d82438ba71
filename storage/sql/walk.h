// A page of a filtered list that costs the same however little the filter lets through.
#ifndef PROBITY_STORAGE_SQL_WALK_H_
#define PROBITY_STORAGE_SQL_WALK_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "storage/table.h"

namespace probity::sql {

// A row that the caller may see, as a statement of a list gives it: where it stands, whose it is,
// and the one value that the filter looks at.
struct WalkedRow {
  int64_t position = 0;
  int64_t id = 0;
  std::optional<int64_t> value;  // Unset if null.
};

// How many rows a page looks at before it ends short, with a cursor. Rows that the caller may not
// see do not count: where a page ends must not tell of them.
inline constexpr int kWalkedAtMost = 1000;

// The ids of at most `limit` wanted rows, and where the next page goes on. `next` gives the first
// `count` rows after a position, in the list's order, fewer only at its end; a cursor of 0 is the
// beginning.
absl::StatusOr<storage::Page<int64_t>> Walk(
    storage::Cursor from, int limit,
    absl::FunctionRef<absl::StatusOr<std::vector<WalkedRow>>(int64_t after, int count)> next,
    absl::FunctionRef<absl::StatusOr<bool>(const WalkedRow&)> wanted);

}  // namespace probity::sql

#endif  // PROBITY_STORAGE_SQL_WALK_H_

// What every stored resource has in common.
#ifndef PROBITY_STORAGE_TABLE_H_
#define PROBITY_STORAGE_TABLE_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace probity::storage {

// The rows of one kind of resource, inside one transaction. Reads give what the transaction's
// viewer may see, at its time; etag and assembled fields are filled in.
template <typename Resource>
class Table {
 public:
  virtual ~Table() = default;

  // INVALID_ARGUMENT/INVALID_NAME for a name that cannot be one; NOT_FOUND if there is none, or it
  // is hidden, or was erased: nobody can tell which.
  virtual absl::StatusOr<Resource> Get(absl::string_view name) const = 0;

  // Get without the resource: whether there is one that the viewer sees.
  virtual absl::Status Exists(absl::string_view name) const = 0;

  // Stores a new resource and returns it with its name (unless named by code) and etag.
  // ALREADY_EXISTS if a code is taken.
  virtual absl::StatusOr<Resource> Insert(Resource resource) = 0;

  // Stores a new version of a resource that was read in this transaction. Its etag must be that
  // version's: ABORTED/STALE_ETAG otherwise. Once per resource and transaction.
  virtual absl::StatusOr<Resource> Update(Resource resource) = 0;
};

// A place in a list: what came before it has been seen. Opaque outside (see services/core/page.h).
struct Cursor {
  int64_t after = 0;  // 0: from the beginning
};

template <typename Resource>
struct Page {
  std::vector<Resource> items;
  // Unset on the last page.
  std::optional<Cursor> next;
};

}  // namespace probity::storage

#endif  // PROBITY_STORAGE_TABLE_H_

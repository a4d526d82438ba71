// A window of a register: some leaves of its ledger and all that they tell of.
#ifndef PROBITY_STORAGE_MOVING_WINDOW_H_
#define PROBITY_STORAGE_MOVING_WINDOW_H_

#include <cstdint>
#include <functional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/ledger/leaf.h"
#include "storage/moving/copied_row.h"
#include "storage/moving/copied_table.h"
#include "storage/sql/session.h"
#include "storage/sql/writer.h"

namespace probity::moving {

// One of an import has some hundred rows.
inline constexpr int kWindowLeaves = 100;

// How far a copy is.
struct Reached {
  int64_t leaves = 0;
  int64_t last_entity = 0;
};

struct Window {
  struct Version {
    const CopiedTable* table = nullptr;
    ledger::RowCommit commit;
    CopiedRow row;  // Empty for a tombstone.
  };
  struct Leaf {
    CopiedRow row;
    ledger::WriteLeaf leaf;
    std::vector<Version> versions;
    std::vector<CopiedRow> reference_files;
  };
  std::vector<CopiedRow> entities;
  std::vector<Leaf> leaves;
};

// Columns of the tables that are no resource's.
extern const CopiedColumns kEntity;
extern const CopiedColumns kLeaf;
inline constexpr size_t kLeafBytes = 8;  // The column of kLeaf that is the leaf.

// What comes after `reached`, out of one snapshot; no leaves if that is all. DATA_LOSS if a row is
// not what its leaf commits to.
absl::StatusOr<Window> ReadWindow(sql::Engine& engine, const Reached& reached);
// In one transaction.
absl::Status WriteWindow(sql::Writer& writer, const Window& window);
// The data keys of a window's new entities, before its rows.
absl::Status CopyKeys(sql::Engine& from, sql::Writer& to, const Window& window);

// The row that a leaf commits to; DATA_LOSS if there is another or none.
absl::StatusOr<CopiedRow> ReadCommitted(sql::Session& session, const CopiedTable& table,
                                        const ledger::RowCommit& commit);

// A write of its own, outside clock and ledger.
absl::Status RunOn(sql::Writer& writer, std::function<absl::Status(sql::Session&)> body);

}  // namespace probity::moving

#endif  // PROBITY_STORAGE_MOVING_WINDOW_H_

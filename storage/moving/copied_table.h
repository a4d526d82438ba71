// The table of a resource as it is copied: its statements follow from the message, so that a new
// table is copied without a word here.
#ifndef PROBITY_STORAGE_MOVING_COPIED_TABLE_H_
#define PROBITY_STORAGE_MOVING_COPIED_TABLE_H_

#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "probity/v1/options.pb.h"
#include "storage/ledger/row_commitment.h"
#include "storage/moving/copied_row.h"
#include "storage/sql/session.h"
#include "storage/sql/table_spec.h"

namespace probity::moving {

class CopiedTable {
 public:
  // Null for a kind without a table. Made once, for as long as the program runs: an engine knows a
  // statement by its address.
  static const CopiedTable* For(v1::Kind kind);

  // One version; none if it is not there.
  absl::StatusOr<std::optional<CopiedRow>> Read(sql::Session& session, int64_t id,
                                                int64_t from_seq) const;
  // As a version that lives.
  absl::Status Insert(sql::Session& session, const CopiedRow& row) const;
  // Ends the version of `id` that lives, at `seq`. DATA_LOSS if none does.
  absl::Status Close(sql::Session& session, int64_t id, int64_t seq) const;
  // What the row commits to.
  ledger::RowDigest Digest(const CopiedRow& row) const;

 private:
  explicit CopiedTable(sql::TableSpec spec);

  const sql::TableSpec spec_;
  CopiedColumns columns_;  // All but to_seq.
  std::string read_sql_;
  std::string insert_sql_;
  std::string close_sql_;
  sql::StatementText read_;
  sql::StatementText insert_;
  sql::StatementText close_;
};

}  // namespace probity::moving

#endif  // PROBITY_STORAGE_MOVING_COPIED_TABLE_H_

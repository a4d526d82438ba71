#include "storage/sql/sql_tx.h"

#include <algorithm>
#include <optional>

#include "proto/support/error.h"
#include "proto/support/resource_name.h"
#include "proto/support/status_macros.h"
#include "storage/ledger/leaf.h"
#include "storage/sql/epoch.h"
#include "storage/sql/statement.h"
#include "storage/sql/statements/cases.sql.h"
#include "storage/sql/statements/register.sql.h"

namespace probity::sql {

// The session, the moment and what is gathered are those of the write.
struct SqlTx::AsSystem {
  explicit AsSystem(const SqlTx& write)
      : parts(write.tx_.session(), write.tx_.parts(), viewer, write.tx_.as_of()),
        tx(parts, write.references_) {
    parts.gathered = write.tx_.gathered;
    tx.set_position(write.position_, write.leaves_);
  }

  const storage::Viewer viewer = storage::Viewer::System();
  Tx parts;
  SqlTx tx;
};

SqlTx::SqlTx(Tx& tx, const sealing::References& references) : tx_(tx), references_(references) {}
SqlTx::~SqlTx() = default;

storage::WriteTx& SqlTx::as_system() {
  if (as_system_ == nullptr) as_system_ = std::make_unique<AsSystem>(*this);
  return as_system_->tx;
}

absl::StatusOr<std::vector<storage::Commit>> SqlTx::CommitsFrom(int64_t leaf_index,
                                                                int limit) const {
  std::vector<storage::Commit> commits;
  PROBITY_RETURN_IF_ERROR(tx_.session().Query(
      Statement(kRegister, "leaves_from"), Plan::kNow,
      {{{"leaf_index", leaf_index}, {"limit", int64_t{limit}}}},
      [&commits](const Row& row) -> absl::Status {
        PROBITY_ASSIGN_OR_RETURN(const ledger::WriteLeaf leaf,
                                 ledger::DecodeWriteLeaf(row.bytes(0)));
        storage::Commit commit{{leaf.epoch, leaf.seq},
                               leaf.leaf_index,
                               absl::FromUnixMicros(leaf.recorded_time_us),
                               std::string(row.bytes(0)),
                               {}};
        // Behind the names of the rows stand those of reference files.
        if (leaf.resources.size() < leaf.row_commits.size()) {
          return DataLoss("a leaf does not name its rows");
        }
        for (size_t i = 0; i < leaf.row_commits.size(); ++i) {
          commit.touched.push_back({leaf.row_commits[i].kind, leaf.resources[i]});
        }
        commits.push_back(std::move(commit));
        return absl::OkStatus();
      }));
  return commits;
}

absl::StatusOr<std::string> SqlTx::NextReference(absl::string_view mission, int year) {
  std::optional<int64_t>& last = tx_.session().known().last_reference;
  if (!last.has_value()) {
    int64_t number = -1;
    PROBITY_RETURN_IF_ERROR(
        tx_.Query(Statement(kCases, "last_reference"), {}, [&](const Row& row) -> absl::Status {
          if (row.is_null(0)) return absl::OkStatus();
          PROBITY_ASSIGN_OR_RETURN(number, references_.Number(row.text(0)));
          return absl::OkStatus();
        }));
    last = number;
  }
  const int64_t number = std::max(FirstReferenceNumber(position().epoch), *last + 1);
  last = number;
  PROBITY_ASSIGN_OR_RETURN(const absl::string_view code, ParseCodeName("missions", mission));
  return references_.Make(code, year, number);
}

}  // namespace probity::sql

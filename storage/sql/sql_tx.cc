#include "storage/sql/sql_tx.h"

#include <algorithm>

#include "proto/support/resource_name.h"
#include "storage/sql/epoch.h"
#include "storage/sql/statement.h"
#include "storage/sql/statements/cases.sql.h"

namespace probity::sql {

// The session, the moment and what is gathered are those of the write.
struct SqlTx::AsSystem {
  explicit AsSystem(const SqlTx& write)
      : parts(write.tx_.session(), write.tx_.parts(), viewer, write.tx_.as_of()),
        tx(parts, write.references_) {
    parts.gathered = write.tx_.gathered;
    tx.set_position(write.position_);
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

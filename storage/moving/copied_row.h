// Rows on their way from one engine to another: values that belong to nobody's session.
#ifndef PROBITY_STORAGE_MOVING_COPIED_ROW_H_
#define PROBITY_STORAGE_MOVING_COPIED_ROW_H_

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "storage/sql/session.h"

namespace probity::moving {

enum class ColumnType { kInteger, kText, kBlob };

struct CopiedColumn {
  std::string name;
  ColumnType type = ColumnType::kInteger;
};
using CopiedColumns = std::vector<CopiedColumn>;

struct OwnedBlob {
  std::string bytes;
  bool operator==(const OwnedBlob&) const = default;
};
using OwnedValue = std::variant<std::monostate, int64_t, std::string, OwnedBlob>;
using CopiedRow = std::vector<OwnedValue>;  // One a column, in their order.

// INTERNAL if the row lacks a column.
absl::StatusOr<CopiedRow> Own(const sql::Row& row, const CopiedColumns& columns);

// All rows of a query, in its order.
absl::StatusOr<std::vector<CopiedRow>> ReadRows(sql::Session& session,
                                                const sql::StatementText& statement,
                                                sql::Params params, const CopiedColumns& columns);

// Runs a statement whose parameters are the columns.
absl::Status Put(sql::Session& session, const sql::StatementText& statement,
                 const CopiedColumns& columns, const CopiedRow& row);

// 0 and "" for a null.
int64_t IntegerOf(const OwnedValue& value);
const std::string& BytesOf(const OwnedValue& value);

}  // namespace probity::moving

#endif  // PROBITY_STORAGE_MOVING_COPIED_ROW_H_

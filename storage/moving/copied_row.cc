#include "storage/moving/copied_row.h"

#include "absl/strings/string_view.h"
#include "proto/support/error.h"
#include "proto/support/status_macros.h"

namespace probity::moving {
namespace {

absl::StatusOr<int> PlaceOf(const sql::Row& row, absl::string_view name) {
  for (int place = 0; place < row.columns(); ++place) {
    if (row.column_name(place) == name) return place;
  }
  return Internal("a row that is copied lacks a column");
}

struct AsValue {
  sql::Value operator()(std::monostate) const { return std::monostate(); }
  sql::Value operator()(int64_t number) const { return number; }
  sql::Value operator()(const std::string& text) const { return absl::string_view(text); }
  sql::Value operator()(const OwnedBlob& blob) const { return sql::Blob{blob.bytes}; }
};

}  // namespace

absl::StatusOr<CopiedRow> Own(const sql::Row& row, const CopiedColumns& columns) {
  CopiedRow copied;
  copied.reserve(columns.size());
  for (const CopiedColumn& column : columns) {
    PROBITY_ASSIGN_OR_RETURN(const int place, PlaceOf(row, column.name));
    if (row.is_null(place)) {
      copied.emplace_back();
    } else if (column.type == ColumnType::kInteger) {
      copied.emplace_back(row.integer(place));
    } else if (column.type == ColumnType::kText) {
      copied.emplace_back(std::string(row.text(place)));
    } else {
      copied.emplace_back(OwnedBlob{std::string(row.bytes(place))});
    }
  }
  return copied;
}

absl::StatusOr<std::vector<CopiedRow>> ReadRows(sql::Session& session,
                                                const sql::StatementText& statement,
                                                sql::Params params, const CopiedColumns& columns) {
  std::vector<CopiedRow> rows;
  PROBITY_RETURN_IF_ERROR(
      session.Query(statement, sql::Plan::kNow, params, [&](const sql::Row& row) -> absl::Status {
        PROBITY_ASSIGN_OR_RETURN(CopiedRow copied, Own(row, columns));
        rows.push_back(std::move(copied));
        return absl::OkStatus();
      }));
  return rows;
}

absl::Status Put(sql::Session& session, const sql::StatementText& statement,
                 const CopiedColumns& columns, const CopiedRow& row) {
  std::vector<sql::Param> params;
  params.reserve(columns.size());
  for (size_t i = 0; i < columns.size(); ++i) {
    params.push_back({columns[i].name, std::visit(AsValue(), row[i])});
  }
  return session.Execute(statement, params).status();
}

int64_t IntegerOf(const OwnedValue& value) {
  const auto* number = std::get_if<int64_t>(&value);
  return number == nullptr ? 0 : *number;
}

const std::string& BytesOf(const OwnedValue& value) {
  static const std::string* const kNone = new std::string();
  const auto* blob = std::get_if<OwnedBlob>(&value);
  return blob == nullptr ? *kNone : blob->bytes;
}

}  // namespace probity::moving

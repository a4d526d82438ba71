#include "storage/moving/copied_table.h"

#include <map>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "proto/support/error.h"
#include "proto/support/options.h"
#include "proto/support/status_macros.h"
#include "storage/sql/codec.h"

namespace probity::moving {
namespace {

constexpr char kFile[] = "storage/moving/copied_table.cc";

ColumnType TypeOf(const sql::Column& column) {
  const absl::string_view type = sql::SqlType(column.kind);
  if (type == "INTEGER") return ColumnType::kInteger;
  return type == "TEXT" ? ColumnType::kText : ColumnType::kBlob;
}

sql::StatementText Text(const char* name, const std::string& sql) {
  return {.file = kFile,
          .line = 1,
          .name = name,
          .now = sql.c_str(),
          .as_of = sql.c_str(),
          .unwalled_reason = "the register is copied whole"};
}

}  // namespace

CopiedTable::CopiedTable(sql::TableSpec spec) : spec_(std::move(spec)) {
  std::vector<std::string> names;
  for (const sql::Column& column : spec_.columns()) {
    if (column.kind == sql::ColumnKind::kToSeq) continue;
    columns_.push_back({column.name, TypeOf(column)});
    names.push_back(column.name);
  }
  const std::string& table = spec_.table();
  read_sql_ = absl::StrCat("SELECT ", absl::StrJoin(names, ", "), " FROM ", table,
                           " WHERE id = :id AND from_seq = :from_seq");
  insert_sql_ = absl::StrCat("INSERT INTO ", table, " (", absl::StrJoin(names, ", "),
                             ") VALUES (:", absl::StrJoin(names, ", :"), ")");
  close_sql_ =
      absl::StrCat("UPDATE ", table, " SET to_seq = :seq WHERE id = :id AND to_seq IS NULL");
  read_ = Text("read", read_sql_);
  insert_ = Text("insert", insert_sql_);
  close_ = Text("close", close_sql_);
}

const CopiedTable* CopiedTable::For(v1::Kind kind) {
  static const auto* const kTables = [] {
    auto* tables = new std::map<v1::Kind, std::unique_ptr<const CopiedTable>>();
    for (const google::protobuf::Descriptor* message : sql::ResourceMessages()) {
      absl::StatusOr<sql::TableSpec> spec = sql::TableSpec::For(*message);
      if (!spec.ok()) continue;  // The register itself would not have opened.
      const v1::Kind of = spec->kind();
      tables->emplace(of, new CopiedTable(*std::move(spec)));
    }
    return tables;
  }();
  const auto found = kTables->find(kind);
  return found == kTables->end() ? nullptr : found->second.get();
}

absl::StatusOr<std::optional<CopiedRow>> CopiedTable::Read(sql::Session& session, int64_t id,
                                                           int64_t from_seq) const {
  PROBITY_ASSIGN_OR_RETURN(
      std::vector<CopiedRow> rows,
      ReadRows(session, read_, {{{"id", id}, {"from_seq", from_seq}}}, columns_));
  if (rows.empty()) return std::nullopt;
  return std::move(rows.front());
}

absl::Status CopiedTable::Insert(sql::Session& session, const CopiedRow& row) const {
  return Put(session, insert_, columns_, row);
}

absl::Status CopiedTable::Close(sql::Session& session, int64_t id, int64_t seq) const {
  PROBITY_ASSIGN_OR_RETURN(const int64_t closed,
                           session.Execute(close_, {{{"id", id}, {"seq", seq}}}));
  if (closed == 1) return absl::OkStatus();
  return DataLoss("the copy lacks what a leaf supersedes").Reason(v1::ERROR_REASON_DATA_DAMAGED);
}

ledger::RowDigest CopiedTable::Digest(const CopiedRow& row) const {
  ledger::CanonicalRow canonical(spec_.kind(), IntegerOf(row[0]), IntegerOf(row[1]));
  size_t place = 0;
  for (const sql::Column& column : spec_.columns()) {
    if (column.kind == sql::ColumnKind::kToSeq) continue;
    const OwnedValue& value = row[place++];
    if (column.number == 0 || std::holds_alternative<std::monostate>(value)) continue;
    switch (TypeOf(column)) {
      case ColumnType::kInteger:
        canonical.Integer(column.number, IntegerOf(value));
        break;
      case ColumnType::kText:
        canonical.Text(column.number, std::get<std::string>(value));
        break;
      case ColumnType::kBlob:
        canonical.Blob(column.number, BytesOf(value));
        break;
    }
  }
  return canonical.Digest();
}

}  // namespace probity::moving

#include "storage/sql/table.h"

#include <optional>

#include "absl/strings/string_view.h"
#include "proto/support/status_macros.h"
#include "storage/sql/counting.h"
#include "storage/sql/statement.h"
#include "storage/sql/statements/register.sql.h"

namespace probity::sql {
namespace {

constexpr const StatementText& kInsertEntity = Statement(kRegister, "insert_entity");

bool SealsWithOwnKey(const TableSpec& spec) {
  for (const Column& column : spec.columns()) {
    if (column.kind == ColumnKind::kSealed && column.owner_field == nullptr) return true;
  }
  return false;
}

Value BlobOrNull(const std::optional<sealing::KeyId>& key) {
  if (!key.has_value()) return std::monostate();
  return Blob{absl::string_view(reinterpret_cast<const char*>(key->data()), key->size())};
}

// Inserts a version, and notes it for the leaf.
absl::StatusOr<EncodedRow> Store(Tx& tx, const StatementText& insert, const RowCodec& codec,
                                 google::protobuf::Message& message, int64_t id,
                                 const std::optional<sealing::KeyId>& own_key, ledger::RowOp op) {
  const v1::Kind kind = codec.spec().kind();
  const int64_t seq = tx.gathered->position.seq;
  PROBITY_ASSIGN_OR_RETURN(
      EncodedRow row, codec.Encode(message, id, seq,
                                   [&](v1::Kind, int64_t owner) -> absl::StatusOr<sealing::KeyId> {
                                     if (owner == id && own_key.has_value()) return *own_key;
                                     return tx.KeyOf(owner);
                                   }));
  const absl::StatusOr<int64_t> written = tx.session().Execute(insert, row.params());
  if (absl::IsAlreadyExists(written.status())) {
    return AlreadyExists("there is a resource of this name")
        .Reason(v1::ERROR_REASON_ALREADY_EXISTS);
  }
  PROBITY_RETURN_IF_ERROR(written.status());
  tx.gathered->row_commits.push_back(
      {.kind = kind, .entity = id, .from_seq = seq, .op = op, .sha256 = row.commitment()});
  const v1::Resource& resource = codec.spec().resource();
  tx.gathered->touched.push_back(
      {kind, resource.named_by_code()
                 ? message.GetReflection()->GetString(message, &codec.spec().name_field())
                 : tx.parts().names.Name(kind, id)});
  return row;
}

absl::Status Stale() {
  return Aborted("the resource has changed since it was read").Reason(v1::ERROR_REASON_STALE_ETAG);
}

}  // namespace

absl::StatusOr<EncodedRow> InsertRow(Tx& tx, const StatementText& insert, const RowCodec& codec,
                                     google::protobuf::Message& message) {
  std::optional<sealing::KeyId> key;
  if (SealsWithOwnKey(codec.spec())) {
    PROBITY_ASSIGN_OR_RETURN(key, tx.parts().keyring.Take());
    tx.gathered->keys.push_back(*key);
  }
  PROBITY_ASSIGN_OR_RETURN(const int64_t id, NextEntity(tx.session()));
  PROBITY_RETURN_IF_ERROR(tx.session()
                              .Execute(kInsertEntity, {{{"id", id},
                                                        {"kind", int64_t{codec.spec().kind()}},
                                                        {"key_id", BlobOrNull(key)}}})
                              .status());
  if (key.has_value()) tx.session().known().keys[id] = *key;
  return Store(tx, insert, codec, message, id, key, ledger::RowOp::kInsert);
}

absl::StatusOr<EncodedRow> UpdateRow(Tx& tx, const TableStatements& statements,
                                     const RowCodec& codec, google::protobuf::Message& message) {
  const TableSpec& spec = codec.spec();
  const auto& reflection = *message.GetReflection();
  const std::string name = reflection.GetString(message, &spec.name_field());
  int64_t id = 0;
  if (!spec.resource().named_by_code()) {
    PROBITY_ASSIGN_OR_RETURN(id, tx.Id(spec.kind(), name));
  }
  // The row as it is now, by the same sight as any read.
  std::optional<RowVersion> current;
  RowDecoder decoder(codec);
  PROBITY_RETURN_IF_ERROR(tx.Query(statements.get, {{"id", id}, {"name", absl::string_view(name)}},
                                   [&](const Row& row) -> absl::Status {
                                     PROBITY_ASSIGN_OR_RETURN(current, decoder.VersionOf(row));
                                     return absl::OkStatus();
                                   }));
  if (!current.has_value()) return NotFound();
  if (current->etag != reflection.GetString(message, &spec.etag_field())) return Stale();
  const int64_t seq = tx.gathered->position.seq;
  if (current->from_seq == seq) return Internal("a resource was updated twice in one write");
  PROBITY_ASSIGN_OR_RETURN(
      const int64_t closed,
      tx.Execute(statements.close,
                 {{"id", current->id}, {"from_seq", current->from_seq}, {"seq", seq}}));
  if (closed != 1) return Stale();
  return Store(tx, statements.insert, codec, message, current->id, std::nullopt,
               ledger::RowOp::kSupersede);
}

}  // namespace probity::sql

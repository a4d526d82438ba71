// What a resource's table looks like, read from its message. The schema (migrations) says the same
// in SQL; a test compares them.
#ifndef PROBITY_STORAGE_SQL_TABLE_SPEC_H_
#define PROBITY_STORAGE_SQL_TABLE_SPEC_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "google/protobuf/descriptor.h"
#include "probity/v1/options.pb.h"

namespace probity::sql {

using FieldDescriptor = google::protobuf::FieldDescriptor;

// How a column holds its value.
enum class ColumnKind {
  kId,         // INTEGER: the entity's id
  kFromSeq,    // INTEGER: where the version begins
  kToSeq,      // INTEGER: where it ends; null while it lives
  kInteger,    // INTEGER: bool, enum or whole number; null only for an unset `optional` field
  kTime,       // INTEGER: microseconds since 1970; null if unset
  kReference,  // INTEGER: entity id of what the field names; null if empty
  kText,       // TEXT; null only for an unset `optional` field
  kBytes,      // BLOB; null if empty
  kMessage,    // BLOB: the field alone, serialised with its tag; null if unset or empty
  kSealed,     // BLOB: all fields of one domain, sealed together; null if none is set
};

// "INTEGER", "TEXT" or "BLOB".
const char* SqlType(ColumnKind kind);

struct Column {
  std::string name;
  ColumnKind kind = ColumnKind::kId;
  // What it is called in row commitments (storage/ledger/README.md). 0 for id, from_seq and to_seq.
  uint16_t number = 0;
  // Null for id, from_seq, to_seq and sealed columns.
  const FieldDescriptor* field = nullptr;
  // kMessage and kSealed: the fields in it, by number.
  std::vector<const FieldDescriptor*> parts;
  // kReference: what it refers to.
  v1::Kind target = v1::KIND_UNSPECIFIED;
  // kSealed: whose key seals it, and the reference that names the owner, null if the row is its
  // own.
  v1::Domain domain = v1::DOMAIN_UNSPECIFIED;
  v1::Kind key_owner = v1::KIND_UNSPECIFIED;
  const FieldDescriptor* owner_field = nullptr;
};

class TableSpec {
 public:
  // INTERNAL, with what is wrong, for a message that is no resource or cannot be stored: a sealed
  // value whose owner cannot be found, a sensitive field below one that is not, a field of a type
  // without a column, a repeated reference.
  static absl::StatusOr<TableSpec> For(const google::protobuf::Descriptor& message);

  const google::protobuf::Descriptor& message() const { return *message_; }
  v1::Kind kind() const { return resource_.kind(); }
  const v1::Resource& resource() const { return resource_; }
  // "screening_records" for the collection screeningRecords.
  const std::string& table() const { return table_; }
  // In the schema's order: id, from_seq, to_seq, name (if named by code), fields by number, sealed
  // values by domain.
  const std::vector<Column>& columns() const { return columns_; }
  // Whether a column is sealed.
  bool seals() const;
  const FieldDescriptor& name_field() const { return *name_field_; }
  const FieldDescriptor& etag_field() const { return *etag_field_; }
  // Without the etag.
  const std::vector<const FieldDescriptor*>& assembled_fields() const { return assembled_; }

 private:
  friend class TableSpecBuilder;
  TableSpec() = default;

  const google::protobuf::Descriptor* message_ = nullptr;
  v1::Resource resource_;
  std::string table_;
  std::vector<Column> columns_;
  const FieldDescriptor* name_field_ = nullptr;
  const FieldDescriptor* etag_field_ = nullptr;
  std::vector<const FieldDescriptor*> assembled_;
};

// Every resource of the contract, by kind.
std::vector<const google::protobuf::Descriptor*> ResourceMessages();

// What the server checks before it starts: each message has a TableSpec, each Kind but UNSPECIFIED
// has exactly one message, each table one name, and references point at kinds with opaque names.
// INTERNAL with what is wrong.
absl::Status CheckTables(absl::Span<const google::protobuf::Descriptor* const> messages);

}  // namespace probity::sql

#endif  // PROBITY_STORAGE_SQL_TABLE_SPEC_H_

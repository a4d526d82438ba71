// Rows to messages (codec.h).
#include "google/protobuf/timestamp.pb.h"
#include "proto/support/error.h"
#include "proto/support/status_macros.h"
#include "storage/sql/codec.h"
#include "storage/sql/time_units.h"

namespace probity::sql {
namespace {

using google::protobuf::Message;
using google::protobuf::Reflection;
using google::protobuf::Timestamp;

constexpr int kAbsent = -1;

void SetInteger(Message& message, const Reflection& reflection, const FieldDescriptor& field,
                int64_t value) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection.SetBool(&message, &field, value != 0);
    case FieldDescriptor::CPPTYPE_ENUM:
      return reflection.SetEnumValue(&message, &field, static_cast<int>(value));
    case FieldDescriptor::CPPTYPE_INT32:
      return reflection.SetInt32(&message, &field, static_cast<int32_t>(value));
    case FieldDescriptor::CPPTYPE_UINT32:
      return reflection.SetUInt32(&message, &field, static_cast<uint32_t>(value));
    case FieldDescriptor::CPPTYPE_UINT64:
      return reflection.SetUInt64(&message, &field, static_cast<uint64_t>(value));
    default:
      return reflection.SetInt64(&message, &field, value);
  }
}

void SetTime(Message& message, const Reflection& reflection, const FieldDescriptor& field,
             int64_t micros) {
  auto* const time = google::protobuf::DynamicCastToGenerated<Timestamp>(
      reflection.MutableMessage(&message, &field));
  int64_t seconds = micros / kMicrosPerSecond;
  int64_t rest = micros % kMicrosPerSecond;
  if (rest < 0) {
    --seconds;
    rest += kMicrosPerSecond;
  }
  time->set_seconds(seconds);
  time->set_nanos(static_cast<int32_t>(rest) * kNanosPerMicro);
}

void SetText(Message& message, const Reflection& reflection, const FieldDescriptor& field,
             absl::string_view text) {
  reflection.SetString(&message, &field, std::string(text));
}

absl::Status Merge(Message& message, absl::string_view bytes) {
  if (!message.MergeFromString({bytes.data(), bytes.size()})) {
    return DataLoss("a stored field cannot be read");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status RowDecoder::FindColumns(const Row& row) {
  const std::vector<Column>& columns = codec_.spec_.columns();
  std::vector<int> positions(columns.size(), kAbsent);
  for (int i = 0; i < row.columns(); ++i) {
    const absl::string_view name = row.column_name(i);
    for (size_t k = 0; k < columns.size(); ++k) {
      if (positions[k] == kAbsent && columns[k].name == name) {
        positions[k] = i;
        break;
      }
    }
  }
  for (size_t k = 0; k < columns.size(); ++k) {
    if (positions[k] == kAbsent && columns[k].kind != ColumnKind::kToSeq) {
      return Internal("a query lacks a column of its message");
    }
  }
  positions_ = std::move(positions);
  return absl::OkStatus();
}

absl::StatusOr<RowVersion> RowDecoder::VersionOf(const Row& row) {
  if (positions_.empty()) PROBITY_RETURN_IF_ERROR(FindColumns(row));
  // The first two columns of every table (table_spec.h).
  const int64_t id = row.integer(positions_[0]);
  const int64_t from_seq = row.integer(positions_[1]);
  const TableSpec& spec = codec_.spec_;
  ledger::CanonicalRow canonical(spec.kind(), id, from_seq);
  for (size_t k = 0; k < positions_.size(); ++k) {
    const Column& column = spec.columns()[k];
    const int position = positions_[k];
    // A column without a number does not enter the commitment.
    if (column.number == 0 || row.is_null(position)) continue;
    switch (column.kind) {
      case ColumnKind::kId:
      case ColumnKind::kFromSeq:
      case ColumnKind::kToSeq:
        break;
      case ColumnKind::kInteger:
      case ColumnKind::kTime:
      case ColumnKind::kReference:
        canonical.Integer(column.number, row.integer(position));
        break;
      case ColumnKind::kText:
        canonical.Text(column.number, row.text(position));
        break;
      case ColumnKind::kBytes:
      case ColumnKind::kMessage:
      case ColumnKind::kSealed:
        canonical.Blob(column.number, row.bytes(position));
        break;
    }
  }
  return RowVersion{id, from_seq, MakeEtag(from_seq, canonical.Digest())};
}

absl::Status RowDecoder::DecodeInto(const Row& row, Message& message) {
  const TableSpec& spec = codec_.spec_;
  if (message.GetDescriptor() != &spec.message()) return Internal("a codec of another message");
  PROBITY_ASSIGN_OR_RETURN(const RowVersion version, VersionOf(row));
  const auto& reflection = *message.GetReflection();
  for (size_t k = 0; k < positions_.size(); ++k) {
    const Column& column = spec.columns()[k];
    const int position = positions_[k];
    if (column.number == 0 || row.is_null(position)) continue;
    switch (column.kind) {
      case ColumnKind::kId:
      case ColumnKind::kFromSeq:
      case ColumnKind::kToSeq:
        break;
      case ColumnKind::kInteger:
        SetInteger(message, reflection, *column.field, row.integer(position));
        break;
      case ColumnKind::kTime:
        SetTime(message, reflection, *column.field, row.integer(position));
        break;
      case ColumnKind::kReference:
        reflection.SetString(&message, column.field,
                             codec_.names_.Name(column.target, row.integer(position)));
        break;
      case ColumnKind::kText:
        SetText(message, reflection, *column.field, row.text(position));
        break;
      case ColumnKind::kBytes:
        SetText(message, reflection, *column.field, row.bytes(position));
        break;
      case ColumnKind::kMessage:
        PROBITY_RETURN_IF_ERROR(Merge(message, row.bytes(position)));
        break;
      case ColumnKind::kSealed: {
        const sealing::Place place = {.kind = spec.kind(),
                                      .entity = version.id,
                                      .domain = column.domain,
                                      .from_seq = version.from_seq};
        PROBITY_ASSIGN_OR_RETURN(const std::string plaintext,
                                 codec_.sealer_.Open(place, row.bytes(position), deadline_));
        PROBITY_RETURN_IF_ERROR(Merge(message, plaintext));
        break;
      }
    }
  }
  if (!spec.resource().named_by_code()) {
    reflection.SetString(&message, &spec.name_field(), codec_.names_.Name(spec.kind(), version.id));
  }
  reflection.SetString(&message, &spec.etag_field(), version.etag);
  return absl::OkStatus();
}

}  // namespace probity::sql

// Messages to rows (codec.h).
#include <algorithm>
#include <limits>

#include "google/protobuf/timestamp.pb.h"
#include "proto/support/deterministic.h"
#include "proto/support/error.h"
#include "proto/support/resource_name.h"
#include "proto/support/status_macros.h"
#include "storage/sql/codec.h"
#include "storage/sql/time_units.h"

namespace probity::sql {
namespace {

using google::protobuf::Message;
using google::protobuf::Reflection;
using google::protobuf::Timestamp;

constexpr int64_t kNanosPerSecond = 1'000'000'000;
// 0001-01-01 to 9999-12-31, as timestamp.proto has it.
constexpr int64_t kFirstSecond = -62'135'596'800;
constexpr int64_t kLastSecond = 253'402'300'799;

int64_t IntegerOf(const Message& message, const Reflection& reflection,
                  const FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection.GetBool(message, &field) ? 1 : 0;
    case FieldDescriptor::CPPTYPE_ENUM:
      return reflection.GetEnumValue(message, &field);
    case FieldDescriptor::CPPTYPE_INT32:
      return reflection.GetInt32(message, &field);
    case FieldDescriptor::CPPTYPE_UINT32:
      return reflection.GetUInt32(message, &field);
    case FieldDescriptor::CPPTYPE_UINT64:
      return static_cast<int64_t>(reflection.GetUInt64(message, &field));
    default:
      return reflection.GetInt64(message, &field);
  }
}

absl::StatusOr<int64_t> MicrosOf(const Timestamp& time, const FieldDescriptor& field) {
  if (time.seconds() < kFirstSecond || time.seconds() > kLastSecond || time.nanos() < 0 ||
      time.nanos() >= kNanosPerSecond) {
    return InvalidArgument("a time is outside the calendar")
        .Reason(v1::ERROR_REASON_INVALID_FIELD)
        .Field(field.name());
  }
  return time.seconds() * kMicrosPerSecond + time.nanos() / kNanosPerMicro;
}

absl::Status WrongName(const absl::Status& status, const FieldDescriptor& field) {
  if (!absl::IsInvalidArgument(status)) return status;
  return InvalidArgument("a resource name has the wrong form")
      .Reason(v1::ERROR_REASON_INVALID_NAME)
      .Field(field.name());
}

}  // namespace

// Makes one row. Params get their bytes at the end, when the canonical row has stopped moving.
class RowEncoder {
 public:
  RowEncoder(const TableSpec& spec, const NameCodec& names, const sealing::Sealer& sealer,
             Message& message, int64_t id, int64_t from_seq, KeyOf key_of)
      : spec_(spec),
        names_(names),
        sealer_(sealer),
        message_(message),
        reflection_(*message.GetReflection()),
        key_of_(key_of),
        out_(ledger::CanonicalRow(spec.kind(), id, from_seq)) {
    out_.id_ = id;
    out_.from_seq_ = from_seq;
  }

  absl::StatusOr<EncodedRow> Run() {
    out_.params_.reserve(spec_.columns().size());
    offsets_.reserve(spec_.columns().size());
    for (const Column& column : spec_.columns()) PROBITY_RETURN_IF_ERROR(Add(column));
    const absl::string_view bytes = out_.row_.bytes();
    for (size_t i = 0; i < offsets_.size(); ++i) {
      Value& value = out_.params_[i].value;
      if (auto* const text = std::get_if<absl::string_view>(&value)) {
        *text = bytes.substr(offsets_[i], text->size());
      } else if (auto* const blob = std::get_if<Blob>(&value)) {
        blob->bytes = bytes.substr(offsets_[i], blob->bytes.size());
      }
    }
    out_.commitment_ = out_.row_.Digest();
    out_.etag_ = MakeEtag(out_.from_seq_, out_.commitment_);
    return std::move(out_);
  }

 private:
  absl::Status Add(const Column& column) {
    switch (column.kind) {
      case ColumnKind::kId:
        AddParam(column, out_.id_, 0);
        return absl::OkStatus();
      case ColumnKind::kFromSeq:
        AddParam(column, out_.from_seq_, 0);
        return absl::OkStatus();
      case ColumnKind::kToSeq:
        return absl::OkStatus();
      case ColumnKind::kInteger:
        if (IsUnsetOptional(column)) return AddNull(column);
        return AddInteger(column, IntegerOf(message_, reflection_, *column.field));
      case ColumnKind::kTime:
        return AddTime(column);
      case ColumnKind::kReference:
        return AddReference(column);
      case ColumnKind::kText:
        if (IsUnsetOptional(column)) return AddNull(column);
        return AddText(column);
      case ColumnKind::kBytes: {
        std::string scratch;
        return AddBlob(column, reflection_.GetStringReference(message_, column.field, &scratch));
      }
      case ColumnKind::kMessage:
        return AddBlob(column, Part(column));
      case ColumnKind::kSealed:
        return AddSealed(column);
    }
    return Internal("a column is of no kind");
  }

  void AddParam(const Column& column, Value value, size_t offset) {
    out_.params_.push_back({column.name, value});
    offsets_.push_back(offset);
  }

  absl::Status AddNull(const Column& column) {
    AddParam(column, std::monostate(), 0);
    return absl::OkStatus();
  }

  absl::Status AddInteger(const Column& column, int64_t value) {
    out_.row_.Integer(column.number, value);
    AddParam(column, value, 0);
    return absl::OkStatus();
  }

  absl::Status AddTime(const Column& column) {
    if (!reflection_.HasField(message_, column.field)) return AddNull(column);
    const auto* const time = google::protobuf::DynamicCastToGenerated<Timestamp>(
        &reflection_.GetMessage(message_, column.field));
    PROBITY_ASSIGN_OR_RETURN(const int64_t micros, MicrosOf(*time, *column.field));
    return AddInteger(column, micros);
  }

  absl::Status AddReference(const Column& column) {
    std::string scratch;
    const std::string& name = reflection_.GetStringReference(message_, column.field, &scratch);
    if (name.empty()) return AddNull(column);
    const absl::StatusOr<int64_t> id = names_.Id(column.target, name);
    if (!id.ok()) return WrongName(id.status(), *column.field);
    return AddInteger(column, *id);
  }

  absl::Status AddText(const Column& column) {
    std::string scratch;
    const std::string& text = reflection_.GetStringReference(message_, column.field, &scratch);
    if (column.field == &spec_.name_field()) {
      const auto code = ParseCodeName(spec_.resource().collection(), text);
      if (!code.ok()) return WrongName(code.status(), *column.field);
    }
    const size_t offset = out_.row_.Text(column.number, text);
    AddParam(column, absl::string_view(text), offset);
    return absl::OkStatus();
  }

  absl::Status AddBlob(const Column& column, absl::string_view bytes) {
    if (bytes.empty()) return AddNull(column);
    const size_t offset = out_.row_.Blob(column.number, bytes);
    AddParam(column, Blob{bytes}, offset);
    return absl::OkStatus();
  }

  absl::Status AddSealed(const Column& column) {
    const std::string plaintext = Part(column);
    if (plaintext.empty()) return AddNull(column);
    int64_t owner = out_.id_;
    if (column.owner_field != nullptr) {
      std::string scratch;
      const std::string& name =
          reflection_.GetStringReference(message_, column.owner_field, &scratch);
      if (name.empty()) return Internal("a value to be sealed has no owner");
      PROBITY_ASSIGN_OR_RETURN(owner, names_.Id(column.key_owner, name));
    }
    PROBITY_ASSIGN_OR_RETURN(const sealing::KeyId key, key_of_(column.key_owner, owner));
    const sealing::Place place = {.kind = spec_.kind(),
                                  .entity = out_.id_,
                                  .domain = column.domain,
                                  .from_seq = out_.from_seq_};
    PROBITY_ASSIGN_OR_RETURN(const std::string sealed, sealer_.Seal(key, place, plaintext));
    return AddBlob(column, sealed);
  }

  // Only a field with presence can be unset: an `optional` one, or one of a oneof.
  bool IsUnsetOptional(const Column& column) const {
    return column.field->has_presence() && !reflection_.HasField(message_, column.field);
  }

  // The column's fields alone, serialised; empty if none is set.
  std::string Part(const Column& column) {
    const bool any =
        std::any_of(column.parts.begin(), column.parts.end(), [this](const FieldDescriptor* field) {
          return field->is_repeated() ? reflection_.FieldSize(message_, field) > 0
                                      : reflection_.HasField(message_, field);
        });
    if (!any) return "";
    if (part_ == nullptr) part_.reset(message_.New());
    reflection_.SwapFields(&message_, part_.get(), column.parts);
    std::string bytes = Deterministic(*part_);
    reflection_.SwapFields(&message_, part_.get(), column.parts);
    return bytes;
  }

  const TableSpec& spec_;
  const NameCodec& names_;
  const sealing::Sealer& sealer_;
  Message& message_;
  const Reflection& reflection_;
  const KeyOf key_of_;
  EncodedRow out_;
  std::vector<size_t> offsets_;    // in the canonical row, of each param
  std::unique_ptr<Message> part_;  // Empty but while it is serialised.
};

absl::StatusOr<EncodedRow> RowCodec::Encode(Message& message, int64_t id, int64_t from_seq,
                                            KeyOf key_of) const {
  if (message.GetDescriptor() != &spec_.message()) return Internal("a codec of another message");
  return RowEncoder(spec_, names_, sealer_, message, id, from_seq, key_of).Run();
}

}  // namespace probity::sql

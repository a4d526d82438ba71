#include "storage/sql/codec.h"

#include "absl/memory/memory.h"
#include "absl/strings/escaping.h"
#include "google/protobuf/timestamp.pb.h"
#include "proto/support/error.h"
#include "proto/support/options.h"
#include "proto/support/status_macros.h"
#include "storage/big_endian.h"
#include "storage/sql/time_units.h"

namespace probity::sql {

using google::protobuf::Message;
using google::protobuf::Timestamp;

std::string MakeEtag(int64_t from_seq, const ledger::RowDigest& commitment) {
  constexpr size_t kCommitmentBytes = 8;
  std::string bytes;
  storage::AppendBigEndian(bytes, from_seq);
  bytes.append(commitment.begin(), commitment.begin() + kCommitmentBytes);
  return absl::WebSafeBase64Escape(bytes);
}

RowCodec::RowCodec(const TableSpec& spec, const NameCodec& names, const sealing::Sealer& sealer)
    : spec_(spec), names_(names), sealer_(sealer) {}

void RowCodec::StoreInto(Message& message, const EncodedRow& row) const {
  const auto& reflection = *message.GetReflection();
  for (const FieldDescriptor* field : spec_.assembled_fields()) {
    reflection.ClearField(&message, field);
  }
  for (const Column& column : spec_.columns()) {
    if (column.kind != ColumnKind::kTime || !reflection.HasField(message, column.field)) continue;
    auto* const time = google::protobuf::DynamicCastToGenerated<Timestamp>(
        reflection.MutableMessage(&message, column.field));
    time->set_nanos(time->nanos() - time->nanos() % kNanosPerMicro);
  }
  if (!spec_.resource().named_by_code()) {
    reflection.SetString(&message, &spec_.name_field(), names_.Name(spec_.kind(), row.id()));
  }
  reflection.SetString(&message, &spec_.etag_field(), row.etag());
}

absl::StatusOr<std::unique_ptr<Codecs>> Codecs::Make(const NameCodec& names,
                                                     const sealing::Sealer& sealer) {
  const auto messages = ResourceMessages();
  PROBITY_RETURN_IF_ERROR(CheckTables(messages));
  auto codecs = absl::WrapUnique(new Codecs);
  codecs->codecs_.resize(v1::Kind_ARRAYSIZE);
  for (const google::protobuf::Descriptor* message : messages) {
    PROBITY_ASSIGN_OR_RETURN(TableSpec spec, TableSpec::For(*message));
    codecs->specs_.push_back(std::make_unique<const TableSpec>(std::move(spec)));
    const TableSpec& kept = *codecs->specs_.back();
    codecs->codecs_[kept.kind()] = std::make_unique<const RowCodec>(kept, names, sealer);
  }
  return codecs;
}

}  // namespace probity::sql

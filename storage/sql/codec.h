// Messages to rows and back: one codec for every table, driven by the message's descriptor.
//
//   EncodedRow row = *codec.Encode(message, id, seq, key_of);
//   session.Execute(kInsertCase, row.params());          // VALUES (:id, :from_seq, NULL, :mission,
//   ...)
//
//   RowDecoder decoder(codec);                           // one a query
//   session.Query(kListCases, plan, params, [&](const Row& row) -> absl::Status {
//     PROBITY_ASSIGN_OR_RETURN(v1::Case found, decoder.Decode<v1::Case>(row));
//     ...
#ifndef PROBITY_STORAGE_SQL_CODEC_H_
#define PROBITY_STORAGE_SQL_CODEC_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "storage/ledger/row_commitment.h"
#include "storage/sealing/sealer.h"
#include "storage/sql/name_codec.h"
#include "storage/sql/session.h"
#include "storage/sql/table_spec.h"

namespace probity::sql {

// base64url, without padding, of from_seq (u64, big endian) and the commitment's first 8 bytes.
std::string MakeEtag(int64_t from_seq, const ledger::RowDigest& commitment);

// A version of a row, ready to be inserted. Owns what its parameters show; names are the codec's.
class EncodedRow {
 public:
  EncodedRow(EncodedRow&&) = default;
  EncodedRow& operator=(EncodedRow&&) = default;

  // One a column but to_seq, by the column's name.
  Params params() const { return params_; }
  int64_t id() const { return id_; }
  int64_t from_seq() const { return from_seq_; }
  const ledger::RowDigest& commitment() const { return commitment_; }
  const std::string& etag() const { return etag_; }

 private:
  friend class RowEncoder;
  explicit EncodedRow(ledger::CanonicalRow row) : row_(std::move(row)) {}

  ledger::CanonicalRow row_;  // Texts and blobs of params_ point into its bytes.
  std::vector<Param> params_;
  int64_t id_ = 0;
  int64_t from_seq_ = 0;
  ledger::RowDigest commitment_ = {};
  std::string etag_;
};

// Tells the data key of an entity. Asked only for owners of values that are to be sealed.
using KeyOf = absl::FunctionRef<absl::StatusOr<sealing::KeyId>(v1::Kind kind, int64_t entity)>;

// For the messages of one table. Thread-safe. Borrows what it is made of.
class RowCodec {
 public:
  RowCodec(const TableSpec& spec, const NameCodec& names, const sealing::Sealer& sealer);

  const TableSpec& spec() const { return spec_; }

  // The message's etag and assembled fields are ignored, and its name too unless it is a code.
  // Times are cut to microseconds. Errors: INVALID_ARGUMENT/INVALID_NAME (with the field) for a
  // reference or a code of wrong form, NOT_FOUND for a reference to what cannot exist or a key that
  // was destroyed, INTERNAL for a value to seal whose owner the message does not name, and those of
  // `key_of`. The message is the same after as before: its parts are lent, not copied.
  absl::StatusOr<EncodedRow> Encode(google::protobuf::Message& message, int64_t id,
                                    int64_t from_seq, KeyOf key_of) const;

  // The message as Decode will give it: with name and etag, times cut to microseconds, without
  // assembled fields. What a write answers, so that a repetition answers the same.
  template <typename Resource>
  Resource AsStored(Resource message, const EncodedRow& row) const {
    StoreInto(message, row);
    return message;
  }

 private:
  friend class RowDecoder;

  void StoreInto(google::protobuf::Message& message, const EncodedRow& row) const;

  const TableSpec& spec_;
  const NameCodec& names_;
  const sealing::Sealer& sealer_;
};

// Which version of a row is stored. The etag commits to all of it.
struct RowVersion {
  int64_t id = 0;
  int64_t from_seq = 0;
  std::string etag;
};

// Reads the rows of one query. Finds the columns by name at its first row; columns that the message
// does not know are ignored. Used by one thread.
class RowDecoder {
 public:
  // `deadline`: until when it waits for keys.
  explicit RowDecoder(const RowCodec& codec, absl::Time deadline = absl::InfiniteFuture())
      : codec_(codec), deadline_(deadline) {}

  // Fills everything but assembled fields; the etag is that of the row as it is stored. NOT_FOUND:
  // its key was destroyed. DATA_LOSS: a value is not what was stored. INTERNAL: the query lacks a
  // column, or `Resource` is another message than the codec's. DEADLINE_EXCEEDED, UNAVAILABLE: its
  // key could not be had (KeyStore::FindKey).
  template <typename Resource>
  absl::StatusOr<Resource> Decode(const Row& row) {
    Resource message;
    const absl::Status status = DecodeInto(row, message);
    if (!status.ok()) return status;
    return message;
  }
  // Opens nothing that is sealed. INTERNAL as above.
  absl::StatusOr<RowVersion> VersionOf(const Row& row);
  // For those who know the type only by its descriptor. `message` must be empty.
  absl::Status DecodeInto(const Row& row, google::protobuf::Message& message);

 private:
  absl::Status FindColumns(const Row& row);

  const RowCodec& codec_;
  const absl::Time deadline_;
  std::vector<int>
      positions_;  // in the row, of each column of the spec; empty before the first row
};

// A codec for every resource of the contract.
class Codecs {
 public:
  // The error is that of CheckTables. Borrows `names` and `sealer`.
  static absl::StatusOr<std::unique_ptr<Codecs>> Make(const NameCodec& names,
                                                      const sealing::Sealer& sealer);

  // `kind` must not be KIND_UNSPECIFIED.
  const RowCodec& For(v1::Kind kind) const { return *codecs_[kind]; }
  template <typename Resource>
  const RowCodec& For() const {
    return For(Resource::descriptor()->options().GetExtension(v1::resource).kind());
  }

 private:
  Codecs() = default;

  std::vector<std::unique_ptr<const TableSpec>> specs_;
  std::vector<std::unique_ptr<const RowCodec>> codecs_;  // by kind
};

}  // namespace probity::sql

#endif  // PROBITY_STORAGE_SQL_CODEC_H_

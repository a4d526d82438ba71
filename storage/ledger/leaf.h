// Leaves of the ledger and of the access log, format v1. The exact bytes are specified in README.md
// and frozen; what is stored is never made again from its parts. A leaf holds no personal data.
#ifndef PROBITY_STORAGE_LEDGER_LEAF_H_
#define PROBITY_STORAGE_LEDGER_LEAF_H_

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "probity/v1/options.pb.h"

namespace probity::ledger {

enum class RowOp : uint8_t {
  kInsert = 1,     // the first version of a resource
  kSupersede = 2,  // a later version; closes the one before
  kTombstone = 3,  // the end of a resource; closes the one before
};

// What a write did to one row. `from_seq` is where the version begins, or the resource ends;
// `sha256` commits to the row that was inserted (row_commitment.h), and is all zeros for a
// tombstone.
struct RowCommit {
  v1::Kind kind = v1::KIND_UNSPECIFIED;
  int64_t entity = 0;
  int64_t from_seq = 0;
  RowOp op = RowOp::kInsert;
  std::array<uint8_t, 32> sha256 = {};

  bool operator==(const RowCommit&) const = default;
};

// One committed write.
struct WriteLeaf {
  int64_t epoch = 0;
  int64_t seq = 0;
  int64_t leaf_index = 0;  // dense, from 0
  int64_t recorded_time_us = 0;
  std::string principal;
  std::string organisation;
  std::string method;
  std::string request_id;      // empty: a window of a stream
  std::string request_digest;  // keyed (storage/sealing/digest.h); empty with request_id
  std::vector<std::string> resources;
  std::vector<RowCommit> row_commits;
  std::string build;  // version of the program that wrote

  bool operator==(const WriteLeaf&) const = default;
};

// One read, or one call that was denied.
struct AccessLeaf {
  std::string instance;    // the server instance, each with a log of its own
  int64_t leaf_index = 0;  // dense within the instance, from 0
  int64_t recorded_time_us = 0;
  std::string principal;
  std::string organisation;
  std::string method;
  std::string request_id;
  int32_t code = 0;      // canonical status code of the answer
  std::string reason;    // ErrorReason, empty if OK
  std::string resource;  // empty for a list
  int64_t rows = 0;      // of a list
  std::string digest;    // of a list's names
  std::string build;

  bool operator==(const AccessLeaf&) const = default;
};

std::string Encode(const WriteLeaf& leaf);
std::string Encode(const AccessLeaf& leaf);

// DATA_LOSS for bytes that Encode does not make.
absl::StatusOr<WriteLeaf> DecodeWriteLeaf(absl::string_view bytes);
absl::StatusOr<AccessLeaf> DecodeAccessLeaf(absl::string_view bytes);

}  // namespace probity::ledger

#endif  // PROBITY_STORAGE_LEDGER_LEAF_H_

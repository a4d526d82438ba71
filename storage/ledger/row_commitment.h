// What a leaf says about a row: SHA-256 of its canonical bytes, which README.md specifies. Sealed
// values enter as they are stored.
#ifndef PROBITY_STORAGE_LEDGER_ROW_COMMITMENT_H_
#define PROBITY_STORAGE_LEDGER_ROW_COMMITMENT_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "probity/v1/options.pb.h"

namespace probity::ledger {

using RowDigest = std::array<uint8_t, 32>;

// Gathers the canonical bytes of one row: exactly `columns` columns, in the schema's order, without
// to_seq.
class CanonicalRow {
 public:
  CanonicalRow(v1::Kind kind, size_t columns);

  void Null();
  void Integer(int64_t value);
  // Both return the offset in bytes() where the value's own bytes begin.
  size_t Text(absl::string_view value);
  size_t Blob(absl::string_view value);

  const std::string& bytes() const { return bytes_; }
  RowDigest Digest() const;

 private:
  size_t Add(uint8_t type, absl::string_view value);

  std::string bytes_;
};

}  // namespace probity::ledger

#endif  // PROBITY_STORAGE_LEDGER_ROW_COMMITMENT_H_

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

// Numbers of columns: a field has its own, the sealed value of a domain this and the domain's.
inline constexpr uint16_t kSealedColumns = 0x8000;

using RowDigest = std::array<uint8_t, 32>;

// Gathers the canonical bytes of one row. Columns are added by growing number, those that are null
// not at all: so a column that a later migration adds does not change what older rows committed to.
class CanonicalRow {
 public:
  CanonicalRow(v1::Kind kind, int64_t entity, int64_t from_seq);

  void Integer(uint16_t column, int64_t value);
  // Both return the offset in bytes() where the value's own bytes begin.
  size_t Text(uint16_t column, absl::string_view value);
  size_t Blob(uint16_t column, absl::string_view value);

  const std::string& bytes() const { return bytes_; }
  RowDigest Digest() const;

 private:
  void Begin(uint16_t column, uint8_t type, size_t size);
  size_t Add(uint16_t column, uint8_t type, absl::string_view value);

  uint16_t columns_ = 0;
  std::string bytes_;
};

}  // namespace probity::ledger

#endif  // PROBITY_STORAGE_LEDGER_ROW_COMMITMENT_H_

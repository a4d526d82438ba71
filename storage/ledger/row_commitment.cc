#include "storage/ledger/row_commitment.h"

#include <openssl/evp.h>

#include <cstdlib>

#include "storage/big_endian.h"

namespace probity::ledger {
namespace {

constexpr uint8_t kNullType = 0;
constexpr uint8_t kIntegerType = 1;
constexpr uint8_t kTextType = 2;
constexpr uint8_t kBlobType = 3;

}  // namespace

CanonicalRow::CanonicalRow(v1::Kind kind, size_t columns) {
  bytes_.reserve(256);
  storage::AppendBigEndian(bytes_, static_cast<uint16_t>(kind));
  storage::AppendBigEndian(bytes_, static_cast<uint16_t>(columns));
}

size_t CanonicalRow::Add(uint8_t type, absl::string_view value) {
  bytes_.push_back(static_cast<char>(type));
  storage::AppendBigEndian(bytes_, static_cast<uint32_t>(value.size()));
  const size_t offset = bytes_.size();
  bytes_.append(value.data(), value.size());
  return offset;
}

void CanonicalRow::Null() { Add(kNullType, {}); }

void CanonicalRow::Integer(int64_t value) {
  bytes_.push_back(static_cast<char>(kIntegerType));
  storage::AppendBigEndian(bytes_, static_cast<uint32_t>(sizeof(value)));
  storage::AppendBigEndian(bytes_, value);
}

size_t CanonicalRow::Text(absl::string_view value) { return Add(kTextType, value); }

size_t CanonicalRow::Blob(absl::string_view value) { return Add(kBlobType, value); }

RowDigest CanonicalRow::Digest() const {
  RowDigest digest;
  // Fails only when memory has run out.
  if (EVP_Digest(bytes_.data(), bytes_.size(), digest.data(), nullptr, EVP_sha256(), nullptr) !=
      1) {
    std::abort();
  }
  return digest;
}

}  // namespace probity::ledger

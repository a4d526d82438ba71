#include "storage/ledger/row_commitment.h"

#include <openssl/evp.h>

#include <cstdlib>

#include "storage/big_endian.h"

namespace probity::ledger {
namespace {

constexpr uint8_t kIntegerType = 1;
constexpr uint8_t kTextType = 2;
constexpr uint8_t kBlobType = 3;
constexpr size_t kCountOffset = 2 + 8 + 8;

// Looked up once: OpenSSL looks an EVP_sha256() up in its providers at each use.
const EVP_MD* Sha256() {
  static const EVP_MD* const sha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return sha256;
}

}  // namespace

CanonicalRow::CanonicalRow(v1::Kind kind, int64_t entity, int64_t from_seq) {
  bytes_.reserve(256);
  storage::AppendBigEndian(bytes_, static_cast<uint16_t>(kind));
  storage::AppendBigEndian(bytes_, entity);
  storage::AppendBigEndian(bytes_, from_seq);
  storage::AppendBigEndian(bytes_, columns_);
}

void CanonicalRow::Begin(uint16_t column, uint8_t type, size_t size) {
  ++columns_;
  bytes_[kCountOffset] = static_cast<char>(columns_ >> 8);
  bytes_[kCountOffset + 1] = static_cast<char>(columns_);
  storage::AppendBigEndian(bytes_, column);
  storage::AppendBigEndian(bytes_, type);
  storage::AppendBigEndian(bytes_, static_cast<uint32_t>(size));
}

size_t CanonicalRow::Add(uint16_t column, uint8_t type, absl::string_view value) {
  Begin(column, type, value.size());
  const size_t offset = bytes_.size();
  bytes_.append(value.data(), value.size());
  return offset;
}

void CanonicalRow::Integer(uint16_t column, int64_t value) {
  Begin(column, kIntegerType, sizeof(value));
  storage::AppendBigEndian(bytes_, value);
}

size_t CanonicalRow::Text(uint16_t column, absl::string_view value) {
  return Add(column, kTextType, value);
}

size_t CanonicalRow::Blob(uint16_t column, absl::string_view value) {
  return Add(column, kBlobType, value);
}

RowDigest CanonicalRow::Digest() const {
  RowDigest digest;
  // Fails only when memory has run out.
  if (EVP_Digest(bytes_.data(), bytes_.size(), digest.data(), nullptr, Sha256(), nullptr) != 1) {
    std::abort();
  }
  return digest;
}

}  // namespace probity::ledger

#include "storage/sealing/sealer.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "proto/support/error.h"
#include "proto/support/status_macros.h"
#include "sodium.h"
#include "storage/big_endian.h"

namespace probity::sealing {
namespace {

constexpr char kFormat = 0x01;
constexpr size_t kKeyIdBytes = std::tuple_size_v<KeyId>;
constexpr size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr size_t kHeaderBytes = 1 + kKeyIdBytes + kNonceBytes;
constexpr size_t kLengthBytes = sizeof(uint32_t);
constexpr uint64_t kSmallestBytes = 32;

unsigned char* Bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }
const unsigned char* Bytes(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

SecretKey DeriveDomainKey(const SecretKey& data_key, v1::Domain domain) {
  SecretKey key;
  crypto_kdf_derive_from_key(key.data(), SecretKey::kBytes, static_cast<uint64_t>(domain),
                             "probseal", data_key.data());
  return key;
}

std::string AdditionalData(const Place& place, const KeyId& key) {
  std::string data;
  storage::AppendBigEndian(data, static_cast<uint16_t>(place.kind));
  storage::AppendBigEndian(data, place.entity);
  storage::AppendBigEndian(data, static_cast<uint16_t>(place.domain));
  storage::AppendBigEndian(data, place.from_seq);
  data.append(key.begin(), key.end());
  return data;
}

absl::Status NotWhatWasSealed() { return DataLoss("a sealed value is not what was stored"); }

}  // namespace

uint64_t PaddedBytes(uint64_t bytes) {
  if (bytes <= kSmallestBytes) return kSmallestBytes;
  const int exponent = std::bit_width(bytes) - 1;
  const int exponent_bits = std::bit_width(static_cast<uint64_t>(exponent));
  const uint64_t mask = (uint64_t{1} << (exponent - exponent_bits)) - 1;
  return (bytes + mask) & ~mask;
}

absl::StatusOr<std::string> Sealer::Seal(const KeyId& key, const Place& place,
                                         absl::string_view plaintext) const {
  if (plaintext.size() >= uint64_t{1} << 31) {
    return ResourceExhausted("a value is too large to be sealed")
        .Reason(v1::ERROR_REASON_TOO_LARGE);
  }
  PROBITY_ASSIGN_OR_RETURN(const SecretKey data_key, keyring_.Find(key));
  const SecretKey domain_key = DeriveDomainKey(data_key, place.domain);
  const size_t padded = PaddedBytes(kLengthBytes + plaintext.size());

  std::string sealed;
  sealed.reserve(kHeaderBytes + padded + kTagBytes);
  sealed.push_back(kFormat);
  sealed.append(key.begin(), key.end());
  sealed.resize(kHeaderBytes);
  unsigned char* const nonce = Bytes(sealed) + 1 + kKeyIdBytes;
  rng_.Fill(absl::MakeSpan(nonce, kNonceBytes));
  storage::AppendBigEndian(sealed, static_cast<uint32_t>(plaintext.size()));
  sealed.append(plaintext.data(), plaintext.size());
  sealed.resize(kHeaderBytes + padded + kTagBytes);

  const std::string data = AdditionalData(place, key);
  unsigned char* const body = Bytes(sealed) + kHeaderBytes;  // Encrypted where it stands.
  crypto_aead_xchacha20poly1305_ietf_encrypt(body, nullptr, body, padded, Bytes(data), data.size(),
                                             nullptr, Bytes(sealed) + 1 + kKeyIdBytes,
                                             domain_key.data());
  return sealed;
}

absl::StatusOr<std::string> Sealer::Open(const Place& place, absl::string_view sealed,
                                         absl::Time deadline) const {
  if (sealed.size() < kHeaderBytes + kLengthBytes + kTagBytes || sealed[0] != kFormat) {
    return NotWhatWasSealed();
  }
  KeyId key;
  std::copy_n(Bytes(sealed) + 1, kKeyIdBytes, key.begin());
  PROBITY_ASSIGN_OR_RETURN(const SecretKey data_key, keyring_.Find(key, deadline));
  const SecretKey domain_key = DeriveDomainKey(data_key, place.domain);

  const absl::string_view body = sealed.substr(kHeaderBytes);
  const std::string data = AdditionalData(place, key);
  std::string plaintext(body.size() - kTagBytes, '\0');
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(
          Bytes(plaintext), nullptr, nullptr, Bytes(body), body.size(), Bytes(data), data.size(),
          Bytes(sealed) + 1 + kKeyIdBytes, domain_key.data()) != 0) {
    return NotWhatWasSealed();
  }
  const auto length = storage::LoadBigEndian<uint32_t>(plaintext.data());
  if (length > plaintext.size() - kLengthBytes) return NotWhatWasSealed();
  return plaintext.substr(kLengthBytes, length);
}

}  // namespace probity::sealing

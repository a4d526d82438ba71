#include "storage/sealing/key_wrap.h"

#include <string>

#include "proto/support/error.h"
#include "sodium.h"
#include "storage/big_endian.h"

namespace probity::sealing {
namespace {

constexpr size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
static_assert(std::tuple_size_v<decltype(WrappedKey::wrapped)> ==
              kNonceBytes + SecretKey::kBytes + crypto_aead_xchacha20poly1305_ietf_ABYTES);

constexpr char kLabel[] = "probity-key/v1";

std::string AdditionalData(const KeyPlace& place) {
  std::string data(kLabel, sizeof(kLabel));  // With its zero byte.
  data.append(place.register_id.begin(), place.register_id.end());
  storage::AppendBigEndian(data, place.purpose);
  data.append(place.id.begin(), place.id.end());
  return data;
}

std::array<uint8_t, 32> Commitment(const SecretKey& key) {
  std::array<uint8_t, 32> commitment;
  crypto_generichash(commitment.data(), commitment.size(), key.data(), SecretKey::kBytes, nullptr,
                     0);
  return commitment;
}

}  // namespace

SecretKey DeriveWrappingKey(const SecretKey& root) {
  SecretKey key;
  crypto_kdf_derive_from_key(key.data(), SecretKey::kBytes, 1, "probkeys", root.data());
  return key;
}

WrappedKey Wrap(const SecretKey& wrapping_key, const KeyPlace& place, const SecretKey& key,
                storage::Rng& rng) {
  const std::string data = AdditionalData(place);
  WrappedKey wrapped;
  uint8_t* const nonce = wrapped.wrapped.data();
  rng.Fill(absl::MakeSpan(nonce, kNonceBytes));
  crypto_aead_xchacha20poly1305_ietf_encrypt(nonce + kNonceBytes, nullptr, key.data(),
                                             SecretKey::kBytes,
                                             reinterpret_cast<const unsigned char*>(data.data()),
                                             data.size(), nullptr, nonce, wrapping_key.data());
  wrapped.commitment = Commitment(key);
  return wrapped;
}

absl::StatusOr<SecretKey> Unwrap(const SecretKey& wrapping_key, const KeyPlace& place,
                                 const WrappedKey& wrapped) {
  const std::string data = AdditionalData(place);
  const uint8_t* const nonce = wrapped.wrapped.data();
  SecretKey key;
  const int opened = crypto_aead_xchacha20poly1305_ietf_decrypt(
      key.data(), nullptr, nullptr, nonce + kNonceBytes, wrapped.wrapped.size() - kNonceBytes,
      reinterpret_cast<const unsigned char*>(data.data()), data.size(), nonce, wrapping_key.data());
  if (opened != 0 || Commitment(key) != wrapped.commitment) {
    return DataLoss("a stored key is not what was stored");
  }
  return key;
}

}  // namespace probity::sealing

#include "services/core/sealed_token.h"

#include "absl/strings/escaping.h"
#include "sodium.h"
#include "storage/big_endian.h"

namespace probity::core {
namespace {

constexpr size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;

const uint8_t* Bytes(absl::string_view text) {
  return reinterpret_cast<const uint8_t*>(text.data());
}

}  // namespace

std::string SealedTokens::Seal(const Numbers& numbers, absl::string_view binding) const {
  std::string plain;
  for (const int64_t number : numbers) storage::AppendBigEndian(plain, number);
  std::string token(kNonceBytes + plain.size() + kTagBytes, '\0');
  auto* const bytes = reinterpret_cast<uint8_t*>(token.data());
  rng_.Fill(absl::MakeSpan(bytes, kNonceBytes));
  crypto_aead_xchacha20poly1305_ietf_encrypt(bytes + kNonceBytes, nullptr, Bytes(plain),
                                             plain.size(), Bytes(binding), binding.size(), nullptr,
                                             bytes, key_.data());
  return absl::WebSafeBase64Escape(token);
}

std::optional<SealedTokens::Numbers> SealedTokens::Open(absl::string_view token,
                                                        absl::string_view binding) const {
  std::string sealed;
  std::string plain(sizeof(Numbers), '\0');
  if (!absl::WebSafeBase64Unescape(token, &sealed) ||
      sealed.size() != kNonceBytes + plain.size() + kTagBytes) {
    return std::nullopt;
  }
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(reinterpret_cast<uint8_t*>(plain.data()), nullptr,
                                                 nullptr, Bytes(sealed) + kNonceBytes,
                                                 sealed.size() - kNonceBytes, Bytes(binding),
                                                 binding.size(), Bytes(sealed), key_.data()) != 0) {
    return std::nullopt;
  }
  Numbers numbers;
  for (size_t i = 0; i < numbers.size(); ++i) {
    numbers[i] = storage::LoadBigEndian<int64_t>(plain.data() + sizeof(int64_t) * i);
  }
  return numbers;
}

}  // namespace probity::core

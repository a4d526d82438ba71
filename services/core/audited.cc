#include "services/core/audited.h"

#include <array>

#include "absl/strings/escaping.h"
#include "sodium.h"

namespace probity::core {

std::string DigestOfNames(const std::vector<absl::string_view>& names) {
  crypto_generichash_state state;
  std::array<uint8_t, 16> digest;
  crypto_generichash_init(&state, nullptr, 0, digest.size());
  for (const absl::string_view name : names) {
    crypto_generichash_update(&state, reinterpret_cast<const uint8_t*>(name.data()), name.size());
    crypto_generichash_update(&state, reinterpret_cast<const uint8_t*>("\n"), 1);
  }
  crypto_generichash_final(&state, digest.data(), digest.size());
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(digest.data()), digest.size()));
}

}  // namespace probity::core

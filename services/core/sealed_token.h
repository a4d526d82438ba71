// A few numbers that a client keeps for us and can neither read nor change.
#ifndef PROBITY_SERVICES_CORE_SEALED_TOKEN_H_
#define PROBITY_SERVICES_CORE_SEALED_TOKEN_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "storage/rng.h"

namespace probity::core {

// Thread-safe. Borrows the source of randomness.
class SealedTokens {
 public:
  using Key = std::array<uint8_t, 32>;
  using Numbers = std::array<int64_t, 2>;
  SealedTokens(const Key& key, storage::Rng& rng) : key_(key), rng_(rng) {}

  // In the letters of a URL. It opens with the same `binding` only: what it is for, and whose it
  // is.
  std::string Seal(const Numbers& numbers, absl::string_view binding) const;
  // None for what was altered, or sealed with another binding or key.
  std::optional<Numbers> Open(absl::string_view token, absl::string_view binding) const;

 private:
  const Key key_;
  storage::Rng& rng_;
};

}  // namespace probity::core

#endif  // PROBITY_SERVICES_CORE_SEALED_TOKEN_H_

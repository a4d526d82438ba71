// Where a change stands in the register, for a client that wants to see it wherever it reads next.
#ifndef PROBITY_SERVICES_CORE_CHANGE_TOKEN_H_
#define PROBITY_SERVICES_CORE_CHANGE_TOKEN_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/core/sealed_token.h"
#include "storage/position.h"

namespace probity::core {

// Tokens are not bound to a caller: one system may record and another screen. They are sealed,
// since positions count what a register is told. Thread-safe.
class ChangeTokens {
 public:
  ChangeTokens(const SealedTokens::Key& key, storage::Rng& rng) : tokens_(key, rng) {}

  std::string Make(storage::Position position) const;
  // INVALID_ARGUMENT/INVALID_CHANGE_TOKEN.
  absl::StatusOr<storage::Position> Open(absl::string_view token) const;

 private:
  const SealedTokens tokens_;
};

}  // namespace probity::core

#endif  // PROBITY_SERVICES_CORE_CHANGE_TOKEN_H_

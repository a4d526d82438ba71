#include "services/core/change_token.h"

#include "proto/support/error.h"

namespace probity::core {
namespace {

constexpr absl::string_view kBinding = "change";

}  // namespace

std::string ChangeTokens::Make(storage::Position position) const {
  return tokens_.Seal({position.epoch, position.seq}, kBinding);
}

absl::StatusOr<storage::Position> ChangeTokens::Open(absl::string_view token) const {
  const auto numbers = tokens_.Open(token, kBinding);
  if (numbers.has_value()) return storage::Position{(*numbers)[0], (*numbers)[1]};
  return InvalidArgument("this is no change token of the register")
      .Reason(v1::ERROR_REASON_INVALID_CHANGE_TOKEN)
      .Field("probity-at-least");
}

}  // namespace probity::core

// Named static tokens: for development. The server accepts them only on loopback or a Unix socket,
// and only for a register that was made for development (services/server.h checks).
#ifndef PROBITY_SERVICES_RPC_STATIC_TOKENS_H_
#define PROBITY_SERVICES_RPC_STATIC_TOKENS_H_

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/rpc/authenticator.h"
#include "storage/rng.h"

namespace probity::rpc {

struct NamedToken {
  Principal principal;
  std::string hash;  // HashToken() of the token: the configuration never holds the token itself.
};

// 64 hexadecimal digits: BLAKE2b-256 of the token.
std::string HashToken(absl::string_view token);
// A new token of 256 random bits.
std::string MakeToken(storage::Rng& rng);

// Expects "Bearer TOKEN". Every hash is compared, each in constant time, so that the time of an
// answer tells neither whose token it was nor how much of it was right.
class StaticTokens final : public Authenticator {
 public:
  // INVALID_ARGUMENT for a hash that is none, or that two principals share.
  static absl::StatusOr<StaticTokens> Make(std::vector<NamedToken> tokens);
  absl::StatusOr<Principal> Authenticate(absl::string_view authorization) const override;

 private:
  struct Entry {
    Principal principal;
    std::array<uint8_t, 32> hash;
  };
  std::vector<Entry> entries_;
};

}  // namespace probity::rpc

#endif  // PROBITY_SERVICES_RPC_STATIC_TOKENS_H_

#include "services/rpc/static_tokens.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/strip.h"
#include "proto/support/error.h"
#include "sodium.h"

namespace probity::rpc {
namespace {

using Hash = std::array<uint8_t, 32>;

Hash RawHash(absl::string_view token) {
  Hash hash;
  crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const uint8_t*>(token.data()),
                     token.size(), nullptr, 0);
  return hash;
}

bool ParseHash(absl::string_view text, Hash& hash) {
  const bool hex = std::all_of(text.begin(), text.end(),
                               [](unsigned char c) { return absl::ascii_isxdigit(c); });
  if (!hex || text.size() != 2 * hash.size()) return false;
  const std::string bytes = absl::HexStringToBytes(text);
  std::copy(bytes.begin(), bytes.end(), hash.begin());
  return true;
}

std::string Hex(const Hash& bytes) {
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}

}  // namespace

std::string HashToken(absl::string_view token) { return Hex(RawHash(token)); }

std::string MakeToken(storage::Rng& rng) {
  Hash bytes;
  rng.Fill(absl::MakeSpan(bytes));
  return Hex(bytes);
}

absl::StatusOr<StaticTokens> StaticTokens::Make(std::vector<NamedToken> tokens) {
  StaticTokens made;
  for (NamedToken& token : tokens) {
    Entry entry = {.principal = std::move(token.principal), .hash = {}};
    if (!ParseHash(token.hash, entry.hash)) {
      return absl::InvalidArgumentError("a token's hash is 64 hexadecimal digits");
    }
    for (const Entry& other : made.entries_) {
      if (other.hash == entry.hash) {
        return absl::InvalidArgumentError("two principals have the same token");
      }
    }
    made.entries_.push_back(std::move(entry));
  }
  return made;
}

absl::StatusOr<Principal> StaticTokens::Authenticate(absl::string_view authorization) const {
  if (authorization.empty()) {
    return Unauthenticated("the call brings no credentials")
        .Reason(v1::ERROR_REASON_NO_CREDENTIALS);
  }
  const Entry* found = nullptr;
  if (absl::ConsumePrefix(&authorization, "Bearer ")) {
    const Hash hash = RawHash(authorization);
    for (const Entry& entry : entries_) {
      if (sodium_memcmp(entry.hash.data(), hash.data(), hash.size()) == 0) found = &entry;
    }
  }
  if (found != nullptr) return found->principal;
  return Unauthenticated("the credentials are nobody's").Reason(v1::ERROR_REASON_BAD_CREDENTIALS);
}

}  // namespace probity::rpc

#include "storage/sealing/digest.h"

#include "sodium.h"
#include "storage/big_endian.h"

namespace probity::sealing {
namespace {

const unsigned char* Bytes(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

std::string Digester::Digest(absl::string_view use, absl::string_view bytes) const {
  std::string prefix;
  storage::AppendBigEndian(prefix, static_cast<uint32_t>(use.size()));
  prefix.append(use.data(), use.size());
  std::string digest(32, '\0');
  crypto_generichash_state state;
  crypto_generichash_init(&state, key_.data(), SecretKey::kBytes, digest.size());
  crypto_generichash_update(&state, Bytes(prefix), prefix.size());
  crypto_generichash_update(&state, Bytes(bytes), bytes.size());
  crypto_generichash_final(&state, reinterpret_cast<unsigned char*>(digest.data()), digest.size());
  return digest;
}

}  // namespace probity::sealing

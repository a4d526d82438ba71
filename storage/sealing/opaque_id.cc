#include "storage/sealing/opaque_id.h"

#include <openssl/evp.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <thread>

#include "proto/support/error.h"
#include "storage/big_endian.h"

namespace probity::sealing {
namespace {

constexpr int kBlockBytes = 16;
constexpr size_t kIdOffset = 8;

EVP_CIPHER_CTX* NewContext(const SecretKey& key, int encrypt) {
  EVP_CIPHER_CTX* const context = EVP_CIPHER_CTX_new();
  // Fails only when memory has run out.
  if (context == nullptr ||
      EVP_CipherInit_ex(context, EVP_aes_256_ecb(), nullptr, key.data(), nullptr, encrypt) != 1 ||
      EVP_CIPHER_CTX_set_padding(context, 0) != 1) {
    std::abort();
  }
  return context;
}

// One block, which leaves the context as it was.
OpaqueId Run(EVP_CIPHER_CTX* context, const OpaqueId& block) {
  OpaqueId out;
  int written = 0;
  if (EVP_CipherUpdate(context, out.data(), &written, block.data(), kBlockBytes) != 1 ||
      written != kBlockBytes) {
    std::abort();
  }
  return out;
}

}  // namespace

void OpaqueIds::FreeContext::operator()(evp_cipher_ctx_st* context) const {
  EVP_CIPHER_CTX_free(context);
}

OpaqueIds::OpaqueIds(const SecretKey& key) {
  for (Lane& lane : lanes_) {
    lane.encrypt.reset(NewContext(key, 1));
    lane.decrypt.reset(NewContext(key, 0));
  }
}

OpaqueIds::~OpaqueIds() = default;

OpaqueIds::Lane& OpaqueIds::MyLane() const {
  return lanes_[std::hash<std::thread::id>()(std::this_thread::get_id()) % kLanes];
}

OpaqueId OpaqueIds::Hide(v1::Kind kind, int64_t id) const {
  std::string block;
  storage::AppendBigEndian(block, static_cast<uint16_t>(kind));
  block.resize(kIdOffset);
  storage::AppendBigEndian(block, id);
  OpaqueId plain;
  std::copy(block.begin(), block.end(), plain.begin());
  Lane& lane = MyLane();
  const std::lock_guard lock(lane.mutex);
  return Run(lane.encrypt.get(), plain);
}

absl::StatusOr<int64_t> OpaqueIds::Reveal(v1::Kind kind, const OpaqueId& opaque) const {
  OpaqueId plain;
  {
    Lane& lane = MyLane();
    const std::lock_guard lock(lane.mutex);
    plain = Run(lane.decrypt.get(), opaque);
  }
  const auto found = storage::LoadBigEndian<uint64_t>(plain.data());
  const auto id = storage::LoadBigEndian<int64_t>(plain.data() + kIdOffset);
  if (found != static_cast<uint64_t>(kind) << 48 || id <= 0) return NotFound();
  return id;
}

}  // namespace probity::sealing

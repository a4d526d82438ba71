// Ids as the outside sees them. Inside, ids count up; outside they betray neither order nor number.
#ifndef PROBITY_STORAGE_SEALING_OPAQUE_ID_H_
#define PROBITY_STORAGE_SEALING_OPAQUE_ID_H_

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>

#include "absl/status/statusor.h"
#include "probity/v1/options.pb.h"
#include "proto/support/resource_name.h"
#include "storage/sealing/secret_key.h"

struct evp_cipher_ctx_st;

namespace probity::sealing {

// A keyed permutation: one block of AES-256, which holds kind (u16), 6 zero bytes and id (u64), big
// endian. Thread-safe; threads seldom wait for each other.
class OpaqueIds {
 public:
  explicit OpaqueIds(const SecretKey& key);
  ~OpaqueIds();

  OpaqueId Hide(v1::Kind kind, int64_t id) const;
  // NOT_FOUND if no resource of that kind can have this id.
  absl::StatusOr<int64_t> Reveal(v1::Kind kind, const OpaqueId& opaque) const;

 private:
  struct FreeContext {
    void operator()(evp_cipher_ctx_st* context) const;
  };
  using Context = std::unique_ptr<evp_cipher_ctx_st, FreeContext>;
  // OpenSSL's contexts are not to be shared, and dear to make.
  struct alignas(64) Lane {
    std::mutex mutex;
    Context encrypt;
    Context decrypt;
  };
  static constexpr size_t kLanes = 8;
  Lane& MyLane() const;

  mutable std::array<Lane, kLanes> lanes_;
};

}  // namespace probity::sealing

#endif  // PROBITY_STORAGE_SEALING_OPAQUE_ID_H_

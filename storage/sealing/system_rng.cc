#include "storage/sealing/system_rng.h"

#include <cstdlib>

#include "sodium.h"

namespace probity::sealing {

SystemRng::SystemRng() {
  // ChaCha20 in the process, keyed anew by the kernel: a nonce costs no system call.
  randombytes_set_implementation(&randombytes_internal_implementation);
  if (sodium_init() < 0) std::abort();  // No randomness: nothing would be secret.
}

void SystemRng::Fill(absl::Span<uint8_t> bytes) { randombytes_buf(bytes.data(), bytes.size()); }

}  // namespace probity::sealing

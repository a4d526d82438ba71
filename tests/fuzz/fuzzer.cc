// What libFuzzer calls, for the target that the build names.
#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"
#include "tests/fuzz/targets.h"

namespace {

using probity::matching::fuzz::kTargets;
using probity::matching::fuzz::Target;

constexpr const Target& Named(absl::string_view name) {
  for (const Target& target : kTargets) {
    if (target.name == name) return target;
  }
  return kTargets[0];
}

constexpr const Target& kTarget = Named(PROBITY_FUZZ_TARGET);
static_assert(kTarget.name == PROBITY_FUZZ_TARGET);

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  kTarget.run({reinterpret_cast<const char*>(data), size});
  return 0;
}

// What all targets check by.
#ifndef PROBITY_TESTS_FUZZ_REQUIRE_H_
#define PROBITY_TESTS_FUZZ_REQUIRE_H_

#include <unicode/utf8.h>

#include <cstdlib>
#include <iostream>
#include <memory>
#include <utility>

#include "absl/strings/string_view.h"
#include "services/matching/model.h"

namespace probity::matching::fuzz {

// Ends the program with what it was unless it holds: a finding for a fuzzer and for ctest.
inline void Require(bool holds, absl::string_view what) {
  if (holds) return;
  std::cerr << "does not hold: " << what << std::endl;
  std::abort();
}

inline bool IsUtf8(absl::string_view text) {
  const auto length = static_cast<int32_t>(text.size());
  for (int32_t at = 0; at < length;) {
    UChar32 c;
    U8_NEXT(text.data(), at, length, c);
    if (c < 0) return false;
  }
  return true;
}

// The built-in model, parsed once.
inline const std::shared_ptr<const Model>& BuiltIn() {
  static const auto* const model = new std::shared_ptr<const Model>(Model::BuiltIn().value());
  return *model;
}

}  // namespace probity::matching::fuzz

#endif  // PROBITY_TESTS_FUZZ_REQUIRE_H_

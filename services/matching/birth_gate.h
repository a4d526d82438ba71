// Whether dates of birth surely contradict, without comparing them. Internal to services/matching.
#ifndef PROBITY_SERVICES_MATCHING_BIRTH_GATE_H_
#define PROBITY_SERVICES_MATCHING_BIRTH_GATE_H_

#include <cstdint>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/types/span.h"
#include "services/matching/attributes.h"

namespace probity::matching {

// The digits of a subject's only date of birth, four bits each, if it names a day; else 0.
inline uint32_t BirthCode(absl::Span<const BirthDate> births) {
  if (births.size() != 1 || !IsDay(births[0])) return 0;
  const BirthDate& birth = births[0];
  uint32_t code = 0;
  int number = birth.year * 10'000 + birth.month * 100 + birth.day;
  for (int shift = 0; shift < 32; shift += 4, number /= 10) {
    code |= static_cast<uint32_t>(number % 10) << shift;
  }
  return code;
}

// The day that a code other than 0 stands for.
inline BirthDate DayOf(uint32_t code) {
  int number = 0;
  for (int shift = 28; shift >= 0; shift -= 4) {
    number = number * 10 + static_cast<int>(code >> shift & 0xf);
  }
  return {.year = number / 10'000, .month = number / 100 % 100, .day = number % 100};
}

// Most subjects who share a word with a candidate were born in quite another year: this tells them
// apart by one number each, so that neither their names nor their dates are looked at.
class BirthGate {
 public:
  BirthGate(absl::Span<const BirthDate> candidate, const Weights& weights) {
    if (weights.birth_apart >= 0 || weights.birth_far_apart >= 0) return;
    for (const BirthDate& birth : candidate) {
      codes_.push_back(BirthCode({&birth, 1}));
    }
    if (absl::c_linear_search(codes_, 0u)) codes_.clear();
  }

  // Whether it tells anybody apart.
  bool Tells() const { return !codes_.empty(); }

  // False if it cannot tell.
  bool Contradicts(uint32_t code) const {
    return code != 0 && !codes_.empty() &&
           absl::c_none_of(codes_, [code](uint32_t own) { return MayBeNear(own, code); });
  }

 private:
  // Of two days everything but these contradicts (CompareBirths): one year, one day of the year, at
  // most two digits that differ, or a 1 January, which stands for the year.
  static bool MayBeNear(uint32_t a, uint32_t b) {
    const uint32_t differ = a ^ b;
    if (differ >> 16 == 0 || (differ & 0xffff) == 0) return true;
    if ((a & 0xffff) == 0x0101 || (b & 0xffff) == 0x0101) return true;
    uint32_t digits = (differ | differ >> 1 | differ >> 2 | differ >> 3) & 0x11111111;
    digits &= digits - 1;
    return (digits & (digits - 1)) == 0;
  }

  std::vector<uint32_t> codes_;
};

}  // namespace probity::matching

#endif  // PROBITY_SERVICES_MATCHING_BIRTH_GATE_H_

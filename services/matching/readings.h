// How the letters and characters of other scripts are read in Latin: which sounds (sound.h) each
// stands for, and how often, learned from names written in both. Internal to services/matching.
#ifndef PROBITY_SERVICES_MATCHING_READINGS_H_
#define PROBITY_SERVICES_MATCHING_READINGS_H_

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/matching/model.h"

namespace probity::matching {

// What is read as a whole: a letter, a character, a letter of a Hangul syllable.
std::vector<char32_t> UnitsOf(absl::string_view native);

// At most so many sounds of Latin stand for one unit.
inline constexpr size_t kMaxReading = 5;

class Readings {
 public:
  // Lines of a unit and its readings with what each costs: "с s 0 k 4100 - 5200"; "-" is silence.
  // INTERNAL if one is malformed.
  static absl::StatusOr<Readings> Parse(absl::string_view text);

  // Whether any of the units can be read; else there is nothing to compare by.
  bool Knows(const std::vector<char32_t>& units) const;

  // The least that reading these units as this sound costs: 0 if each is read as it mostly is.
  // Stops at `limit` and returns above it.
  Millibits Cost(const std::vector<char32_t>& units, absl::string_view sound,
                 Millibits limit) const;
  // The same of a word of a to z: what other spellings of its name sound like.
  Millibits CostOfSpelling(absl::string_view latin, absl::string_view sound, Millibits limit) const;

 private:
  struct Reading {
    uint32_t sounds;  // Packed, five bits each.
    Millibits cost;
  };
  void AddSpellings();

  // What a reading that was never met costs: per sound, and for silence.
  Millibits unheard_ = 0;
  absl::flat_hash_map<char32_t, std::vector<Reading>> units_;
  // Of a to z: the cost of each reading of up to kLongestSpelling sounds, by PackSounds.
  static constexpr size_t kLongestSpelling = 2;
  std::vector<std::array<uint16_t, 1 << 5 * kLongestSpelling>> spellings_;
};

// Sounds of at most kMaxReading letters as one number; the empty one is 0.
inline uint32_t PackSounds(absl::string_view sounds) {
  uint32_t packed = 0;
  for (char c : sounds) packed = packed << 5 | static_cast<uint32_t>(c - 'a' + 1);
  return packed;
}

}  // namespace probity::matching

#endif  // PROBITY_SERVICES_MATCHING_READINGS_H_

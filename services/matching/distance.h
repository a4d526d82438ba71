// How far two words are apart. Internal to services/matching.
#ifndef PROBITY_SERVICES_MATCHING_DISTANCE_H_
#define PROBITY_SERVICES_MATCHING_DISTANCE_H_

#include "absl/strings/string_view.h"

namespace probity::matching {

// What it takes to turn one sound into the other, in thousandths of a letter; vowels cost less than
// consonants and neighbours in sound less than strangers. Stops at `limit` and returns above it.
// `loose`: one side's script says little about vowels.
int SoundDistance(absl::string_view a, absl::string_view b, int limit, bool loose);

// The same between a word of abjad codes and a sound.
int AbjadDistance(absl::string_view codes, absl::string_view sound, int limit);

// Letters changed, left out, added, or exchanged with their neighbour (optimal string alignment).
// Stops at `limit` and returns above it.
int EditDistance(absl::string_view a, absl::string_view b, int limit);

}  // namespace probity::matching

#endif  // PROBITY_SERVICES_MATCHING_DISTANCE_H_

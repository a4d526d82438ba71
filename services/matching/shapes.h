// What of two words can be told from their shapes, and how far apart they may be. Internal to
// services/matching.
#ifndef PROBITY_SERVICES_MATCHING_SHAPES_H_
#define PROBITY_SERVICES_MATCHING_SHAPES_H_

#include <cstddef>

#include "services/matching/normalize.h"

namespace probity::matching {

inline constexpr int kDifferent = 750;  // Similarity: below this two words are different.
inline constexpr int kMostApart = 4;    // Letters of sound that one may have more than the other.

// Whether two sounds may begin two spellings of one name.
bool SameStart(char a, char b);

// How many letters may differ in words of this length: a cliff, not a slope.
int AllowedEdits(size_t length);
// The same of two words that are not different, by the longer one.
int AllowedLetters(int longer);
// What SoundDistance may cost, in thousandths of a letter. Up to three letters only a vowel may
// differ a little; then whole letters, by length.
int AllowedCost(int longer, int shorter);

// False only where letters, sounds, folded forms surely are too far apart.
bool NearAsLetters(const Shape& a, const Shape& b);
bool NearAsSounds(const Shape& a, const Shape& b);
bool MayFoldAlike(const Shape& a, const Shape& b);  // Of what is joined the hashes are not known.

// False only where Compare would find two different words: in a few steps, without the words.
bool MayBeAlike(const Shape& a, const Shape& b);

}  // namespace probity::matching

#endif  // PROBITY_SERVICES_MATCHING_SHAPES_H_

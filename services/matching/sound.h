// Spellings of one sound, merged. Internal to services/matching.
#ifndef PROBITY_SERVICES_MATCHING_SOUND_H_
#define PROBITY_SERVICES_MATCHING_SOUND_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace probity::matching {

// One spelling for the many that transliteration systems give a sound (tch, tsch, cz, ch: "c"; sch,
// sh, sz: "x"; kh: "h"; ou, oo: "u"; ck, q: "k"; doubles single). Letters a to z without q.
std::string SoundOf(absl::string_view latin);

// The consonants of a sound, those merged that spellings confuse (s and z, v and w, j and y at the
// start), behind one mark for a vowel at the start. Equal skeletons make a candidate, no match.
std::string SkeletonOf(absl::string_view sound);

// The consonants in seven classes, for scripts that leave the vowels out or do not tell b from p.
std::string CoarseOf(absl::string_view sound);

// The same of a word of abjad codes (letters.h): several where a letter may be silent or has two
// common readings.
std::vector<std::string> CoarseOfAbjad(absl::string_view codes);

// Sets of letters, by which most pairs of words are told apart before any alignment: every letter
// that only one side has, or has twice, costs at least one edit. ConsonantsOf counts as one those
// that SoundDistance exchanges for less than a letter (not loosely).
using LetterSet = uint64_t;
LetterSet LettersOf(absl::string_view latin);
LetterSet ConsonantsOf(absl::string_view sound);

// All letters of both, as often as both together have them.
LetterSet Together(LetterSet a, LetterSet b);

// How many letters `a` has that `b` has not, at least.
int Missing(LetterSet a, LetterSet b);

inline bool IsVowel(char letter) {
  constexpr uint32_t kVowels = 1u << 0 | 1u << 4 | 1u << 8 | 1u << 14 | 1u << 20;  // aeiou
  return letter >= 'a' && letter <= 'z' && (kVowels >> (letter - 'a') & 1) != 0;
}

}  // namespace probity::matching

#endif  // PROBITY_SERVICES_MATCHING_SOUND_H_

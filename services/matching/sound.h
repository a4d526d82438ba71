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

// What it takes to turn one sound into the other, in thousandths of a letter; vowels cost less than
// consonants and neighbours in sound less than strangers. Stops at `limit` and returns above it.
// `loose`: one side's script says little about vowels.
int SoundDistance(absl::string_view a, absl::string_view b, int limit, bool loose);

// The same between a word of abjad codes and a sound.
int AbjadDistance(absl::string_view codes, absl::string_view sound, int limit);

// Letters changed, left out, added, or exchanged with their neighbour (optimal string alignment).
// Stops at `limit` and returns above it.
int EditDistance(absl::string_view a, absl::string_view b, int limit);

// Sets of letters, a bit each, by which most pairs of words are told apart before any alignment:
// every letter that only one side has costs at least one edit. ConsonantsOf counts as one those
// that SoundDistance exchanges for less than a letter (not loosely).
uint32_t LettersOf(absl::string_view latin);
uint32_t ConsonantsOf(absl::string_view sound);

bool IsVowel(char letter);

}  // namespace probity::matching

#endif  // PROBITY_SERVICES_MATCHING_SOUND_H_

// What makes two words of nearly the same letters different names, or one that was mistyped.
// Internal to services/matching.
#ifndef PROBITY_SERVICES_MATCHING_UNLIKE_H_
#define PROBITY_SERVICES_MATCHING_UNLIKE_H_

#include "absl/strings/string_view.h"
#include "services/matching/normalize.h"

namespace probity::matching {

// "Maria" and "Mario": a letter that tells woman from man.
bool DifferInGender(absl::string_view a, absl::string_view b);

// A letter left out or doubled, or two exchanged: what a finger does, and hardly another name; a
// letter that is another one ("Goran", "Zoran") is. False of short words.
bool IsSlip(absl::string_view a, absl::string_view b);

// By sounds: "Harris" and "Harrison", one is made of the other.
bool IsDerived(absl::string_view a, absl::string_view b);

// Kana write every vowel and Thai the last one, so that "ヒロシ" is no Hiroko and "イチロウ" no
// Jiro; what foreign names add ("u", "o"), a silent e, and consonants that Japanese has not are no
// evidence. False of words of other scripts.
bool HasOtherVowels(const Word& loose, const Word& latin);

}  // namespace probity::matching

#endif  // PROBITY_SERVICES_MATCHING_UNLIKE_H_

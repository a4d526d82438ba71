// Thai and Khmer in Latin letters. Internal to letters.cc.
#ifndef PROBITY_SERVICES_MATCHING_LETTERS_SOUTHEAST_H_
#define PROBITY_SERVICES_MATCHING_LETTERS_SOUTHEAST_H_

#include <unicode/unistr.h>

#include <string>

namespace probity::matching {

// As names are romanised in passports, roughly: ICU spells Thai letter by letter, with the silent
// ones and vowels out of their place, and does not know Khmer. Empty for other scripts.
std::string SpellSoutheastAsian(const icu::UnicodeString& word);

}  // namespace probity::matching

#endif  // PROBITY_SERVICES_MATCHING_LETTERS_SOUTHEAST_H_

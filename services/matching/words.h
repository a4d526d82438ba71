// One word of a name and its forms. Internal to services/matching.
#ifndef PROBITY_SERVICES_MATCHING_WORDS_H_
#define PROBITY_SERVICES_MATCHING_WORDS_H_

#include <string>
#include <vector>

#include "services/matching/normalize.h"

namespace probity::matching {

// A word with its forms and worth; role and tag are the rules' to set.
Word MakeWord(const RawWord& raw, const Tables& tables);

// A word of plain Latin letters, for rules that join or split words.
Word MakeLatinWord(absl::string_view latin, const Tables& tables);

// Under what data/words.txt knows it: its sound, the codes of an abjad word, or its characters.
absl::string_view FrequencyKey(const Word& word);

// The word that "abd" forms with the name that follows ("rahman").
Word MakeAbdWord(absl::string_view rest, const Tables& tables);

// The keys under which scripts without vowels find it, and it them.
std::vector<std::string> CoarseKeys(const Word& word);

}  // namespace probity::matching

#endif  // PROBITY_SERVICES_MATCHING_WORDS_H_

// One word of a name: its forms, and how like another it is. Internal to services/matching.
#ifndef PROBITY_SERVICES_MATCHING_WORDS_H_
#define PROBITY_SERVICES_MATCHING_WORDS_H_

#include <string>
#include <vector>

#include "services/matching/normalize.h"
#include "services/matching/score.h"

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

struct Likeness {
  int similarity = 0;  // 0 to 1000; below 750 they are different words.
  Level level = Level::kConflict;
};
Likeness Compare(const Word& a, const Word& b, const Tables& tables);

// False only where Compare would find two different words: in a few steps, without the words.
bool MayBeAlike(const Shape& a, const Shape& b);

// How many letters may differ in words of this length: a cliff, not a slope.
int AllowedEdits(size_t length);

}  // namespace probity::matching

#endif  // PROBITY_SERVICES_MATCHING_WORDS_H_

// The words of a lexicon that are like a given one. Internal to services/matching.
#ifndef PROBITY_SERVICES_MATCHING_ALIKE_H_
#define PROBITY_SERVICES_MATCHING_ALIKE_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/types/span.h"
#include "services/matching/lexicon.h"
#include "services/matching/postings.h"

namespace probity::matching {

// A word by which names are found, by its number, and how like it is: Likeness::similarity, not 0.
struct Alike {
  uint32_t word = 0;
  int32_t similarity = 0;
};

// By rising number: the word itself, its nicknames, and its neighbours as far as a comparison
// agrees.
std::vector<Alike> FindAlike(const Lexicon& lexicon, const Word& word, const Tables& tables);

// What FindAlike gives for the words that many have, worked out once: they are asked for most, and
// comparing a word with its neighbours is most of a search.
class FrequentWords {
 public:
  FrequentWords() = default;
  FrequentWords(const Lexicon& lexicon, const Postings& words, const Tables& tables);

  // Nothing for other words.
  std::optional<absl::Span<const Alike>> Find(uint32_t word) const;

 private:
  std::vector<uint32_t> words_;  // Rising; of each where its own begin and end.
  std::vector<uint32_t> ends_;
  std::vector<Alike> alike_;
};

}  // namespace probity::matching

#endif  // PROBITY_SERVICES_MATCHING_ALIKE_H_

#include "services/matching/alike.h"

#include <algorithm>

#include "absl/algorithm/container.h"
#include "services/matching/keys.h"
#include "services/matching/likeness.h"
#include "services/matching/sort_unique.h"
#include "services/matching/words.h"

namespace probity::matching {
namespace {

constexpr size_t kFrequent = 64;  // Subjects of a segment that have the word.

// Keys of the nicknames of a word, or of what it is a nickname of.
std::vector<uint64_t> NicknameKeys(const Word& word, const Tables& tables) {
  std::vector<uint64_t> keys;
  const auto found = tables.nicknames.find(word.latin);
  if (found == tables.nicknames.end()) return keys;
  for (int pair : found->second) {
    const auto& [formal, nickname] = tables.nickname_pairs[pair];
    keys.push_back(MakeLatinWord(formal == word.latin ? nickname : formal, tables).key);
  }
  return keys;
}

}  // namespace

std::vector<Alike> FindAlike(const Lexicon& lexicon, const Word& word, const Tables& tables) {
  std::vector<uint32_t> numbers = lexicon.Neighbours(word);
  std::vector<uint64_t> known = NicknameKeys(word, tables);
  known.push_back(word.key);
  for (uint64_t key : known) {
    const auto [begin, end] = lexicon.Find(key);
    for (uint32_t number = begin; number < end; ++number) numbers.push_back(number);
  }
  SortUnique(numbers);
  std::vector<Alike> alike;
  for (const uint32_t number : numbers) {
    const Word& other = lexicon.word(number);
    if (!IsSearchable(other)) continue;
    const Likeness likeness = Compare(word, other, tables, /*east_asian=*/true);
    if (likeness.similarity > 0) alike.push_back({number, likeness.similarity});
  }
  return alike;
}

FrequentWords::FrequentWords(const Lexicon& lexicon, const Postings& words, const Tables& tables) {
  ends_.push_back(0);
  for (uint32_t word = 0; word < lexicon.size(); ++word) {
    if (words.Of(word).size() < kFrequent) continue;
    const std::vector<Alike> alike = FindAlike(lexicon, lexicon.word(word), tables);
    alike_.insert(alike_.end(), alike.begin(), alike.end());
    words_.push_back(word);
    ends_.push_back(static_cast<uint32_t>(alike_.size()));
  }
  words_.shrink_to_fit();
  ends_.shrink_to_fit();
  alike_.shrink_to_fit();
}

std::optional<absl::Span<const Alike>> FrequentWords::Find(uint32_t word) const {
  const auto found = absl::c_lower_bound(words_, word);
  if (found == words_.end() || *found != word) return std::nullopt;
  const size_t at = found - words_.begin();
  return absl::MakeConstSpan(alike_).subspan(ends_[at], ends_[at + 1] - ends_[at]);
}

}  // namespace probity::matching

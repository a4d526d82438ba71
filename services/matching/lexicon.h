// The words of a segment. Internal to services/matching.
#ifndef PROBITY_SERVICES_MATCHING_LEXICON_H_
#define PROBITY_SERVICES_MATCHING_LEXICON_H_

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "services/matching/directory.h"
#include "services/matching/hash_rows.h"
#include "services/matching/normalize.h"

namespace probity::matching {

// Each word once, whatever number of names has it. A word's number is its place, and words of one
// key stand side by side: other natives of the same word, and the same as a name or as a particle.
class Lexicon {
 public:
  Lexicon() = default;
  // Distinct, in the order of OrderOf.
  explicit Lexicon(std::vector<Word> words);

  static std::tuple<uint64_t, Role, const std::string&> OrderOf(const Word& word) {
    return {word.key, word.role, word.native};
  }

  uint32_t size() const { return static_cast<uint32_t>(words_.size()); }
  const Word& word(uint32_t number) const { return words_[number]; }

  // The numbers of the words with this key, from the first to before the second.
  std::pair<uint32_t, uint32_t> Find(uint64_t key) const;

  // The number of this very word, if it is here.
  std::optional<uint32_t> Find(const Word& word) const;

  // Words by which names are found and that may be like the given one, by rising number; the caller
  // compares them.
  std::vector<uint32_t> Neighbours(const Word& word) const;

 private:
  std::vector<Word> words_;
  std::vector<uint64_t> keys_;  // Theirs,
  std::vector<Shape> shapes_;   // and theirs, close together.
  Directory<uint64_t> directory_;
  HashRows spelling_;        // Latin forms and skeletons with their deletions.
  HashRows coarse_;          // Coarse keys of all words, for searches in scripts without vowels.
  HashRows coarse_foreign_;  // Those of words in such scripts, for searches in Latin.
};

// Collects words for a lexicon.
class WordCollector {
 public:
  // The number of a word among those collected; the same for equal words.
  uint32_t Add(const Word& word);
  uint32_t size() const { return static_cast<uint32_t>(words_.size()); }
  // The lexicon, and for each number of Add's the one that the word has in it. Once.
  std::pair<Lexicon, std::vector<uint32_t>> Finish();

 private:
  using Key = std::tuple<uint64_t, Role, std::string>;
  absl::flat_hash_map<Key, uint32_t> numbers_;
  std::vector<Word> words_;
};

}  // namespace probity::matching

#endif  // PROBITY_SERVICES_MATCHING_LEXICON_H_

// The keys under which a subject is found, beside its words. Internal.
#ifndef PROBITY_SERVICES_MATCHING_KEYS_H_
#define PROBITY_SERVICES_MATCHING_KEYS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "services/matching/normalize.h"

namespace probity::matching {

// A word by which names are found: no particle, title or initial.
bool IsSearchable(const Word& word);

// A hash of this very word: words of one Word::key that are written otherwise have another.
uint64_t NativeKey(const Word& word);

// True of a name with at most one word by which it is found: one in common can be the whole name.
bool IsShort(const PreparedName& name);

// All keys of a record, sorted, each once: its identifiers, days of birth, names in one, short
// names, and each two words of a name.
std::vector<uint32_t> RecordKeys(const Prepared& record);

// Under which of them a candidate looks:

// Equal identifiers.
std::vector<uint32_t> IdentifierKeys(const Prepared& candidate);

// Identifiers one edit apart, as far as that counts as nearly equal. None of those with more than
// kLongestNearIdentifier bytes, which nobody copies by hand.
struct NearKeys {
  std::vector<uint32_t> keys{};
  bool cut = false;  // From about kMostNearKeys on identifiers are left out.
};
NearKeys NearIdentifierKeys(const Prepared& candidate);
inline constexpr size_t kLongestNearIdentifier = 32;
inline constexpr size_t kMostNearKeys = 20'000;

// Names that sound in one as the candidate's, or long ones with the same consonants: as written,
// with the last word first and with the first word last, for names that are divided otherwise on
// record.
std::vector<uint32_t> JoinedKeys(const Prepared& candidate);

// Who was born on a day of the candidate's, or on one with day and month exchanged. Nobody on a
// 1 January, which stands for "that year" in many registers.
std::vector<uint32_t> BirthKeys(const Prepared& candidate);

// Short names of this word; names with these two words. `word` is Word::key.
uint32_t ShortNameKey(uint64_t word);
uint32_t PairKey(uint64_t one, uint64_t other);

// Of a longer name only the first of these many words make pairs.
inline constexpr size_t kMostPairWords = 12;

// The word itself and, if it has at least `shortest` letters, with each of them left out: words one
// letter apart meet here.
std::vector<uint32_t> Deletions(absl::string_view word, size_t shortest, uint64_t kind);

}  // namespace probity::matching

#endif  // PROBITY_SERVICES_MATCHING_KEYS_H_

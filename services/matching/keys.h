// The blocking keys under which a subject is found: its words, and exact keys. Internal.
#ifndef PROBITY_SERVICES_MATCHING_KEYS_H_
#define PROBITY_SERVICES_MATCHING_KEYS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "services/matching/normalize.h"

namespace probity::matching {

// A word by which names are found: no particle, title or initial.
bool IsSearchable(const Word& word);

// Keys that need no neighbourhood, sorted: each identifier; each name's consonants in one, as
// written and with the last word first (for names that are divided otherwise there); and each day
// of birth with each frequent word, for words that too many share.
std::vector<uint64_t> ExactKeys(const Prepared& prepared);

// Keys under which identifiers meet that are one edit apart, as far as that counts as nearly equal.
std::vector<uint64_t> NearKeys(const Prepared& prepared);

// True if some name has at most one searchable word: then one word in common can be a whole name.
bool HasShortName(const Prepared& prepared);

// The word itself and, if it has at least `shortest` letters, with each of them left out: words one
// letter apart meet here.
std::vector<uint32_t> Deletions(absl::string_view word, size_t shortest, uint64_t kind);

}  // namespace probity::matching

#endif  // PROBITY_SERVICES_MATCHING_KEYS_H_

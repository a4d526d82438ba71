// The subjects of a segment, packed: what a comparison needs of each in some sixty bytes. Internal.
#ifndef PROBITY_SERVICES_MATCHING_PACKED_H_
#define PROBITY_SERVICES_MATCHING_PACKED_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "services/matching/lexicon.h"
#include "services/matching/normalize.h"

namespace probity::matching {

// A subject in numbers of four bytes:
//   what follows how often (names, births, nationalities, identifiers), sex, whether it was cut
//   version (two numbers)
//   each date of birth; each name as a head and its words; each nationality; each identifier as a
//   head and its text
// Words are numbers of a lexicon, so that a subject is read without a string where that is enough.
using PackedRow = absl::Span<const uint32_t>;

// A word of a name: its number in the lexicon, and its tag.
struct PackedWord {
  explicit PackedWord(uint32_t packed) : bits(packed) {}
  PackedWord(uint32_t number, Tag tag) : bits(number << 2 | static_cast<uint32_t>(tag)) {}
  uint32_t number() const { return bits >> 2; }
  Tag tag() const { return static_cast<Tag>(bits & 3); }

  uint32_t bits;
};

// Adds a subject. `numbers` are those of its words, name after name.
void Pack(const Prepared& prepared, uint64_t version, absl::Span<const uint32_t> numbers,
          std::vector<uint32_t>& out);

// Gives each word of the row the number that `numbers` has at its present one.
void Renumber(absl::Span<uint32_t> row, absl::Span<const uint32_t> numbers);

uint64_t VersionOf(PackedRow row);
std::vector<BirthDate> BirthsOf(PackedRow row);

// All of it; the words are the lexicon's.
Prepared Unpack(PackedRow row, const Lexicon& lexicon);

// Walks the names of a row: while (names.Next()) names.words().
class NameWalk {
 public:
  explicit NameWalk(PackedRow row);
  bool Next();
  absl::Span<const uint32_t> words() const { return words_; }  // Each a PackedWord.

 private:
  friend Prepared Unpack(PackedRow row, const Lexicon& lexicon);
  const uint32_t* at_;
  uint32_t left_;
  uint32_t head_ = 0;
  absl::Span<const uint32_t> words_;
};

}  // namespace probity::matching

#endif  // PROBITY_SERVICES_MATCHING_PACKED_H_

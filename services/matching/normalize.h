// From an identity as given to one that can be compared. Internal to services/matching.
// The rules of names (titles, particles, abd al-X, ...) are functions of their own: name_rules.h.
#ifndef PROBITY_SERVICES_MATCHING_NORMALIZE_H_
#define PROBITY_SERVICES_MATCHING_NORMALIZE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "services/matching/identity.h"
#include "services/matching/letters.h"
#include "services/matching/sound.h"
#include "services/matching/tables.h"

namespace probity::matching {

enum class Tag : uint8_t { kOpen, kGiven, kPatronymic, kFamily };

enum class Role : uint8_t {
  kName,
  kInitial,
  kParticle,  // al, de, van: weighs little, either side may lack it.
  kLink,      // bin, ould: as a particle, and what stands before is the son of what follows.
  kTitle,     // Dr, Mullah: weighs nothing if the other side lacks it.
};

// What tells most pairs of words apart before any alignment; zero but for Latin and alphabets.
struct Shape {
  LetterSet letters = 0;     // LettersOf latin,
  LetterSet consonants = 0;  // ConsonantsOf sound; both 0 if they are not known.
  uint16_t latin = 0;        // Lengths.
  uint16_t sound = 0;
  uint32_t whole = 0;             // Hashes of latin,
  uint32_t tail = 0;              // of all but its first letter,
  uint32_t swapped = 0;           // and with its first two letters exchanged.
  char start = 0;                 // Of the sound.
  char letter = 0;                // Of latin.
  bool has_nickname : 1 = false;  // In the table of nicknames.
  bool frequent : 1 = false;      // In the table of frequencies.
  bool otherwise : 1 = false;     // It has an other sound, with this start, length
  char other_start = 0;           // and these consonants.
  uint16_t other_sound = 0;
  LetterSet other_consonants = 0;
  bool read : 1 = false;           // By the letters of another script than Latin.
  bool folds : 1 = false;          // It may be a word of Chinese or Korean; then
  bool korean_family : 1 = false;  // whether it is in the table of Korean families,
  uint32_t chinese = 0;            // and hashes of FoldChinese
  uint32_t korean = 0;             // and FoldKorean; 0 if they are not known.
};

struct Word {
  std::string native{};           // As SplitWords gives it: what an explanation shows.
  std::string latin{};            // Plain a to z; of an abjad word its codes.
  std::string sound{};            // SoundOf; of an abjad word its codes.
  std::string other{};            // OtherSound, of Latin words.
  std::string skeleton{};         // SkeletonOf; empty for abjad and unknown scripts.
  std::vector<char32_t> units{};  // UnitsOf native, of other scripts than Latin that are read so.
  uint64_t key = 0;  // Equal for equal words: a hash of script class and latin (or native).
  Shape shape{};
  Script script = Script::kLatin;
  Role role = Role::kName;
  Tag tag = Tag::kOpen;
  Millibits worth = 0;  // What an exact agreement on this word is worth.
};

// A word where it stands in a name. The word belongs to the name, or to the lexicon of a segment.
struct NameWord {
  const Word& operator*() const { return *word; }
  const Word* operator->() const { return word; }

  const Word* word;
  Tag tag = Tag::kOpen;
};

struct PreparedName {
  std::vector<NameWord> words{};
  std::shared_ptr<const std::vector<Word>> own{};  // Those words that no lexicon has.
  int source = 0;                                  // Index into Identity::names.
  bool east_asian = false;  // A name of China or Korea, as far as can be seen.
  bool vietnamese =
      false;          // Likewise: words of one syllable, in which a letter makes another name.
  bool weak = false;  // An alias of low quality, or as reported.
  bool cut = false;   // The name has more than what was read.
};

// An identity whose attributes are in one spelling, sorted, without repetition or what is invalid.
struct Prepared {
  std::vector<PreparedName> names{};
  bool cut = false;  // Of some name, or some names, not all was read.
  std::vector<BirthDate> births{};
  std::vector<std::string> nationalities{};  // Alpha-3, successor states added.
  Sex sex = Sex::kUnknown;
  std::vector<Identifier> identifiers{};  // Upper case letters and digits; generic values dropped.
};

// Letters of all names in Latin, at least eight for a word: what comparing two costs is the product
// of theirs. At most kMaxNamesLength but for a single name.
int64_t LettersOf(const Prepared& prepared);

// Words that were made before, for who prepares many identities: most words come again.
class WordCache {
 public:
  Word Make(const RawWord& raw, const Tables& tables);

 private:
  absl::flat_hash_map<std::pair<Script, std::string>, Word> words_;
};

Prepared Prepare(const Identity& identity, const Tables& tables, WordCache& cache);
Prepared Prepare(const Identity& identity, const Tables& tables);

// One name alone, in each way that it can be read, at least one; without words if it has no usable
// letter.
std::vector<PreparedName> PrepareName(const Name& name, const Tables& tables, WordCache& cache);
std::vector<PreparedName> PrepareName(const Name& name, const Tables& tables);

}  // namespace probity::matching

#endif  // PROBITY_SERVICES_MATCHING_NORMALIZE_H_

#include "services/matching/keys.h"

#include <algorithm>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "services/matching/attributes.h"
#include "services/matching/hash.h"
#include "services/matching/sort_unique.h"
#include "services/matching/sound.h"
#include "services/matching/words.h"

namespace probity::matching {
namespace {

enum : uint64_t {
  kIdentifier = 100,
  kSounds,
  kSkeleton,
  kCoarse,
  kCoarseLatin,
  kBirth,
  kShortName,
  kPair
};

constexpr size_t kShortestJoined = 4;
constexpr size_t kShortestConsonants = 5;  // Fewer are those of many names.
constexpr size_t kLongestDeletion = 24;

uint32_t Short(uint64_t hash) { return static_cast<uint32_t>(hash >> 32); }

uint32_t IdentifierKey(IdentifierType type, absl::string_view value) {
  return Short(Hash(value, kIdentifier + (static_cast<uint64_t>(type) << 8)));
}

uint32_t BirthKey(int32_t year, int32_t month, int32_t day) {
  return Short(Mix(kBirth << 32 | static_cast<uint64_t>(year * 10'000 + month * 100 + day)));
}

bool IsFirstOfJanuary(const BirthDate& birth) { return birth.month == 1 && birth.day == 1; }

// The parts of a name to be written in one, and what kind of parts they are.
struct Parts {
  std::vector<std::string> parts{};
  uint64_t kind = kSounds;

  void AddKey(std::vector<uint32_t>& keys) const {
    const std::string joined = absl::StrJoin(parts, "");
    if (joined.size() < kShortestJoined) return;
    const std::string skeleton = kind == kSounds ? SkeletonOf(joined) : "";
    const bool consonants = skeleton.size() >= kShortestConsonants;
    keys.push_back(Short(consonants ? Hash(skeleton, kSkeleton) : Hash(joined, kind)));
  }
};

// A name as its sounds, where all its words have some, and as its coarse consonants, by which it
// meets names in scripts without vowels, or read otherwise.
struct NameParts {
  bool foreign =
      false;  // One word is in another script, or the name may meet one in Han or Hangul.
  Parts sounds{};
  Parts coarse{.kind = kCoarse};
};

NameParts PartsOf(const PreparedName& name) {
  NameParts all{.foreign = name.east_asian};
  bool written = true;
  for (const NameWord& word : name.words) {
    if (!IsSearchable(*word)) continue;
    all.foreign |= word->script != Script::kLatin && word->script != Script::kAlphabet;
    written &= !word->skeleton.empty();
    all.sounds.parts.push_back(word->sound);
    // "Wu" and "Yoo" have no consonant that counts.
    std::vector<std::string> keys = CoarseKeys(*word);
    if (!keys.empty()) all.coarse.parts.push_back(std::move(keys[0]));
  }
  if (!written) all.sounds.parts.clear();
  return all;
}

// As written, with the last part first, and with the first part last.
void AddTurned(Parts parts, std::vector<uint32_t>& keys) {
  parts.AddKey(keys);
  if (parts.parts.size() < 2) return;
  Parts turned = parts;
  absl::c_rotate(turned.parts, turned.parts.end() - 1);
  turned.AddKey(keys);
  absl::c_rotate(parts.parts, parts.parts.begin() + 1);
  parts.AddKey(keys);
}

void AddPairs(const PreparedName& name, std::vector<uint32_t>& keys) {
  std::vector<uint64_t> words;
  for (const NameWord& word : name.words) {
    if (IsSearchable(*word) && words.size() < kMostPairWords) words.push_back(word->key);
  }
  for (size_t i = 0; i < words.size(); ++i) {
    for (size_t j = i + 1; j < words.size(); ++j) keys.push_back(PairKey(words[i], words[j]));
  }
}

// What a wrong byte may be: a digit or a letter, and where the value has letters of other scripts
// one of theirs.
std::string SignsOf(absl::string_view value) {
  std::string signs = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  if (absl::c_all_of(value, absl::ascii_isascii)) return signs;
  for (int later = 0x80; later < 0xC0; ++later) signs.push_back(static_cast<char>(later));
  for (const char c : value) {
    if (!absl::StrContains(signs, c)) signs.push_back(c);
  }
  return signs;
}

// All that is one edit from the value.
template <typename Visit>
void ForEachNear(const std::string& value, Visit visit) {
  const std::string signs = SignsOf(value);
  std::string near = value;
  for (size_t i = 0; i < value.size(); ++i) {
    for (const char sign : signs) {
      if (sign == value[i]) continue;
      near[i] = sign;
      visit(near);
    }
    near[i] = value[i];
    if (i + 1 == value.size() || value[i] == value[i + 1]) continue;
    std::swap(near[i], near[i + 1]);
    visit(near);
    std::swap(near[i], near[i + 1]);
  }
  for (size_t i = 0; i <= value.size(); ++i) {
    for (const char sign : signs) {
      near = value;
      near.insert(i, 1, sign);
      visit(near);
    }
    if (i == value.size()) break;
    near = value;
    near.erase(i, 1);
    visit(near);
  }
}

}  // namespace

bool IsSearchable(const Word& word) { return word.role == Role::kName; }

uint64_t NativeKey(const Word& word) { return Hash(word.native, word.key); }

bool IsShort(const PreparedName& name) {
  const NameWord* one = nullptr;
  for (const NameWord& word : name.words) {
    if (!IsSearchable(*word)) continue;
    if (one != nullptr && (*one)->key != word->key) return false;
    one = &word;
  }
  return true;
}

std::vector<uint32_t> RecordKeys(const Prepared& record) {
  std::vector<uint32_t> keys = IdentifierKeys(record);
  for (const BirthDate& birth : record.births) {
    if (IsDay(birth) && !IsFirstOfJanuary(birth)) {
      keys.push_back(BirthKey(birth.year, birth.month, birth.day));
    }
  }
  for (const PreparedName& name : record.names) {
    NameParts parts = PartsOf(name);
    parts.sounds.AddKey(keys);
    parts.coarse.kind = parts.foreign ? kCoarse : kCoarseLatin;
    parts.coarse.AddKey(keys);
    AddPairs(name, keys);
    if (!IsShort(name)) continue;
    for (const NameWord& word : name.words) {
      if (IsSearchable(*word)) keys.push_back(ShortNameKey(word->key));
    }
  }
  SortUnique(keys);
  return keys;
}

std::vector<uint32_t> IdentifierKeys(const Prepared& candidate) {
  std::vector<uint32_t> keys;
  for (const Identifier& identifier : candidate.identifiers) {
    keys.push_back(IdentifierKey(identifier.type, identifier.value));
  }
  SortUnique(keys);
  return keys;
}

NearKeys NearIdentifierKeys(const Prepared& candidate) {
  NearKeys near;
  for (const Identifier& identifier : candidate.identifiers) {
    const std::string& value = identifier.value;
    if (value.size() < kShortestNearIdentifier || value.size() > kLongestNearIdentifier) continue;
    near.cut = near.keys.size() >= kMostNearKeys;
    if (near.cut) break;
    ForEachNear(value, [&](const std::string& other) {
      near.keys.push_back(IdentifierKey(identifier.type, other));
    });
  }
  SortUnique(near.keys);
  return near;
}

std::vector<uint32_t> JoinedKeys(const Prepared& candidate) {
  std::vector<uint32_t> keys;
  for (const PreparedName& name : candidate.names) {
    NameParts parts = PartsOf(name);
    AddTurned(parts.sounds, keys);
    AddTurned(parts.coarse, keys);
    if (!parts.foreign) continue;
    parts.coarse.kind = kCoarseLatin;
    AddTurned(std::move(parts.coarse), keys);
  }
  SortUnique(keys);
  return keys;
}

std::vector<uint32_t> BirthKeys(const Prepared& candidate) {
  std::vector<uint32_t> keys;
  for (const BirthDate& birth : candidate.births) {
    if (!IsDay(birth) || IsFirstOfJanuary(birth)) continue;
    keys.push_back(BirthKey(birth.year, birth.month, birth.day));
    if (birth.day <= 12) keys.push_back(BirthKey(birth.year, birth.day, birth.month));
  }
  SortUnique(keys);
  return keys;
}

uint32_t ShortNameKey(uint64_t word) { return Short(Mix(word ^ kShortName)); }

uint32_t PairKey(uint64_t one, uint64_t other) {
  return Short(Mix(std::min(one, other) * kPair + Mix(std::max(one, other))));
}

std::vector<uint32_t> Deletions(absl::string_view word, size_t shortest, uint64_t kind) {
  std::vector<uint32_t> hashes = {static_cast<uint32_t>(Hash(word, kind))};
  if (word.size() < shortest || word.size() > kLongestDeletion) return hashes;
  std::string shorter;
  for (size_t i = 0; i < word.size(); ++i) {
    if (i > 0 && word[i] == word[i - 1]) continue;  // Leaves out the same letter.
    shorter.assign(word.data(), i);
    shorter.append(word.data() + i + 1, word.size() - i - 1);
    hashes.push_back(static_cast<uint32_t>(Hash(shorter, kind)));
  }
  return hashes;
}

}  // namespace probity::matching

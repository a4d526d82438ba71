#include "services/matching/keys.h"

#include <algorithm>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/matching/attributes.h"
#include "services/matching/hash.h"
#include "services/matching/words.h"

namespace probity::matching {
namespace {

enum : uint64_t { kIdentifierKey = 100, kJoinedKey, kBirthKey, kNearKey };

constexpr Millibits kFrequentWord = 11000;
constexpr size_t kShortestJoined = 4;
constexpr size_t kLongestDeletion = 24;

void AddJoined(const PreparedName& name, std::vector<uint64_t>& keys) {
  std::vector<std::string> parts;
  for (const Word& word : name.words) {
    if (!IsSearchable(word)) continue;
    std::vector<std::string> coarse = CoarseKeys(word);
    if (!coarse.empty()) parts.push_back(std::move(coarse[0]));
  }
  if (parts.size() < 2) return;
  const std::string in_order = absl::StrJoin(parts, "");
  if (in_order.size() < kShortestJoined) return;
  keys.push_back(Hash(in_order, kJoinedKey));
  absl::c_rotate(parts, parts.end() - 1);
  keys.push_back(Hash(absl::StrJoin(parts, ""), kJoinedKey));
}

}  // namespace

bool IsSearchable(const Word& word) { return word.role == Role::kName; }

std::vector<uint64_t> ExactKeys(const Prepared& prepared) {
  std::vector<uint64_t> keys;
  for (const Identifier& identifier : prepared.identifiers) {
    keys.push_back(Hash(absl::StrCat(static_cast<int>(identifier.type), "/", identifier.value),
                        kIdentifierKey));
  }
  for (const PreparedName& name : prepared.names) {
    AddJoined(name, keys);
    for (const Word& word : name.words) {
      if (!IsSearchable(word) || word.worth >= kFrequentWord) continue;
      for (const BirthDate& birth : prepared.births) {
        if (!IsDay(birth)) continue;
        keys.push_back(
            Hash(absl::StrCat(birth.year, "-", birth.month, "-", birth.day, word.key), kBirthKey));
      }
    }
  }
  absl::c_sort(keys);
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

std::vector<uint64_t> NearKeys(const Prepared& prepared) {
  std::vector<uint64_t> keys;
  for (const Identifier& identifier : prepared.identifiers) {
    if (identifier.value.size() < kShortestNearIdentifier) continue;
    const std::string type = absl::StrCat(static_cast<int>(identifier.type), "/");
    const absl::string_view value = identifier.value;
    keys.push_back(Hash(absl::StrCat(type, value), kNearKey));
    for (size_t i = 0; i < value.size(); ++i) {
      keys.push_back(Hash(absl::StrCat(type, value.substr(0, i), value.substr(i + 1)), kNearKey));
    }
  }
  absl::c_sort(keys);
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

bool HasShortName(const Prepared& prepared) {
  return absl::c_any_of(prepared.names, [](const PreparedName& name) {
    return absl::c_count_if(name.words, IsSearchable) <= 1;
  });
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

#include "services/matching/lexicon.h"

#include <algorithm>
#include <numeric>

#include "absl/algorithm/container.h"
#include "services/matching/hash.h"
#include "services/matching/keys.h"
#include "services/matching/prefetch.h"
#include "services/matching/romanised.h"
#include "services/matching/shapes.h"
#include "services/matching/sort_unique.h"
#include "services/matching/sound.h"
#include "services/matching/words.h"

namespace probity::matching {
namespace {

enum : uint64_t { kLatinKind = 200, kSkeletonKind, kCoarseKind, kFamilyKind };

constexpr size_t kShortestWord = 4;  // Shorter ones may not differ by a letter.
constexpr size_t kShortestSkeleton =
    5;  // Shorter ones less a consonant would meet half the register.

bool IsForeign(const Word& word) {
  return word.script != Script::kLatin && word.script != Script::kAlphabet;
}

// Hashes under which a word meets others of nearly the same spelling.
std::vector<uint32_t> SpellingHashes(const Word& word) {
  if (word.script == Script::kUnknown) return {};
  std::vector<uint32_t> hashes = Deletions(word.latin, kShortestWord, kLatinKind);
  if (word.skeleton.empty()) return hashes;
  for (uint32_t hash : Deletions(word.skeleton, kShortestSkeleton, kSkeletonKind))
    hashes.push_back(hash);
  if (word.shape.otherwise) {
    const std::string skeleton = SkeletonOf(word.other);
    hashes.push_back(static_cast<uint32_t>(Hash(skeleton, kSkeletonKind)));
  }
  if (word.shape.folds) {
    hashes.push_back(word.shape.chinese);
    hashes.push_back(word.shape.korean);
    for (const absl::string_view family : KoreanFamiliesOf(word.latin)) {
      hashes.push_back(static_cast<uint32_t>(Hash(family, kFamilyKind)));
    }
  }
  return hashes;
}

std::vector<uint32_t> CoarseHashes(const Word& word) {
  std::vector<uint32_t> hashes;
  for (const std::string& key : CoarseKeys(word)) {
    hashes.push_back(static_cast<uint32_t>(Hash(key, kCoarseKind)));
  }
  return hashes;
}

void FindAll(const HashRows& rows, const std::vector<uint32_t>& hashes,
             std::vector<uint32_t>& found) {
  for (uint32_t hash : hashes) rows.PrefetchGroup(hash);
  for (uint32_t hash : hashes) rows.PrefetchRows(hash);
  for (uint32_t hash : hashes) {
    for (const HashRows::Row& row : rows.Find(hash)) found.push_back(row.value);
  }
}

}  // namespace

Lexicon::Lexicon(std::vector<Word> words) : words_(std::move(words)) {
  keys_.reserve(words_.size());
  shapes_.reserve(words_.size());
  std::vector<HashRows::Row> spelling, coarse, coarse_foreign;
  for (uint32_t number = 0; number < words_.size(); ++number) {
    const Word& word = words_[number];
    keys_.push_back(word.key);
    shapes_.push_back(word.shape);
    if (!IsSearchable(word)) continue;
    for (uint32_t hash : SpellingHashes(word)) spelling.push_back({number, hash});
    for (uint32_t hash : CoarseHashes(word)) {
      coarse.push_back({number, hash});
      if (IsForeign(word)) coarse_foreign.push_back({number, hash});
    }
  }
  directory_.Build(keys_.size(), [&](size_t i) { return keys_[i]; });
  spelling_ = HashRows(std::move(spelling));
  coarse_ = HashRows(std::move(coarse));
  coarse_foreign_ = HashRows(std::move(coarse_foreign));
}

std::pair<uint32_t, uint32_t> Lexicon::Find(uint64_t key) const {
  auto [begin, end] = directory_.Range(key);
  while (begin < end && keys_[begin] != key) ++begin;
  uint32_t after = begin;
  while (after < end && keys_[after] == key) ++after;
  return {begin, after};
}

std::optional<uint32_t> Lexicon::Find(const Word& word) const {
  const auto [begin, end] = Find(word.key);
  for (uint32_t number = begin; number < end; ++number) {
    if (OrderOf(words_[number]) == OrderOf(word)) return number;
  }
  return std::nullopt;
}

std::vector<uint32_t> Lexicon::Neighbours(const Word& word) const {
  std::vector<uint32_t> found;
  FindAll(spelling_, SpellingHashes(word), found);
  const HashRows& coarse = IsForeign(word) ? coarse_ : coarse_foreign_;
  if (!coarse.rows().empty()) FindAll(coarse, CoarseHashes(word), found);
  SortUnique(found);
  for (uint32_t number : found) Prefetch(&shapes_[number]);
  std::erase_if(found, [&](uint32_t number) { return !MayBeAlike(word.shape, shapes_[number]); });
  for (uint32_t number : found) Prefetch(&words_[number]);
  return found;
}

uint32_t WordCollector::Add(const Word& word) {
  const auto [found, first] =
      numbers_.try_emplace(Key(word.key, word.role, word.native), words_.size());
  if (first) {
    words_.push_back(word);
    words_.back().tag = Tag::kOpen;
  }
  return found->second;
}

std::pair<Lexicon, std::vector<uint32_t>> WordCollector::Finish() {
  numbers_.clear();
  std::vector<uint32_t> order(words_.size());
  std::iota(order.begin(), order.end(), 0);
  absl::c_sort(order, [&](uint32_t a, uint32_t b) {
    return Lexicon::OrderOf(words_[a]) < Lexicon::OrderOf(words_[b]);
  });
  std::vector<uint32_t> numbers(words_.size());
  std::vector<Word> sorted;
  sorted.reserve(words_.size());
  for (uint32_t number : order) {
    numbers[number] = static_cast<uint32_t>(sorted.size());
    sorted.push_back(std::move(words_[number]));
  }
  words_.clear();
  return {Lexicon(std::move(sorted)), std::move(numbers)};
}

}  // namespace probity::matching

#include "services/matching/segment.h"

#include <algorithm>

#include "absl/algorithm/container.h"
#include "absl/container/inlined_vector.h"
#include "services/matching/birth_gate.h"
#include "services/matching/hash.h"
#include "services/matching/keys.h"
#include "services/matching/likeness.h"
#include "services/matching/prefetch.h"
#include "services/matching/romanised.h"
#include "services/matching/sort_unique.h"
#include "services/matching/sound.h"
#include "services/matching/words.h"

namespace probity::matching {
namespace {

enum : uint64_t { kLatinKind = 200, kSkeletonKind, kCoarseKind, kFoldedKind };

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
    const std::string skeleton = SkeletonOf(OtherSound(word.latin));
    hashes.push_back(static_cast<uint32_t>(Hash(skeleton, kSkeletonKind)));
  }
  if (word.shape.folds) {
    hashes.push_back(static_cast<uint32_t>(Hash(FoldChinese(word.latin), kFoldedKind)));
    hashes.push_back(static_cast<uint32_t>(Hash(FoldKorean(word.latin), kFoldedKind)));
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

}  // namespace

std::shared_ptr<const Entry> MakeEntry(const Subject& subject, const Tables& tables) {
  auto entry = std::make_shared<Entry>();
  entry->id = subject.id;
  entry->version = subject.version;
  entry->prepared = Prepare(subject.identity, tables);
  entry->short_name = HasShortName(entry->prepared);
  for (const PreparedName& name : entry->prepared.names) {
    for (const Word& word : name.words) {
      if (IsSearchable(word)) entry->word_keys.push_back(word.key);
    }
  }
  SortUnique(entry->word_keys);
  entry->exact_keys = ExactKeys(entry->prepared);
  const std::vector<uint64_t> near = NearKeys(entry->prepared);
  entry->exact_keys.insert(entry->exact_keys.end(), near.begin(), near.end());
  return entry;
}

Segment::Segment(Entries entries, std::vector<uint64_t> superseded, const Entries& dead)
    : entries_(std::move(entries)), superseded_(std::move(superseded)) {
  AddRows();
  AddPostings();
  AddWords();
  AddDead(dead);
}

void Segment::AddRows() {
  rows_.reserve(entries_.size());
  for (const auto& entry : entries_) {
    const std::vector<BirthDate>& births = entry->prepared.births;
    rows_.push_back({.id = entry->id,
                     .birth = births.empty() ? BirthDate{} : births[0],
                     .births = static_cast<int>(births.size()),
                     .short_name = entry->short_name});
  }
}

void Segment::AddPostings() {
  std::vector<std::pair<uint64_t, uint32_t>> words;
  std::vector<std::pair<uint64_t, uint32_t>> exact;
  std::vector<uint32_t> births;
  for (uint32_t i = 0; i < entries_.size(); ++i) {
    births.push_back(BirthCode(entries_[i]->prepared.births));
    for (uint64_t key : entries_[i]->word_keys) words.emplace_back(key, i);
    for (uint64_t key : entries_[i]->exact_keys) exact.emplace_back(key, i);
  }
  word_postings_.Build(std::move(words), births);
  exact_postings_.Build(std::move(exact), births);
}

void Segment::AddWords() {
  words_.resize(word_postings_.keys().size());
  for (const auto& entry : entries_) {
    for (const PreparedName& name : entry->prepared.names) {
      for (const Word& word : name.words) {
        if (!IsSearchable(word)) continue;
        const Word*& known = words_[word_postings_.Find(word.key)];
        if (known == nullptr) known = &word;
      }
    }
  }
  shapes_.reserve(words_.size());
  for (uint32_t place = 0; place < words_.size(); ++place) {
    const Word& word = *words_[place];
    shapes_.push_back(word.shape);
    for (uint32_t hash : SpellingHashes(word)) spelling_.rows.emplace_back(hash, place);
    for (uint32_t hash : CoarseHashes(word)) {
      coarse_.rows.emplace_back(hash, place);
      if (IsForeign(word)) coarse_foreign_.rows.emplace_back(hash, place);
    }
  }
  for (Table* const table : {&spelling_, &coarse_, &coarse_foreign_}) {
    SortUnique(table->rows);
    table->directory.Build(table->rows.size(), [&](size_t i) { return table->rows[i].first; });
  }
}

void Segment::AddDead(const Entries& dead) {
  std::vector<uint64_t> keys;
  for (const auto& entry : dead) {
    keys.insert(keys.end(), entry->word_keys.begin(), entry->word_keys.end());
    keys.insert(keys.end(), entry->exact_keys.begin(), entry->exact_keys.end());
  }
  absl::c_sort(keys);
  for (uint64_t key : keys) {
    if (dead_.empty() || dead_.back().first != key) dead_.emplace_back(key, 0);
    ++dead_.back().second;
  }
}

bool Segment::Supersedes(uint64_t id) const { return absl::c_binary_search(superseded_, id); }

std::shared_ptr<const Entry> Segment::Find(uint64_t id) const {
  const auto found = std::lower_bound(
      entries_.begin(), entries_.end(), id,
      [](const std::shared_ptr<const Entry>& entry, uint64_t key) { return entry->id < key; });
  return found != entries_.end() && (*found)->id == id ? *found : nullptr;
}

void Segment::Table::Find(const std::vector<uint32_t>& hashes, std::vector<uint32_t>& found) const {
  absl::InlinedVector<std::pair<uint32_t, uint32_t>, 64> ranges;
  for (uint32_t hash : hashes) {
    ranges.push_back(directory.Range(hash));
    if (!rows.empty()) Prefetch(&rows[std::min<size_t>(ranges.back().first, rows.size() - 1)]);
  }
  for (size_t h = 0; h < hashes.size(); ++h) {
    for (uint32_t i = ranges[h].first; i < ranges[h].second; ++i) {
      if (rows[i].first == hashes[h]) found.push_back(rows[i].second);
    }
  }
}

int64_t Segment::Dead(uint64_t key) const {
  if (dead_.empty()) return 0;
  const auto found = std::lower_bound(dead_.begin(), dead_.end(), std::make_pair(key, int64_t{0}));
  return found != dead_.end() && found->first == key ? found->second : 0;
}

std::vector<uint32_t> Segment::Neighbours(const Word& word) const {
  std::vector<uint32_t> found;
  spelling_.Find(SpellingHashes(word), found);
  const Table& coarse = IsForeign(word) ? coarse_ : coarse_foreign_;
  if (!coarse.rows.empty()) coarse.Find(CoarseHashes(word), found);
  SortUnique(found);
  for (uint32_t place : found) Prefetch(&shapes_[place]);
  std::erase_if(found, [&](uint32_t place) { return !MayBeAlike(word.shape, shapes_[place]); });
  for (uint32_t place : found) {
    word_postings_.PrefetchAt(place);
    Prefetch(words_[place]);
  }
  return found;
}

}  // namespace probity::matching

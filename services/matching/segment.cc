#include "services/matching/segment.h"

#include <algorithm>

#include "absl/algorithm/container.h"
#include "services/matching/hash.h"
#include "services/matching/keys.h"
#include "services/matching/words.h"

namespace probity::matching {
namespace {

enum : uint64_t { kLatinKind = 200, kSkeletonKind, kCoarseKind };

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
  return hashes;
}

std::vector<uint32_t> CoarseHashes(const Word& word) {
  std::vector<uint32_t> hashes;
  for (const std::string& key : CoarseKeys(word)) {
    hashes.push_back(static_cast<uint32_t>(Hash(key, kCoarseKind)));
  }
  return hashes;
}

template <typename T>
void SortUnique(std::vector<T>& values) {
  absl::c_sort(values);
  values.erase(std::unique(values.begin(), values.end()), values.end());
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
  return entry;
}

Segment::Segment(Entries entries, std::vector<uint64_t> superseded, const Entries& dead)
    : entries_(std::move(entries)), superseded_(std::move(superseded)) {
  rows_.reserve(entries_.size());
  for (const auto& entry : entries_) {
    const std::vector<BirthDate>& births = entry->prepared.births;
    rows_.push_back({.id = entry->id,
                     .birth = births.empty() ? BirthDate{} : births[0],
                     .births = static_cast<int>(births.size()),
                     .short_name = entry->short_name});
  }
  AddPostings();
  AddWords();
  AddDead(dead);
}

void Segment::AddPostings() {
  std::vector<std::pair<uint64_t, uint32_t>> pairs;
  for (uint32_t i = 0; i < entries_.size(); ++i) {
    for (uint64_t key : entries_[i]->word_keys) pairs.emplace_back(key, i);
    for (uint64_t key : entries_[i]->exact_keys) pairs.emplace_back(key, i);
  }
  absl::c_sort(pairs);
  postings_.reserve(pairs.size());
  for (const auto& [key, entry] : pairs) {
    if (keys_.empty() || keys_.back() != key) {
      keys_.push_back(key);
      offsets_.push_back(static_cast<uint32_t>(postings_.size()));
    }
    postings_.push_back(entry);
  }
  offsets_.push_back(static_cast<uint32_t>(postings_.size()));
  key_directory_.Build(keys_.size(), [&](size_t i) { return keys_[i]; });
}

void Segment::AddWords() {
  std::vector<std::pair<uint64_t, const Word*>> all;
  for (const auto& entry : entries_) {
    for (const PreparedName& name : entry->prepared.names) {
      for (const Word& word : name.words) {
        if (IsSearchable(word)) all.emplace_back(word.key, &word);
      }
    }
  }
  absl::c_stable_sort(all, [](const auto& a, const auto& b) { return a.first < b.first; });
  for (const auto& [key, word] : all) {
    if (!words_.empty() && words_.back()->key == key) continue;
    const auto index = static_cast<uint32_t>(words_.size());
    words_.push_back(word);
    for (uint32_t hash : SpellingHashes(*word)) spelling_.rows.emplace_back(hash, index);
    for (uint32_t hash : CoarseHashes(*word)) {
      coarse_.rows.emplace_back(hash, index);
      if (IsForeign(*word)) coarse_foreign_.rows.emplace_back(hash, index);
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

absl::Span<const uint32_t> Segment::Postings(uint64_t key) const {
  auto [at, end] = key_directory_.Range(key);
  while (at < end && keys_[at] != key) ++at;
  if (at == end) return {};
  return absl::MakeConstSpan(postings_).subspan(offsets_[at], offsets_[at + 1] - offsets_[at]);
}

int64_t Segment::LiveChange(uint64_t key) const {
  if (dead_.empty()) return static_cast<int64_t>(Postings(key).size());
  const auto found = std::lower_bound(dead_.begin(), dead_.end(), std::make_pair(key, int64_t{0}));
  const int64_t dead = found != dead_.end() && found->first == key ? found->second : 0;
  return static_cast<int64_t>(Postings(key).size()) - dead;
}

std::vector<const Word*> Segment::Neighbours(const Word& word) const {
  std::vector<uint32_t> found;
  const auto look = [&](const Table& table, const std::vector<uint32_t>& hashes) {
    for (uint32_t hash : hashes) {
      const auto [begin, end] = table.directory.Range(hash);
      for (uint32_t i = begin; i < end; ++i) {
        if (table.rows[i].first == hash) found.push_back(table.rows[i].second);
      }
    }
  };
  look(spelling_, SpellingHashes(word));
  look(IsForeign(word) ? coarse_ : coarse_foreign_, CoarseHashes(word));
  SortUnique(found);
  std::vector<const Word*> neighbours;
  neighbours.reserve(found.size());
  for (uint32_t index : found) neighbours.push_back(words_[index]);
  return neighbours;
}

const Word* Segment::FindWord(uint64_t key) const {
  const auto found =
      std::lower_bound(words_.begin(), words_.end(), key,
                       [](const Word* word, uint64_t value) { return word->key < value; });
  return found != words_.end() && (*found)->key == key ? *found : nullptr;
}

}  // namespace probity::matching

#include "services/matching/segment.h"

#include <algorithm>
#include <numeric>

#include "absl/algorithm/container.h"
#include "absl/container/inlined_vector.h"
#include "services/matching/birth_gate.h"
#include "services/matching/keys.h"
#include "services/matching/sort_unique.h"

namespace probity::matching {
namespace {

constexpr uint32_t kNowhere = UINT32_MAX;

// The words by which somebody is found, each once.
absl::InlinedVector<uint32_t, 16> SearchableWords(PackedRow row, const Lexicon& lexicon) {
  absl::InlinedVector<uint32_t, 16> words;
  NameWalk names(row);
  while (names.Next()) {
    for (const uint32_t packed : names.words()) {
      const uint32_t word = PackedWord(packed).number();
      if (IsSearchable(lexicon.word(word))) words.push_back(word);
    }
  }
  absl::c_sort(words);
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

}  // namespace

std::optional<uint32_t> Segment::Find(uint64_t id) const {
  const auto found = absl::c_lower_bound(ids_, id);
  if (found == ids_.end() || *found != id) return std::nullopt;
  return static_cast<uint32_t>(found - ids_.begin());
}

bool Segment::Supersedes(uint64_t id) const { return absl::c_binary_search(superseded_, id); }

int64_t Segment::DeadOfWord(const Word& word) const {
  const auto found = dead_words_.find(NativeKey(word));
  return found == dead_words_.end() ? 0 : found->second;
}

int64_t Segment::DeadOfKey(uint32_t key) const {
  const auto found = dead_keys_.find(key);
  return found == dead_keys_.end() ? 0 : found->second;
}

bool IsLive(const Segments& segments, size_t segment, uint64_t id) {
  return std::none_of(segments.begin() + segment + 1, segments.end(),
                      [id](const auto& later) { return later->Supersedes(id); });
}

std::optional<EntryPlace> FindLive(absl::Span<const std::shared_ptr<const Segment>> segments,
                                   uint64_t id) {
  for (size_t i = segments.size(); i-- > 0;) {
    if (const auto entry = segments[i]->Find(id)) {
      return EntryPlace{.segment = static_cast<uint32_t>(i), .entry = *entry};
    }
    if (segments[i]->Supersedes(id)) return std::nullopt;
  }
  return std::nullopt;
}

void SegmentBuilder::Add(const Subject& subject) {
  const Prepared prepared = Prepare(subject.identity, tables_, cache_);
  std::vector<uint32_t> numbers;
  for (const PreparedName& name : prepared.names) {
    for (const NameWord& word : name.words) numbers.push_back(words_.Add(*word));
  }
  Pack(prepared, subject.version, numbers, packed_);
  const auto place = static_cast<uint32_t>(ids_.size());
  for (uint32_t key : RecordKeys(prepared)) keys_.push_back({place, key});
  AddRow(subject.id, BirthCode(prepared.births));
}

void SegmentBuilder::AddEntries(const Segment& segment, const std::vector<uint32_t>& entries) {
  std::vector<uint32_t> numbers(segment.lexicon().size(), kNowhere);
  std::vector<uint32_t> places(segment.size(), kNowhere);
  for (const uint32_t entry : entries) {
    const PackedRow row = segment.row(entry);
    NameWalk names(row);
    while (names.Next()) {
      for (const uint32_t packed : names.words()) {
        const uint32_t word = PackedWord(packed).number();
        if (numbers[word] == kNowhere) numbers[word] = words_.Add(segment.lexicon().word(word));
      }
    }
    const size_t begin = packed_.size();
    packed_.insert(packed_.end(), row.begin(), row.end());
    Renumber(absl::MakeSpan(packed_).subspan(begin), numbers);
    places[entry] = static_cast<uint32_t>(ids_.size());
    AddRow(segment.id(entry), segment.birth(entry));
  }
  for (const auto& [entry, key] : segment.keys().rows()) {
    if (places[entry] != kNowhere) keys_.push_back({places[entry], key});
  }
}

void SegmentBuilder::AddRow(uint64_t id, uint32_t birth) {
  ids_.push_back(id);
  births_.push_back(birth);
  ends_.push_back(packed_.size());
}

std::shared_ptr<const Segment> SegmentBuilder::Finish(
    const std::vector<uint64_t>& superseded,
    absl::Span<const std::shared_ptr<const Segment>> older) && {
  auto segment = std::make_shared<Segment>();
  auto [lexicon, numbers] = words_.Finish();
  segment->lexicon_ = std::move(lexicon);
  Arrange(*segment, numbers);
  Index(*segment);
  Supersede(*segment, superseded, older);
  return segment;
}

void SegmentBuilder::Arrange(Segment& segment, absl::Span<const uint32_t> numbers) {
  std::vector<uint32_t> order(ids_.size());
  std::iota(order.begin(), order.end(), 0);
  absl::c_stable_sort(order, [&](uint32_t a, uint32_t b) { return ids_[a] < ids_[b]; });
  std::vector<uint32_t> places(ids_.size(), kNowhere);
  segment.ids_.reserve(ids_.size());
  segment.births_.reserve(ids_.size());
  segment.packed_.reserve(packed_.size());
  segment.ends_.reserve(ids_.size() + 1);
  segment.ends_.push_back(0);
  for (size_t i = 0; i < order.size(); ++i) {
    const uint32_t at = order[i];
    if (i + 1 < order.size() && ids_[order[i + 1]] == ids_[at]) continue;
    places[at] = static_cast<uint32_t>(segment.ids_.size());
    segment.ids_.push_back(ids_[at]);
    segment.births_.push_back(births_[at]);
    const size_t begin = segment.packed_.size();
    segment.packed_.insert(segment.packed_.end(), packed_.begin() + ends_[at],
                           packed_.begin() + ends_[at + 1]);
    Renumber(absl::MakeSpan(segment.packed_).subspan(begin), numbers);
    segment.ends_.push_back(static_cast<uint32_t>(segment.packed_.size()));
  }
  packed_ = {};
  std::erase_if(keys_, [&](HashRows::Row& row) {
    row.value = places[row.value];
    return row.value == kNowhere;
  });
  segment.keys_ = HashRows(std::move(keys_));
}

void SegmentBuilder::Index(Segment& segment) const {
  segment.words_ = Postings(segment.lexicon_.size(), segment.size(), [&](uint32_t entry, auto add) {
    for (uint32_t word : SearchableWords(segment.row(entry), segment.lexicon_)) add(word);
  });
  segment.frequent_ = FrequentWords(segment.lexicon_, segment.words_, tables_);
}

void SegmentBuilder::Supersede(Segment& segment, const std::vector<uint64_t>& superseded,
                               absl::Span<const std::shared_ptr<const Segment>> older) {
  for (uint64_t id : superseded) {
    const std::optional<EntryPlace> place = FindLive(older, id);
    if (!place.has_value()) continue;
    segment.superseded_.push_back(id);
    const Segment& holder = *older[place->segment];
    const PackedRow row = holder.row(place->entry);
    for (uint32_t word : SearchableWords(row, holder.lexicon())) {
      ++segment.dead_words_[NativeKey(holder.lexicon().word(word))];
    }
    for (uint32_t key : RecordKeys(Unpack(row, holder.lexicon()))) ++segment.dead_keys_[key];
  }
}

}  // namespace probity::matching

// A part of the index that never changes: some subjects with the tables that find them. Internal.
#ifndef PROBITY_SERVICES_MATCHING_SEGMENT_H_
#define PROBITY_SERVICES_MATCHING_SEGMENT_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "services/matching/alike.h"
#include "services/matching/hash_rows.h"
#include "services/matching/lexicon.h"
#include "services/matching/packed.h"
#include "services/matching/postings.h"
#include "services/matching/prefetch.h"

namespace probity::matching {

class Segment {
 public:
  uint32_t size() const { return static_cast<uint32_t>(ids_.size()); }
  size_t weight() const { return ids_.size() + superseded_.size(); }

  // Of each entry, by rising id.
  uint64_t id(uint32_t entry) const { return ids_[entry]; }
  uint32_t birth(uint32_t entry) const { return births_[entry]; }  // BirthCode.
  PackedRow row(uint32_t entry) const {
    const uint32_t begin = ends_[entry];
    return absl::MakeConstSpan(packed_).subspan(begin, ends_[entry + 1] - begin);
  }
  Prepared Get(uint32_t entry) const { return Unpack(row(entry), lexicon_); }
  std::optional<uint32_t> Find(uint64_t id) const;

  void PrefetchBirth(uint32_t entry) const { Prefetch(&births_[entry]); }
  // In this order, some entries apart.
  void PrefetchEnd(uint32_t entry) const { Prefetch(&ends_[entry]); }
  void PrefetchRow(uint32_t entry) const { __builtin_prefetch(packed_.data() + ends_[entry]); }

  // Whose entries in older segments no longer count, by rising id: of those only that are there.
  const std::vector<uint64_t>& superseded() const { return superseded_; }
  bool Supersedes(uint64_t id) const;
  // How many of the entries that older segments hold under a word (this very one) or a key
  // (RecordKeys) no longer count.
  int64_t DeadOfWord(const Word& word) const;
  int64_t DeadOfKey(uint32_t key) const;

  // Who has a word, by its number in the lexicon; who has a key of RecordKeys.
  const Lexicon& lexicon() const { return lexicon_; }
  absl::Span<const uint32_t> WithWord(uint32_t word) const { return words_.Of(word); }
  const HashRows& keys() const { return keys_; }

  // What FindAlike gives for a word of the lexicon, if it is known beforehand.
  std::optional<absl::Span<const Alike>> AlikeOf(uint32_t word) const {
    return frequent_.Find(word);
  }

 private:
  friend class SegmentBuilder;

  std::vector<uint64_t> ids_;
  std::vector<uint32_t> births_;
  std::vector<uint32_t> ends_;    // Of the entry before, in packed_: sixteen gigabytes at most.
  std::vector<uint32_t> packed_;  // The rows, one after the other.
  Lexicon lexicon_;
  Postings words_;
  FrequentWords frequent_;
  HashRows keys_;
  std::vector<uint64_t> superseded_;
  absl::flat_hash_map<uint64_t, int32_t> dead_words_;
  absl::flat_hash_map<uint32_t, int32_t> dead_keys_;
};

using Segments = std::vector<std::shared_ptr<const Segment>>;  // Oldest first.

// False if a segment after this one supersedes the id.
bool IsLive(const Segments& segments, size_t segment, uint64_t id);

// Where somebody is: in the youngest segment that has him or supersedes him.
struct EntryPlace {
  uint32_t segment = 0;
  uint32_t entry = 0;
};
std::optional<EntryPlace> FindLive(absl::Span<const std::shared_ptr<const Segment>> segments,
                                   uint64_t id);

class SegmentBuilder {
 public:
  explicit SegmentBuilder(const Tables& tables) : tables_(tables) {}

  // Of two subjects with one id the later one counts.
  void Add(const Subject& subject);
  // The entries of a segment of which this is true.
  template <typename Keep>
  void AddAll(const Segment& segment, Keep keep) {
    std::vector<uint32_t> entries;
    for (uint32_t entry = 0; entry < segment.size(); ++entry) {
      if (keep(segment.id(entry))) entries.push_back(entry);
    }
    AddEntries(segment, entries);
  }

  // The segment, above `older`, of whom it supersedes these ids (sorted, each once) as far as they
  // have them. Once.
  std::shared_ptr<const Segment> Finish(const std::vector<uint64_t>& superseded,
                                        absl::Span<const std::shared_ptr<const Segment>> older) &&;

 private:
  void AddEntries(const Segment& segment, const std::vector<uint32_t>& entries);
  void AddRow(uint64_t id, uint32_t birth);
  // The rows in the order of their ids, the last one of each.
  void Arrange(Segment& segment, absl::Span<const uint32_t> numbers);
  void Index(Segment& segment) const;
  static void Supersede(Segment& segment, const std::vector<uint64_t>& superseded,
                        absl::Span<const std::shared_ptr<const Segment>> older);

  const Tables& tables_;
  WordCache cache_;
  WordCollector words_;
  std::vector<uint64_t> ids_;  // In the order in which they came, as all below.
  std::vector<uint32_t> births_;
  std::vector<uint64_t> ends_{0};
  std::vector<uint32_t> packed_;
  std::vector<HashRows::Row> keys_;
};

}  // namespace probity::matching

#endif  // PROBITY_SERVICES_MATCHING_SEGMENT_H_

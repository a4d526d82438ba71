// A part of the index that never changes: some subjects with the tables that find them. Internal.
#ifndef PROBITY_SERVICES_MATCHING_SEGMENT_H_
#define PROBITY_SERVICES_MATCHING_SEGMENT_H_

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "absl/types/span.h"
#include "services/matching/directory.h"
#include "services/matching/normalize.h"

namespace probity::matching {

// A subject ready to be compared. Shared by all segments and snapshots that hold it.
struct Entry {
  uint64_t id = 0;
  uint64_t version = 0;
  bool short_name = false;            // HasShortName.
  std::vector<uint64_t> word_keys{};  // Of its searchable words, sorted, each once.
  std::vector<uint64_t> exact_keys{};
  Prepared prepared{};
};
using Entries = std::vector<std::shared_ptr<const Entry>>;

std::shared_ptr<const Entry> MakeEntry(const Subject& subject, const Tables& tables);

// What a search looks at of every subject that has one of its words: kept close together.
struct Row {
  uint64_t id = 0;
  BirthDate birth{};  // The only one, if `births` is one.
  int births = 0;
  bool short_name = false;
};

class Segment {
 public:
  // `entries` by rising id. `superseded`, by rising id: whose entries in older segments no longer
  // count. `dead`: those entries that do still exist in older segments.
  Segment(Entries entries, std::vector<uint64_t> superseded, const Entries& dead);

  const Entries& entries() const { return entries_; }
  const std::vector<Row>& rows() const { return rows_; }  // One an entry.
  const std::vector<uint64_t>& superseded() const { return superseded_; }
  size_t weight() const { return entries_.size() + superseded_.size(); }

  bool Supersedes(uint64_t id) const;
  std::shared_ptr<const Entry> Find(uint64_t id) const;  // Null if not here.

  // The entries that have this key, as rising indices into entries().
  absl::Span<const uint32_t> Postings(uint64_t key) const;
  // What this segment changes in the number of live subjects that have the key.
  int64_t LiveChange(uint64_t key) const;

  // Words that may be like the given one; the caller compares them.
  std::vector<const Word*> Neighbours(const Word& word) const;
  const Word* FindWord(uint64_t key) const;

 private:
  struct Table {
    std::vector<std::pair<uint32_t, uint32_t>> rows{};  // Hash, index into words_; sorted.
    Directory<uint32_t> directory{};
  };

  void AddPostings();
  void AddWords();
  void AddDead(const Entries& dead);

  Entries entries_;
  std::vector<Row> rows_;
  std::vector<uint64_t> superseded_;
  std::vector<uint64_t> keys_;  // Sorted.
  Directory<uint64_t> key_directory_;
  std::vector<uint32_t> offsets_;  // Of each key into postings_, and the end.
  std::vector<uint32_t> postings_;
  std::vector<std::pair<uint64_t, int64_t>> dead_;  // Key, count; sorted.
  std::vector<const Word*> words_;                  // Into entries_, by rising key.
  Table spelling_;        // Latin forms and skeletons with their deletions.
  Table coarse_;          // Coarse keys of all words, for searches in scripts without vowels.
  Table coarse_foreign_;  // Those of words in such scripts, for searches in Latin.
};

}  // namespace probity::matching

#endif  // PROBITY_SERVICES_MATCHING_SEGMENT_H_

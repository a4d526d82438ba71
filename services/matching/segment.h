// A part of the index that never changes: some subjects with the tables that find them. Internal.
#ifndef PROBITY_SERVICES_MATCHING_SEGMENT_H_
#define PROBITY_SERVICES_MATCHING_SEGMENT_H_

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "services/matching/directory.h"
#include "services/matching/normalize.h"
#include "services/matching/postings.h"

namespace probity::matching {

// A subject ready to be compared. Shared by all segments and snapshots that hold it.
struct Entry {
  uint64_t id = 0;
  uint64_t version = 0;
  bool short_name = false;             // HasShortName.
  std::vector<uint64_t> word_keys{};   // Of its searchable words, sorted, each once.
  std::vector<uint64_t> exact_keys{};  // ExactKeys and NearKeys.
  Prepared prepared{};
};
using Entries = std::vector<std::shared_ptr<const Entry>>;

std::shared_ptr<const Entry> MakeEntry(const Subject& subject, const Tables& tables);

// What a search looks at of a subject that may be the candidate: kept close together.
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
  // Asks for the row and the entry at this place.
  void PrefetchAt(uint32_t place) const {
    Prefetch(&rows_[place]);
    Prefetch(&entries_[place]);
  }
  const std::vector<uint64_t>& superseded() const { return superseded_; }
  size_t weight() const { return entries_.size() + superseded_.size(); }

  bool Supersedes(uint64_t id) const;
  std::shared_ptr<const Entry> Find(uint64_t id) const;  // Null if not here.

  // Who has a word, who has an exact key: rising places in entries().
  const Postings& words() const { return word_postings_; }
  const Postings& exact() const { return exact_postings_; }
  // How many of those that older segments hold under this key no longer count.
  int64_t Dead(uint64_t key) const;

  // Words that may be like the given one, as rising places in words(); the caller compares them.
  std::vector<uint32_t> Neighbours(const Word& word) const;
  const Word& word(uint32_t place) const { return *words_[place]; }

 private:
  struct Table {
    // Adds the words that have one of these hashes.
    void Find(const std::vector<uint32_t>& hashes, std::vector<uint32_t>& found) const;

    std::vector<std::pair<uint32_t, uint32_t>> rows{};  // Hash, index into words_; sorted.
    Directory<uint32_t> directory{};
  };

  void AddRows();
  void AddPostings();
  void AddWords();
  void AddDead(const Entries& dead);

  Entries entries_;
  std::vector<Row> rows_;
  std::vector<uint64_t> superseded_;
  Postings word_postings_;
  Postings exact_postings_;
  std::vector<std::pair<uint64_t, int64_t>> dead_;  // Key, count; sorted.
  std::vector<const Word*> words_;                  // Into entries_, one a key of word_postings_.
  std::vector<Shape> shapes_;                       // Theirs, close together.
  Table spelling_;        // Latin forms and skeletons with their deletions.
  Table coarse_;          // Coarse keys of all words, for searches in scripts without vowels.
  Table coarse_foreign_;  // Those of words in such scripts, for searches in Latin.
};

}  // namespace probity::matching

#endif  // PROBITY_SERVICES_MATCHING_SEGMENT_H_

// Who of a register is like a candidate.
#ifndef PROBITY_SERVICES_MATCHING_INDEX_H_
#define PROBITY_SERVICES_MATCHING_INDEX_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "absl/types/span.h"
#include "services/matching/identity.h"
#include "services/matching/model.h"
#include "services/matching/score.h"

namespace probity::matching {

struct SearchOptions {
  int limit = 20;                // At most this many hits.
  Band floor = Band::kPossible;  // The lowest band that is a hit.
  // Score every subject: slow, and truncated only by `limit`, what was cut of the candidate,
  // `stop`.
  bool exhaustive = false;
  // Asked now and then; true ends the search with what it has. Empty: nobody stops it.
  std::function<bool()> stop{};
};

enum class Truncation {
  kNone,
  kLimit,         // More than `limit` subjects reach the floor.
  kTooManyAlike,  // More subjects share the words of the name than the budget allows to score.
  kCommonWords,   // The words are so common that their subjects were not all read.
  kNamesCut,  // The candidate's names (or identifiers) are more than is read of them; exhaustive is
              // no help.
  kStopped,   // `stop` said so.
};

struct Hit {
  uint64_t subject = 0;
  uint64_t version = 0;
  Evidence evidence{};
};

struct SearchResult {
  std::vector<Hit> hits{};  // Best first: band, total, then lowest subject id.
  bool truncated =
      false;  // Subjects may be missing; repeat with `exhaustive` before clearing anybody.
  Truncation reason = Truncation::kNone;
  int64_t postings_read = 0;  // The work done: tests assert these, not a clock.
  int64_t subjects_scored = 0;
};

// An immutable picture of the subjects. Safe to share between threads without locks; a snapshot
// stays valid, and unchanged, as long as somebody holds it. The same subjects, MatcherVersion and
// candidate give the same SearchResult, whatever the order or the steps in which they were added.
class Index {
 public:
  // Builds from nothing. Of two subjects with one id the later one counts. The model is shared.
  static std::shared_ptr<const Index> Build(std::shared_ptr<const Model> model,
                                            absl::Span<const Subject> subjects);

  // A new picture with these subjects added or replaced, then these ids removed (an unknown id is
  // ignored). Costs little for small changes: most of the old picture is shared.
  std::shared_ptr<const Index> With(absl::Span<const Subject> upserts,
                                    absl::Span<const uint64_t> removals) const;

  // Identities should have passed CheckIdentity; others get a bounded answer.
  SearchResult Search(const Identity& candidate, const SearchOptions& options) const;

  int64_t size() const;
  const Model& model() const;

  ~Index();
  Index(const Index&) = delete;
  Index& operator=(const Index&) = delete;

 private:
  friend class IndexBuilder;
  struct Rep;
  explicit Index(std::unique_ptr<const Rep> rep);
  std::unique_ptr<const Rep> rep_;
};

// Builds an index of many subjects who are read one after the other.
class IndexBuilder {
 public:
  explicit IndexBuilder(std::shared_ptr<const Model> model);
  ~IndexBuilder();
  IndexBuilder(const IndexBuilder&) = delete;
  IndexBuilder& operator=(const IndexBuilder&) = delete;

  // Of two subjects with one id the later one counts.
  void Add(const Subject& subject);
  std::shared_ptr<const Index> Finish() &&;

 private:
  struct Rep;
  std::unique_ptr<Rep> rep_;
};

}  // namespace probity::matching

#endif  // PROBITY_SERVICES_MATCHING_INDEX_H_

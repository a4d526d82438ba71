#include "services/matching/search.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/algorithm/container.h"
#include "services/matching/compare.h"
#include "services/matching/gather.h"

namespace probity::matching {
namespace {

constexpr size_t kMaxNameWords = 128;  // Of all names of a candidate together.
constexpr int kRowsBetweenStops = 64;
constexpr size_t kMaxScored = 200;               // Subjects compared in full.
constexpr int64_t kMaxLetterPairs = 10'000'000;  // Letters of names compared with letters.

class Searcher {
 public:
  Searcher(const Segments& segments, const Prepared& candidate, const SearchOptions& options,
           const Tables& tables)
      : segments_(segments),
        candidate_(candidate),
        letters_(LettersOf(candidate)),
        options_(options),
        tables_(tables) {}

  SearchResult Run() && {
    size_t words = 0;
    for (const PreparedName& name : candidate_.names) words += name.words.size();
    const bool cut = candidate_.cut || words > kMaxNameWords;
    if (cut) Truncate(Truncation::kNamesCut);
    if (options_.exhaustive && !cut) {
      CompareAll();
    } else {
      CompareGathered();
    }
    Rank();
    return std::move(result_);
  }

 private:
  struct Scored {
    const Segment* segment;
    uint32_t entry;
    Comparison comparison;
  };

  void CompareAll() {
    for (size_t s = 0; s < segments_.size(); ++s) {
      for (uint32_t entry = 0; entry < segments_[s]->size(); ++entry) {
        if (!IsLive(segments_, s, segments_[s]->id(entry))) continue;
        if (Stopped()) return;
        CompareOne(*segments_[s], entry);
      }
    }
  }

  void CompareGathered() {
    const Gathered gathered = Gather(segments_, candidate_, options_, tables_);
    result_.postings_read = gathered.postings_read;
    if (gathered.truncation != Truncation::kNone) Truncate(gathered.truncation);
    size_t compared = 0;
    int64_t pairs = 0;
    for (const Met& met : gathered.met) {
      if (compared >= kMaxScored || pairs >= kMaxLetterPairs) {
        return Truncate(Truncation::kTooManyAlike);
      }
      if (Stopped()) return;
      const int64_t letters = CompareOne(*segments_[met.segment], met.entry);
      compared += letters > 0;
      pairs += letters;
    }
  }

  // Returns how many pairs of letters it compared.
  int64_t CompareOne(const Segment& segment, uint32_t entry) {
    const Prepared record = segment.Get(entry);
    Comparison comparison = CompareIdentities(candidate_, record, tables_, options_.floor);
    ++result_.subjects_scored;
    const bool names = comparison.candidate_name >= 0;
    if (comparison.band >= options_.floor) {
      scored_.push_back({&segment, entry, std::move(comparison)});
    }
    return names ? letters_ * LettersOf(record) : 0;
  }

  void Rank() {
    absl::c_sort(scored_, [](const Scored& a, const Scored& b) {
      const auto key = [](const Scored& s) {
        return std::make_tuple(-static_cast<int>(s.comparison.band), -s.comparison.total,
                               s.segment->id(s.entry));
      };
      return key(a) < key(b);
    });
    const size_t limit = static_cast<size_t>(std::max(0, options_.limit));
    if (scored_.size() > limit) {
      Truncate(Truncation::kLimit);
      scored_.resize(limit);
    }
    for (const auto& [segment, entry, comparison] : scored_) {
      result_.hits.push_back({segment->id(entry), VersionOf(segment->row(entry)),
                              Explain(comparison, candidate_, segment->Get(entry), tables_)});
    }
  }

  bool Stopped() {
    if (result_.subjects_scored % kRowsBetweenStops != 0) return false;
    if (!options_.stop || !options_.stop()) return false;
    Truncate(Truncation::kStopped);
    return true;
  }

  void Truncate(Truncation reason) {
    if (!result_.truncated) result_.reason = reason;
    result_.truncated = true;
  }

  const Segments& segments_;
  const Prepared& candidate_;
  const int64_t letters_;  // Of the candidate's names.
  const SearchOptions& options_;
  const Tables& tables_;
  std::vector<Scored> scored_;
  SearchResult result_;
};

}  // namespace

SearchResult SearchSegments(const Segments& segments, const Prepared& candidate,
                            const SearchOptions& options, const Tables& tables) {
  return Searcher(segments, candidate, options, tables).Run();
}

}  // namespace probity::matching

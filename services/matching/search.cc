#include "services/matching/search.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "services/matching/birth_gate.h"
#include "services/matching/compare.h"
#include "services/matching/expand.h"
#include "services/matching/keys.h"
#include "services/matching/prefetch.h"

namespace probity::matching {
namespace {

constexpr size_t kMaxQueryWords = 64;  // One bit each.
constexpr size_t kMaxNameWords = 128;  // Of all names of a candidate together.
constexpr int kRowsBetweenStops = 64;
constexpr int64_t kMaxPostings = 60'000;  // Read for one search.
constexpr size_t kMaxScored = 400;        // Subjects compared in full.
constexpr size_t kMaxNamePairs = 20'000;  // Names compared with names.
constexpr Millibits kExactKeyGain = 30'000;

struct Found {
  const Entry* entry;
  Millibits promise = 0;
};

struct Marks {
  uint64_t words = 0;  // Bits of the query words met.
  Millibits gain = 0;
  bool exact = false;
  bool near = false;  // An identifier may be nearly equal.
};

class Searcher {
 public:
  Searcher(const Segments& segments, const Prepared& candidate, const SearchOptions& options,
           const Tables& tables)
      : segments_(segments),
        candidate_(candidate),
        options_(options),
        tables_(tables),
        exhaustive_(options.exhaustive) {}

  SearchResult Run() {
    size_t words = 0;
    for (const PreparedName& name : candidate_.names) words += name.words.size();
    if (candidate_.cut || words > kMaxNameWords) {
      Truncate(Truncation::kNamesCut);
      exhaustive_ = false;
    }
    if (exhaustive_) {
      TakeAll();
    } else {
      Expand();
      ChooseWords();
      ReadKeys(ExactKeys(candidate_), {.gain = kExactKeyGain, .exact = true});
      ReadKeys(NearKeys(candidate_), {.near = true});
      ReadWords();
      TakeMarked();
    }
    ScoreFound();
    return std::move(result_);
  }

 private:
  // Fills words_ with the candidate's words and their spellings in the register.
  void Expand() {
    absl::flat_hash_set<uint64_t> seen;
    for (const PreparedName& name : candidate_.names) {
      int searchable = 0;
      for (const Word& word : name.words) {
        initials_ |= word.role == Role::kInitial;
        if (!IsSearchable(word)) continue;
        ++searchable;
        if (!seen.insert(word.key).second) continue;
        if (words_.size() == kMaxQueryWords) {
          Truncate(Truncation::kCommonWords);
        } else if (!Stopped()) {
          words_.push_back(ExpandWord(segments_, word, tables_));
        }
      }
      short_name_ |= searchable <= 1;
    }
    absl::c_sort(words_, [](const QueryWord& a, const QueryWord& b) {
      return std::tie(a.live, a.key) < std::tie(b.live, b.key);
    });
  }

  // The rarest words first. What no longer fits the budget is left out: alone it does not hide a
  // subject that has another word in common.
  void ChooseWords() {
    int left_out = 0;
    for (size_t i = 0; i < words_.size(); ++i) {
      if (result_.postings_read + words_[i].live > kMaxPostings) {
        ++left_out;
        words_[i].spellings.clear();
        continue;
      }
      result_.postings_read += words_[i].live;
    }
    some_left_out_ = left_out > 0;
    if (left_out > 1 || (left_out == 1 && (short_name_ || words_.size() == 1))) {
      Truncate(Truncation::kCommonWords);
    }
  }

  void ReadKeys(const std::vector<uint64_t>& keys, const Marks& marks) {
    for (uint64_t key : keys) {
      int64_t live = 0;
      for (const auto& segment : segments_) {
        const Postings& exact = segment->exact();
        live += static_cast<int64_t>(exact.At(exact.Find(key)).size()) - segment->Dead(key);
      }
      if (live == 0) continue;
      if (result_.postings_read + live > kMaxPostings) {
        Truncate(Truncation::kCommonWords);
        continue;
      }
      result_.postings_read += live;
      for (uint32_t s = 0; s < segments_.size(); ++s) {
        const Postings& exact = segments_[s]->exact();
        for (const Posting& posting : exact.At(exact.Find(key))) {
          marks_.try_emplace(uint64_t{s} << 32 | posting.entry, marks);
        }
      }
    }
  }

  // After the keys: of those whose birth date contradicts only an identifier that is equal or
  // nearly so could make a hit.
  void ReadWords() {
    const bool all = options_.floor == Band::kNone;
    const BirthGate gate(all ? absl::Span<const BirthDate>() : candidate_.births, tables_.weights);
    for (size_t i = 0; i < words_.size(); ++i) {
      for (const Spelling& spelling : words_[i].spellings) {
        for (const Place& place : spelling.places) {
          const Segment& segment = *segments_[place.segment];
          for (const Posting& posting : segment.words().At(place.word)) {
            Mark(uint64_t{place.segment} << 32 | posting.entry, gate.Contradicts(posting.birth),
                 uint64_t{1} << i, spelling.gain);
          }
        }
      }
    }
  }

  // Who is out is marked only if a key found him.
  void Mark(uint64_t place, bool out, uint64_t word, Millibits gain) {
    if (out && (marks_.empty() || !marks_.contains(place))) return;
    const auto [found, first] = marks_.try_emplace(place);
    Marks& marks = found->second;
    if (first) segments_[place >> 32]->PrefetchAt(static_cast<uint32_t>(place));
    if (marks.words & word) return;
    marks.words |= word;
    marks.gain += gain;
  }

  bool IsLive(uint32_t segment, uint64_t id) const {
    for (size_t later = segment + 1; later < segments_.size(); ++later) {
      if (segments_[later]->Supersedes(id)) return false;
    }
    return true;
  }

  // Two words in common, or one where one can be enough: a name of one word, an initial for the
  // other, a birth date that agrees, an identifier that is nearly equal.
  bool Enough(const Marks& marks, const Row& row, Millibits birth) const {
    if (marks.exact || (marks.words & (marks.words - 1)) != 0) return true;
    if (short_name_ || initials_ || some_left_out_ || row.short_name) return true;
    return marks.words != 0 && (marks.near || birth > 0);
  }

  void TakeMarked() {
    for (const auto& [place, marks] : marks_) {
      const auto segment = static_cast<uint32_t>(place >> 32);
      const auto index = static_cast<uint32_t>(place);
      const Row& row = segments_[segment]->rows()[index];
      const auto& entry = segments_[segment]->entries()[index];
      const auto births = row.births == 1   ? absl::MakeConstSpan(&row.birth, 1)
                          : row.births == 0 ? absl::Span<const BirthDate>()
                                            : absl::MakeConstSpan(entry->prepared.births);
      const Outcome birth = CompareBirths(candidate_.births, births, tables_.weights);
      if (birth.bits < 0 && !marks.exact && !marks.near && options_.floor > Band::kNone) continue;
      if (!Enough(marks, row, birth.bits) || !IsLive(segment, row.id)) continue;
      Prefetch(entry.get());
      found_.push_back({entry.get(), marks.gain + birth.bits});
    }
    absl::c_sort(found_, [](const Found& a, const Found& b) {
      return std::make_tuple(-a.promise, a.entry->id) < std::make_tuple(-b.promise, b.entry->id);
    });
  }

  void TakeAll() {
    for (uint32_t s = 0; s < segments_.size(); ++s) {
      for (const auto& entry : segments_[s]->entries()) {
        if (IsLive(s, entry->id)) found_.push_back({entry.get()});
      }
    }
  }

  void ScoreFound() {
    struct Scored {
      const Entry* entry;
      Comparison comparison;
    };
    std::vector<Scored> scored;
    size_t compared = 0;
    size_t pairs = 0;
    for (size_t i = 0; i < found_.size(); ++i) {
      const Found& found = found_[i];
      if (i + 1 < found_.size()) PrefetchNames(*found_[i + 1].entry);
      const Prepared& record = found.entry->prepared;
      if (!exhaustive_ && (compared >= kMaxScored || pairs >= kMaxNamePairs)) {
        Truncate(Truncation::kTooManyAlike);
        break;
      }
      if (result_.subjects_scored % kRowsBetweenStops == 0 && Stopped()) break;
      Comparison comparison = CompareIdentities(candidate_, record, tables_, options_.floor);
      ++result_.subjects_scored;
      if (comparison.candidate_name >= 0) {
        ++compared;
        pairs += candidate_.names.size() * record.names.size();
      }
      if (comparison.band >= options_.floor) {
        scored.push_back({found.entry, std::move(comparison)});
      }
    }
    absl::c_sort(scored, [](const Scored& a, const Scored& b) {
      const auto key = [](const Scored& s) {
        return std::make_tuple(-static_cast<int>(s.comparison.band), -s.comparison.total,
                               s.entry->id);
      };
      return key(a) < key(b);
    });
    const size_t limit = static_cast<size_t>(std::max(0, options_.limit));
    if (scored.size() > limit) {
      Truncate(Truncation::kLimit);
      scored.resize(limit);
    }
    for (const Scored& hit : scored) {
      result_.hits.push_back({hit.entry->id, hit.entry->version,
                              Explain(hit.comparison, candidate_, hit.entry->prepared, tables_)});
    }
  }

  static void PrefetchNames(const Entry& entry) {
    for (const PreparedName& name : entry.prepared.names) {
      for (const Word& word : name.words) Prefetch(&word);
    }
  }

  bool Stopped() {
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
  const SearchOptions& options_;
  const Tables& tables_;
  bool exhaustive_;
  bool short_name_ = false;     // Of the candidate: a name of at most one searchable word.
  bool initials_ = false;       // The candidate's name has an initial.
  bool some_left_out_ = false;  // Common words that were not read.
  std::vector<QueryWord> words_;
  absl::flat_hash_map<uint64_t, Marks> marks_;  // By segment and index of the entry.
  std::vector<Found> found_;
  SearchResult result_;
};

}  // namespace

std::shared_ptr<const Entry> FindLive(absl::Span<const std::shared_ptr<const Segment>> segments,
                                      uint64_t id) {
  for (size_t i = segments.size(); i-- > 0;) {
    if (std::shared_ptr<const Entry> entry = segments[i]->Find(id)) return entry;
    if (segments[i]->Supersedes(id)) return nullptr;
  }
  return nullptr;
}

SearchResult SearchSegments(const Segments& segments, const Prepared& candidate,
                            const SearchOptions& options, const Tables& tables) {
  return Searcher(segments, candidate, options, tables).Run();
}

}  // namespace probity::matching

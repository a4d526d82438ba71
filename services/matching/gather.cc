#include "services/matching/gather.h"

#include <algorithm>
#include <array>
#include <bit>
#include <tuple>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/inlined_vector.h"
#include "services/matching/attributes.h"
#include "services/matching/birth_gate.h"
#include "services/matching/expand.h"
#include "services/matching/keys.h"

namespace probity::matching {
namespace {

constexpr size_t kMaxQueryWords = 64;     // One bit each.
constexpr int64_t kMaxPostings = 30'000;  // Read for one search.
constexpr int64_t kPassedOver = 8;  // So much less does one cost whose birth date contradicts.
// A list that is no longer is read, if birth dates may agree.
constexpr int64_t kFewPostings = 4'000;
constexpr int64_t kMaxLookups = 100'000;  // Of pairs of words.
constexpr int64_t kLookupsOfPosting = 2;  // About as many take as long as a posting.
constexpr size_t kEntriesBetweenStops = 1'024;
constexpr size_t kMostMet = 2'000;
constexpr size_t kAhead = 12;  // So many entries before it is read, memory is asked for.

// How somebody was met.
enum How : uint32_t {
  kByWords = 0,
  kByIdentifier = 1,
  kByNearIdentifier = 2,
  kByJoinedName = 4,
  kByBirth = 8,
  kByShortName = 16,
};

// A name of the candidate as bits of its words.
struct NameBits {
  uint64_t words = 0;
  bool one_is_enough = false;  // A name of at most one word, or one with an initial.
};

// What a word of the register means: which of the candidate's it may be.
struct Meaning {
  uint64_t words = 0;
  Millibits gain = 0;
};

// The meanings of a segment's words. Most words of most names mean nothing: a small table of bits
// says so of nearly all.
class Meanings {
 public:
  void Add(uint32_t word, uint64_t bit, Millibits gain) {
    Meaning& meaning = meanings_[word];
    meaning.words |= bit;
    meaning.gain = std::max(meaning.gain, gain);
    some_[word % kBits / 64] |= uint64_t{1} << word % 64;
  }
  const Meaning* Find(uint32_t word) const {
    if ((some_[word % kBits / 64] >> word % 64 & 1) == 0) return nullptr;
    const auto found = meanings_.find(word);
    return found == meanings_.end() ? nullptr : &found->second;
  }

 private:
  static constexpr uint32_t kBits = 4096;
  std::array<uint64_t, kBits / 64> some_{};
  absl::flat_hash_map<uint32_t, Meaning> meanings_;
};

class Gatherer {
 public:
  Gatherer(const Segments& segments, const Prepared& candidate, const SearchOptions& options,
           const Tables& tables)
      : segments_(segments),
        candidate_(candidate),
        options_(options),
        tables_(tables),
        all_(options.floor == Band::kNone),
        gate_(all_ ? absl::Span<const BirthDate>() : candidate.births, tables.weights) {}

  Gathered Run() && {
    Expand();
    ReadKeys(IdentifierKeys(candidate_), kByIdentifier);
    const NearKeys near = NearIdentifierKeys(candidate_);
    if (near.cut) Truncate(Truncation::kNamesCut);
    ReadKeys(near.keys, kByNearIdentifier);
    ReadKeys(BirthKeys(candidate_), kByBirth);
    ReadKeys(JoinedKeys(candidate_), kByJoinedName);
    ReadKeys(ShortNames(), kByShortName);
    ReadWords();
    Take();
    return std::move(gathered_);
  }

 private:
  // Fills words_, rarest first, and names_.
  void Expand() {
    std::vector<std::vector<const Word*>> words;  // Those of one key together.
    absl::flat_hash_map<uint64_t, size_t> places;
    for (const PreparedName& name : candidate_.names) {
      for (const NameWord& word : name.words) {
        if (!IsSearchable(*word)) continue;
        const auto [place, first] = places.try_emplace(word->key, words.size());
        if (first) words.emplace_back();
        std::vector<const Word*>& natives = words[place->second];
        const auto same = [&](const Word* other) { return other->native == word->native; };
        if (absl::c_none_of(natives, same)) natives.push_back(&*word);
      }
    }
    if (words.size() > kMaxQueryWords) {
      Truncate(Truncation::kCommonWords);
      words.resize(kMaxQueryWords);
    }
    for (const std::vector<const Word*>& natives : words) {
      if (!Stopped()) words_.push_back(ExpandWord(segments_, natives, tables_));
    }
    absl::c_sort(words_, [](const QueryWord& a, const QueryWord& b) {
      return std::tie(a.live, a.key) < std::tie(b.live, b.key);
    });
    meanings_.resize(segments_.size());
    absl::flat_hash_map<uint64_t, uint64_t> bits;
    for (size_t i = 0; i < words_.size(); ++i) {
      const uint64_t bit = uint64_t{1} << i;
      bits[words_[i].key] = bit;
      for (const Spelling& spelling : words_[i].spellings) {
        for (const Place& place : spelling.places) {
          meanings_[place.segment].Add(place.word, bit, spelling.gain);
        }
      }
    }
    for (const PreparedName& name : candidate_.names) {
      NameBits& one = names_.emplace_back();
      one.one_is_enough = IsShort(name);
      for (const NameWord& word : name.words) {
        one.one_is_enough |= word->role == Role::kInitial;
        if (const auto bit = bits.find(word->key); bit != bits.end()) one.words |= bit->second;
      }
    }
  }

  std::vector<uint32_t> ShortNames() const {
    std::vector<uint32_t> keys;
    for (const QueryWord& word : words_) {
      for (const Spelling& spelling : word.spellings) keys.push_back(ShortNameKey(spelling.key));
    }
    SortUnique(keys);
    return keys;
  }

  void ReadKeys(const std::vector<uint32_t>& keys, How how) {
    for (const auto& segment : segments_) {
      for (uint32_t key : keys) segment->keys().PrefetchGroup(key);
    }
    for (const auto& segment : segments_) {
      for (uint32_t key : keys) segment->keys().PrefetchRows(key);
    }
    for (uint32_t key : keys) ReadKey(key, how);
  }

  void ReadKey(uint32_t key, How how) {
    int64_t live = 0;
    absl::InlinedVector<std::pair<uint32_t, absl::Span<const HashRows::Row>>, 4> found;
    for (uint32_t s = 0; s < segments_.size(); ++s) {
      const absl::Span<const HashRows::Row> rows = segments_[s]->keys().Find(key);
      if (rows.empty()) continue;
      live += static_cast<int64_t>(rows.size());
      found.emplace_back(s, rows);
    }
    if (live == 0) return;
    for (const auto& segment : segments_) live -= segment->DeadOfKey(key);
    if (!Afford(live, IsIdentifier(how))) return Truncate(Truncation::kCommonWords);
    for (const auto& [s, rows] : found) {
      Read(s, rows, how, [](const HashRows::Row& row) { return row.value; });
    }
  }

  static bool IsIdentifier(uint32_t how) {
    return (how & (kByIdentifier | kByNearIdentifier)) != 0;
  }

  // Whether so many more may be read. `all`: none of them is passed over.
  bool Afford(int64_t live, bool all) {
    const int64_t cost = gate_.Tells() && !all ? live : live * kPassedOver;
    if (cost_ + cost > kMaxPostings * kPassedOver) return false;
    cost_ += cost;
    gathered_.postings_read += live;
    return true;
  }

  // Entries in rising order. Of those whose birth date contradicts only an identifier that is equal
  // or nearly so could make a hit.
  template <typename List, typename EntryOf>
  void Read(uint32_t s, const List& list, How how, EntryOf entry_of) {
    const Segment& segment = *segments_[s];
    for (size_t i = 0; i < list.size(); ++i) {
      if (i + kAhead < list.size()) segment.PrefetchBirth(entry_of(list[i + kAhead]));
      const uint32_t entry = entry_of(list[i]);
      if (!IsIdentifier(how) && gate_.Contradicts(segment.birth(entry))) continue;
      met_.emplace_back(uint64_t{s} << 32 | entry, how);
    }
  }

  // For each two words of a name who has both: by the list of the rarer one, or by looking up each
  // pair of their spellings, whichever takes less.
  void ReadWords() {
    for (size_t i = 0; i < words_.size() && !Stopped(); ++i) {
      const uint64_t bit = uint64_t{1} << i;
      bool one_is_enough = false;
      uint64_t others = 0;
      for (const NameBits& name : names_) {
        if ((name.words & bit) == 0) continue;
        one_is_enough |= name.one_is_enough;
        others |= name.words;
      }
      others &= ~(bit | (bit - 1));  // A rarer one has looked after its pairs.
      if (others == 0 && !one_is_enough) continue;
      int64_t lookups = 0;
      for (uint64_t rest = others; rest != 0; rest &= rest - 1) {
        lookups += LookupsOf(i, std::countr_zero(rest));
      }
      const bool by_list = one_is_enough || words_[i].live * kLookupsOfPosting <= lookups ||
                           (!candidate_.births.empty() && words_[i].live <= kFewPostings);
      if (by_list && ReadList(words_[i])) continue;
      if (one_is_enough) Truncate(Truncation::kCommonWords);
      for (uint64_t rest = others; rest != 0; rest &= rest - 1) {
        ReadPairs(words_[i], words_[std::countr_zero(rest)]);
      }
    }
  }

  int64_t LookupsOf(size_t i, size_t j) const {
    return static_cast<int64_t>(words_[i].spellings.size() * words_[j].spellings.size());
  }

  bool ReadList(const QueryWord& word) {
    if (!Afford(word.live, /*all=*/false)) return false;
    for (const Spelling& spelling : word.spellings) {
      for (const Place& place : spelling.places) {
        Read(place.segment, segments_[place.segment]->WithWord(place.word), kByWords,
             [](uint32_t entry) { return entry; });
      }
    }
    return true;
  }

  void ReadPairs(const QueryWord& one, const QueryWord& other) {
    lookups_ += static_cast<int64_t>(one.spellings.size() * other.spellings.size());
    if (lookups_ > kMaxLookups) return Truncate(Truncation::kCommonWords);
    std::vector<uint32_t> keys;
    keys.reserve(one.spellings.size() * other.spellings.size());
    for (const Spelling& a : one.spellings) {
      for (const Spelling& b : other.spellings) keys.push_back(PairKey(a.key, b.key));
    }
    ReadKeys(keys, kByWords);
  }

  void Take() {
    absl::c_sort(met_);
    for (size_t i = 0; i < met_.size(); ++i) {
      if (i + 2 * kAhead < met_.size())
        SegmentOf(i + 2 * kAhead).PrefetchEnd(EntryOf(i + 2 * kAhead));
      if (i + kAhead < met_.size()) SegmentOf(i + kAhead).PrefetchRow(EntryOf(i + kAhead));
      if (i > 0 && met_[i].first == met_[i - 1].first) continue;
      if (i % kEntriesBetweenStops == 0 && Stopped()) break;
      uint32_t how = 0;
      for (size_t k = i; k < met_.size() && met_[k].first == met_[i].first; ++k) {
        how |= met_[k].second;
      }
      TakeOne(static_cast<uint32_t>(met_[i].first >> 32), EntryOf(i), how);
    }
    const auto order = [](const Met& a, const Met& b) {
      return std::make_tuple(-a.promise, a.id) < std::make_tuple(-b.promise, b.id);
    };
    std::vector<Met>& met = gathered_.met;
    if (met.size() > kMostMet) {
      std::nth_element(met.begin(), met.begin() + kMostMet, met.end(), order);
      met.resize(kMostMet);
      Truncate(Truncation::kTooManyAlike);
    }
    absl::c_sort(met, order);
  }

  const Segment& SegmentOf(size_t i) const { return *segments_[met_[i].first >> 32]; }
  uint32_t EntryOf(size_t i) const { return static_cast<uint32_t>(met_[i].first); }

  void TakeOne(uint32_t s, uint32_t entry, uint32_t how) {
    const Segment& segment = *segments_[s];
    const PackedRow row = segment.row(entry);
    const Outcome birth = CompareWith(segment.birth(entry), row);
    if (birth.bits < 0 && !IsIdentifier(how) && !all_) return;
    const bool one_is_enough =
        birth.bits > 0 || (how & (kByNearIdentifier | kByBirth | kByShortName)) != 0;
    // A near identifier counts beside a word in common, or with a name that has none.
    bool enough = (how & (kByIdentifier | kByJoinedName)) != 0 ||
                  ((how & kByNearIdentifier) != 0 && words_.empty());
    Millibits gain = 0;
    NameWalk record(row);
    while (record.Next()) {
      const Common common = Meet(record.words(), meanings_[s], one_is_enough);
      enough |= common.enough;
      gain = std::max(gain, common.gain);
    }
    if (!enough || !IsLive(segments_, s, segment.id(entry))) return;
    gathered_.met.push_back(
        {.segment = s, .entry = entry, .id = segment.id(entry), .promise = gain + birth.bits});
  }

  Outcome CompareWith(uint32_t code, PackedRow row) const {
    if (candidate_.births.empty()) return {};
    if (code != 0) {
      const BirthDate day = DayOf(code);
      return CompareBirths(candidate_.births, {&day, 1}, tables_.weights);
    }
    return CompareBirths(candidate_.births, BirthsOf(row), tables_.weights);
  }

  // What a name of a record has in common with one of the candidate's.
  struct Common {
    bool enough = false;
    Millibits gain = 0;  // What the words are worth, of the name where it is most.
  };
  Common Meet(absl::Span<const uint32_t> record, const Meanings& meanings,
              bool one_is_enough) const {
    absl::InlinedVector<Meaning, kMaxWords> met;
    for (const uint32_t packed : record) {
      const Meaning* const meaning = meanings.Find(PackedWord(packed).number());
      if (meaning != nullptr) met.push_back(*meaning);
    }
    Common best;
    if (met.empty()) return best;
    for (const NameBits& name : names_) {
      uint64_t bits = 0;
      int words = 0;
      Millibits worth = 0;
      for (const Meaning& meaning : met) {
        if ((meaning.words & name.words) == 0) continue;
        bits |= meaning.words & name.words;
        worth += meaning.gain;
        ++words;
      }
      const int common = std::min(words, std::popcount(bits));
      best.enough |= common >= 2 || (common == 1 && (one_is_enough || name.one_is_enough));
      best.gain = std::max(best.gain, worth);
    }
    return best;
  }

  bool Stopped() {
    if (!options_.stop || !options_.stop()) return false;
    Truncate(Truncation::kStopped);
    return true;
  }

  void Truncate(Truncation reason) {
    if (gathered_.truncation == Truncation::kNone) gathered_.truncation = reason;
  }

  const Segments& segments_;
  const Prepared& candidate_;
  const SearchOptions& options_;
  const Tables& tables_;
  const bool all_;  // Also those whose birth date contradicts.
  const BirthGate gate_;
  std::vector<QueryWord> words_;
  std::vector<NameBits> names_;     // One for each of the candidate's.
  std::vector<Meanings> meanings_;  // One for each segment.
  int64_t cost_ = 0;
  int64_t lookups_ = 0;
  std::vector<std::pair<uint64_t, uint32_t>> met_;  // Segment and entry; How.
  Gathered gathered_;
};

}  // namespace

Gathered Gather(const Segments& segments, const Prepared& candidate, const SearchOptions& options,
                const Tables& tables) {
  return Gatherer(segments, candidate, options, tables).Run();
}

}  // namespace probity::matching

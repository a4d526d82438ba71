#include "services/matching/expand.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/algorithm/container.h"

namespace probity::matching {
namespace {

constexpr size_t kMaxSpellings = 200;  // Of one query word.

struct Candidate {
  const Word* word;
  Place place;
  Millibits gain;
};

// Words like this one, by what an agreement is worth.
std::vector<Candidate> CandidatesIn(const Segments& segments, uint32_t place, const Word& word,
                                    const Tables& tables) {
  const Segment& segment = *segments[place];
  const std::optional<uint32_t> number = segment.lexicon().Find(word);
  const auto known = number.has_value() ? segment.AlikeOf(*number) : std::nullopt;
  const std::vector<Alike> found =
      known.has_value() ? std::vector<Alike>() : FindAlike(segment.lexicon(), word, tables);
  std::vector<Candidate> candidates;
  for (const auto& [alike, similarity] : known.value_or(absl::MakeConstSpan(found))) {
    const Word& other = segment.lexicon().word(alike);
    const Millibits gain = std::min(word.worth, other.worth) * similarity / 1000;
    candidates.push_back({&other, {place, alike}, gain});
  }
  return candidates;
}

// Those of one key one after the other, and of these those of one native; each place once.
std::vector<Candidate> Candidates(const Segments& segments, absl::Span<const Word* const> natives,
                                  const Tables& tables) {
  std::vector<Candidate> candidates;
  for (const Word* const word : natives) {
    for (uint32_t s = 0; s < segments.size(); ++s) {
      const std::vector<Candidate> found = CandidatesIn(segments, s, *word, tables);
      candidates.insert(candidates.end(), found.begin(), found.end());
    }
  }
  const auto order = [](const Candidate& c) {
    return std::tie(c.word->key, c.word->native, c.place.segment, c.place.word);
  };
  absl::c_sort(candidates, [&](const Candidate& a, const Candidate& b) {
    return order(a) != order(b) ? order(a) < order(b) : a.gain > b.gain;
  });
  const auto same = [&](const auto& a, const auto& b) { return order(a) == order(b); };
  candidates.erase(std::unique(candidates.begin(), candidates.end(), same), candidates.end());
  return candidates;
}

// Adds those of one native, if anybody lives who has it.
void AddNative(const Segments& segments, absl::Span<const Candidate> native, Spelling& spelling) {
  int64_t live = 0;
  Millibits gain = 0;
  for (const Candidate& candidate : native) {
    const auto& [s, number] = candidate.place;
    live += static_cast<int64_t>(segments[s]->WithWord(number).size());
    gain = std::max(gain, candidate.gain);
  }
  for (const auto& segment : segments) live -= segment->DeadOfWord(*native.front().word);
  if (live <= 0) return;
  spelling.live += live;
  spelling.gain = std::max(spelling.gain, gain);
  for (const Candidate& candidate : native) spelling.places.push_back(candidate.place);
}

}  // namespace

QueryWord ExpandWord(const Segments& segments, absl::Span<const Word* const> natives,
                     const Tables& tables) {
  QueryWord query{.key = natives.front()->key};
  const std::vector<Candidate> candidates = Candidates(segments, natives, tables);
  for (size_t i = 0; i < candidates.size();) {
    Spelling spelling{.key = candidates[i].word->key};
    while (i < candidates.size() && candidates[i].word->key == spelling.key) {
      const size_t begin = i;
      while (i < candidates.size() && candidates[i].word->key == spelling.key &&
             candidates[i].word->native == candidates[begin].word->native) {
        ++i;
      }
      AddNative(segments, absl::MakeConstSpan(candidates).subspan(begin, i - begin), spelling);
    }
    if (spelling.live > 0) query.spellings.push_back(std::move(spelling));
  }
  absl::c_sort(query.spellings, [](const Spelling& a, const Spelling& b) {
    return std::make_tuple(-a.gain, a.live, a.key) < std::make_tuple(-b.gain, b.live, b.key);
  });
  if (query.spellings.size() > kMaxSpellings) query.spellings.resize(kMaxSpellings);
  for (const Spelling& spelling : query.spellings) query.live += spelling.live;
  return query;
}

}  // namespace probity::matching

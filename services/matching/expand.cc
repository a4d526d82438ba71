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
  int32_t similarity;
};

void AddAlike(const Segment& segment, uint32_t place, absl::Span<const Alike> alike,
              std::vector<Candidate>& candidates) {
  for (const auto& [number, similarity] : alike) {
    candidates.push_back({&segment.lexicon().word(number), {place, number}, similarity});
  }
}

// Words like this one, those of one key one after the other.
std::vector<Candidate> Candidates(const Segments& segments, const Word& word,
                                  const Tables& tables) {
  std::vector<Candidate> candidates;
  for (uint32_t s = 0; s < segments.size(); ++s) {
    const Segment& segment = *segments[s];
    const std::optional<uint32_t> number = segment.lexicon().Find(word);
    const auto known = number.has_value() ? segment.AlikeOf(*number) : std::nullopt;
    if (known.has_value()) {
      AddAlike(segment, s, *known, candidates);
    } else {
      AddAlike(segment, s, FindAlike(segment.lexicon(), word, tables), candidates);
    }
  }
  absl::c_sort(candidates, [](const Candidate& a, const Candidate& b) {
    return std::make_tuple(a.word->key, a.place.segment, a.place.word) <
           std::make_tuple(b.word->key, b.place.segment, b.place.word);
  });
  return candidates;
}

}  // namespace

QueryWord ExpandWord(const Segments& segments, const Word& word, const Tables& tables) {
  QueryWord query{.key = word.key};
  const std::vector<Candidate> candidates = Candidates(segments, word, tables);
  for (size_t i = 0, next = 0; i < candidates.size(); i = next) {
    Spelling spelling{.key = candidates[i].word->key};
    // The best of its natives counts, in whatever segments they are.
    for (next = i; next < candidates.size() && candidates[next].word->key == spelling.key; ++next) {
      const auto& [other, place, similarity] = candidates[next];
      const Millibits worth = std::min(word.worth, other->worth);
      spelling.gain = std::max(spelling.gain, worth * similarity / 1000);
      spelling.live += static_cast<int64_t>(segments[place.segment]->WithWord(place.word).size());
      spelling.places.push_back(place);
    }
    for (const auto& segment : segments) spelling.live -= segment->DeadOfWord(spelling.key);
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

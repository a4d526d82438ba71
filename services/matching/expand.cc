#include "services/matching/expand.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/algorithm/container.h"
#include "services/matching/likeness.h"
#include "services/matching/prefetch.h"
#include "services/matching/words.h"

namespace probity::matching {
namespace {

constexpr size_t kMaxSpellings = 200;  // Of one query word.

struct Candidate {
  uint64_t key;
  Place place;
};

// Keys of the nicknames of a word, or of what it is a nickname of.
std::vector<uint64_t> NicknameKeys(const Word& word, const Tables& tables) {
  std::vector<uint64_t> keys;
  const auto found = tables.nicknames.find(word.latin);
  if (found == tables.nicknames.end()) return keys;
  for (int pair : found->second) {
    const auto& [formal, nickname] = tables.nickname_pairs[pair];
    keys.push_back(MakeLatinWord(formal == word.latin ? nickname : formal, tables).key);
  }
  return keys;
}

// Words that may be like this one, the places of a word one after the other.
std::vector<Candidate> Candidates(const Segments& segments, const Word& word,
                                  const Tables& tables) {
  std::vector<Candidate> candidates;
  std::vector<uint64_t> known = NicknameKeys(word, tables);
  known.push_back(word.key);
  for (uint32_t s = 0; s < segments.size(); ++s) {
    const Postings& words = segments[s]->words();
    const auto add = [&](uint32_t place) {
      if (place < words.keys().size()) candidates.push_back({words.keys()[place], {s, place}});
    };
    for (uint64_t key : known) add(words.Find(key));
    for (uint32_t place : segments[s]->Neighbours(word)) add(place);
  }
  const auto order = [](const Candidate& c) { return std::tie(c.key, c.place.segment); };
  absl::c_sort(candidates, [&](const auto& a, const auto& b) { return order(a) < order(b); });
  const auto same = [&](const auto& a, const auto& b) { return order(a) == order(b); };
  candidates.erase(std::unique(candidates.begin(), candidates.end(), same), candidates.end());
  return candidates;
}

}  // namespace

QueryWord ExpandWord(const Segments& segments, const Word& word, const Tables& tables) {
  QueryWord query{.key = word.key};
  const std::vector<Candidate> candidates = Candidates(segments, word, tables);
  for (size_t i = 0, next = 0; i < candidates.size(); i = next) {
    const uint64_t key = candidates[i].key;
    while (next < candidates.size() && candidates[next].key == key) ++next;
    const Place& first = candidates[i].place;
    const Word& other = segments[first.segment]->word(first.word);
    const Likeness likeness = Compare(word, other, tables, /*east_asian=*/true);
    if (likeness.similarity == 0) continue;
    Spelling spelling{.key = key,
                      .gain = std::min(word.worth, other.worth) * likeness.similarity / 1000};
    for (const auto& segment : segments) spelling.live -= segment->Dead(key);
    for (size_t k = i; k < next; ++k) {
      const Place& place = candidates[k].place;
      const absl::Span<const Posting> postings = segments[place.segment]->words().At(place.word);
      Prefetch(postings.data());
      spelling.live += static_cast<int64_t>(postings.size());
      spelling.places.push_back(place);
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

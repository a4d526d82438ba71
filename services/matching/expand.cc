#include "services/matching/expand.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/algorithm/container.h"
#include "services/matching/keys.h"
#include "services/matching/likeness.h"
#include "services/matching/words.h"

namespace probity::matching {
namespace {

constexpr size_t kMaxSpellings = 200;  // Of one query word.

struct Candidate {
  const Word* word;
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

// Words that may be like this one, each place once, those of one key one after the other.
std::vector<Candidate> Candidates(const Segments& segments, const Word& word,
                                  const Tables& tables) {
  std::vector<Candidate> candidates;
  std::vector<uint64_t> known = NicknameKeys(word, tables);
  known.push_back(word.key);
  for (uint32_t s = 0; s < segments.size(); ++s) {
    const Lexicon& lexicon = segments[s]->lexicon();
    const auto add = [&](uint32_t number) {
      const Word& other = lexicon.word(number);
      if (IsSearchable(other)) candidates.push_back({&other, {s, number}});
    };
    for (uint64_t key : known) {
      const auto [begin, end] = lexicon.Find(key);
      for (uint32_t number = begin; number < end; ++number) add(number);
    }
    for (uint32_t number : lexicon.Neighbours(word)) add(number);
  }
  const auto order = [](const Candidate& c) {
    return std::make_tuple(c.word->key, c.place.segment, c.place.word);
  };
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
    Spelling spelling{.key = candidates[i].word->key};
    const Word* compared = nullptr;
    // The best of its natives counts, in whatever segments they are.
    for (next = i; next < candidates.size() && candidates[next].word->key == spelling.key; ++next) {
      const auto& [other, place] = candidates[next];
      if (compared == nullptr || compared->native != other->native) {
        const Likeness likeness = Compare(word, *other, tables, /*east_asian=*/true);
        const Millibits worth = std::min(word.worth, other->worth);
        spelling.gain = std::max(spelling.gain, worth * likeness.similarity / 1000);
        compared = other;
      }
      spelling.live += static_cast<int64_t>(segments[place.segment]->WithWord(place.word).size());
      spelling.places.push_back(place);
    }
    if (spelling.gain == 0) continue;
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

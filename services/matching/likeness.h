// How like two words of names are. Internal to services/matching.
#ifndef PROBITY_SERVICES_MATCHING_LIKENESS_H_
#define PROBITY_SERVICES_MATCHING_LIKENESS_H_

#include "services/matching/normalize.h"
#include "services/matching/score.h"

namespace probity::matching {

struct Likeness {
  int similarity = 0;  // 0 to 1000; below kDifferent they are different words.
  Level level = Level::kConflict;
};
// `east_asian`: both are of names of China or Korea, or it is not known whether they are.
Likeness Compare(const Word& a, const Word& b, const Tables& tables, bool east_asian);

// Whether two words of names of China or Korea, alike as other words are, may be one: syllables
// are short, and a letter makes another one. True of what is not made of such syllables.
bool MayBeSameSyllables(const Word& a, const Word& b);

// How near two words are that Compare found different, 0 to 1000 by the letters of their sounds,
// without an ending that many names share: for a leftover on both sides, which may be a spelling
// that no rule knows. 0 unless both write sounds in one script, and of short words, where a letter
// makes another name.
int Nearness(const Word& a, const Word& b);

}  // namespace probity::matching

#endif  // PROBITY_SERVICES_MATCHING_LIKENESS_H_

// What cultures do with the words of a name, one rule a function. Internal to services/matching.
// Each takes the words in order and returns them changed; each has its test in name_rules_test.cc.
#ifndef PROBITY_SERVICES_MATCHING_NAME_RULES_H_
#define PROBITY_SERVICES_MATCHING_NAME_RULES_H_

#include <vector>

#include "services/matching/normalize.h"

namespace probity::matching {

using Words = std::vector<Word>;

// All of the below, in the order that they need. `foreign`: not those that split a name of one word
// into family and given name.
Words ApplyNameRules(Words words, const Tables& tables, bool foreign);

// Whether a name of these words may be one of a foreigner, which no rule may split: "마이클" is
// Michael, not a Ma whose given name is 이클.
bool MayBeForeign(const Words& words);

// "الرشيد" becomes "ال" and "رشيد", as "al-Rashid" is two words; "الله" stays.
Words SplitArabicArticle(Words words, const Tables& tables);

// "Abd al-Rahman", "Abdul Rahman", "Abdurrahman", "عبد الرحمن": one word, "abd" and what follows.
Words JoinAbd(Words words, const Tables& tables);

// "Shihab al-Din", "Shihab ud Din", "شهاب الدين", "Amin Ullah": one word, as in "Shihabuddin".
Words JoinDin(Words words, const Tables& tables);

// "김정은" is the family name 김 and the given name 정은; "김 정 은" too.
Words SplitHangulFamily(Words words, const Tables& tables);

// "张桂珍" is the family name 张 and the given name 桂珍; some family names have two characters.
Words SplitHanFamily(Words words, const Tables& tables);

// One Latin, Cyrillic or Greek letter is an initial.
Words MarkInitials(Words words, const Tables& tables);

// Particles and links weigh little, but as first of two words ("Ben Carter") or as the last one
// they are names.
Words MarkParticles(Words words, const Tables& tables);

// Forms of address weigh little if two names remain without them ("Sultan Ahmed" keeps both).
Words MarkTitles(Words words, const Tables& tables);

}  // namespace probity::matching

#endif  // PROBITY_SERVICES_MATCHING_NAME_RULES_H_

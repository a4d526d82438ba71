// Of which naming culture a pair is, so that errors can be reported by it.
#ifndef PROBITY_SERVICES_MATCHING_LAB_CULTURE_H_
#define PROBITY_SERVICES_MATCHING_LAB_CULTURE_H_

#include <string>

#include "services/matching/lab/pair.h"

namespace probity::matching::lab {

// What can be seen: the first script of either name that is not Latin ("Arabic", "Han", "Hangul"),
// else "Latin". A file may say more (see EvaluatePairs): script alone does not tell Spanish from
// Somali.
std::string CultureOf(const Pair& pair);

}  // namespace probity::matching::lab

#endif  // PROBITY_SERVICES_MATCHING_LAB_CULTURE_H_

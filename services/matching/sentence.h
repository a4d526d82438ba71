// Evidence as an English sentence, for people. What is stored and decided by are the codes.
#ifndef PROBITY_SERVICES_MATCHING_SENTENCE_H_
#define PROBITY_SERVICES_MATCHING_SENTENCE_H_

#include <string>

#include "services/matching/identity.h"
#include "services/matching/score.h"

namespace probity::matching {

// Which names met, each part of them and each attribute with what it is worth in bits, the sum, the
// band, and what would change it. On one line. Holds personal data.
std::string Sentence(const Evidence& evidence, const Identity& candidate, const Identity& record);

}  // namespace probity::matching

#endif  // PROBITY_SERVICES_MATCHING_SENTENCE_H_

// Seeded persons of many naming cultures, and how their names get spelt wrong: for benchmarks.
// The words are common given and family names; no person is meant.
#ifndef PROBITY_SERVICES_MATCHING_LAB_SYNTHETIC_PERSONS_H_
#define PROBITY_SERVICES_MATCHING_LAB_SYNTHETIC_PERSONS_H_

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "services/matching/identity.h"

namespace probity::matching::lab {

// A subject with about 2.2 names; nine in ten have a full date of birth, most a nationality. The
// same for the same id and version; each version is somebody else.
Subject MakePerson(uint64_t id, uint64_t version);

enum class Mistake {
  kNone,
  kTypo,
  kOrder,
  kTypoAndOrder,
  kTransliteration,
  kDroppedSurname,   // One of two family names, as many cultures have them, is left out.
  kNickname,         // "Bob" for "Robert".
  kDayMonthFlipped,  // 4 March for 3 April.
};

// The person as somebody else wrote it, by the first name. None if the mistake cannot be made: no
// other spelling, no nickname, no date whose day could be a month.
std::optional<Identity> Respell(const Identity& identity, Mistake mistake, std::mt19937_64& random);

}  // namespace probity::matching::lab

#endif  // PROBITY_SERVICES_MATCHING_LAB_SYNTHETIC_PERSONS_H_

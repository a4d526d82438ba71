// Seeded persons of many naming cultures, and how their names get spelt wrong: for benchmarks.
// The words are common given and family names; no person is meant.
#ifndef PROBITY_TESTS_BENCH_SYNTHETIC_PERSONS_H_
#define PROBITY_TESTS_BENCH_SYNTHETIC_PERSONS_H_

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "services/matching/identity.h"

namespace probity::bench {

// A subject with about 2.2 names; nine in ten have a full date of birth, most a
// nationality.
matching::Subject MakePerson(uint64_t id, std::mt19937_64& random);

enum class Mistake { kNone, kTypo, kOrder, kTypoAndOrder, kTransliteration };

// The person as somebody else wrote it. A name that has no other spelling is left as it is.
matching::Identity Respell(const matching::Identity& identity, Mistake mistake,
                           std::mt19937_64& random);

}  // namespace probity::bench

#endif  // PROBITY_TESTS_BENCH_SYNTHETIC_PERSONS_H_

// Two prepared identities: everything that Evidence says, before it is put in words. Internal.
#ifndef PROBITY_SERVICES_MATCHING_COMPARE_H_
#define PROBITY_SERVICES_MATCHING_COMPARE_H_

#include "services/matching/attributes.h"
#include "services/matching/names.h"
#include "services/matching/normalize.h"
#include "services/matching/score.h"

namespace probity::matching {

struct Comparison {
  Attributes attributes{};
  NameComparison name{};
  int candidate_name = -1;  // Indices into Prepared::names.
  int record_name = -1;
  Level cap_level = Level::kNameAlone;
  Millibits cap = 0;  // What the cap takes away: zero or less.
  Millibits total = 0;
  Band band = Band::kNone;
  bool contradicted = false;
  Need need = Need::kNothing;
};

// Of all pairs of names the one with the best result counts. May stop early, with band kNone and no
// names compared, if no name could lift the band to `floor`.
Comparison CompareIdentities(const Prepared& candidate, const Prepared& record,
                             const Tables& tables, Band floor);

Evidence Explain(const Comparison& comparison, const Prepared& candidate, const Prepared& record,
                 const Tables& tables);

}  // namespace probity::matching

#endif  // PROBITY_SERVICES_MATCHING_COMPARE_H_

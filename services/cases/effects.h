// What a step changes of an allegation, once the life cycle allows it. Pure.
#ifndef PROBITY_SERVICES_CASES_EFFECTS_H_
#define PROBITY_SERVICES_CASES_EFFECTS_H_

#include "probity/v1/case.pb.h"
#include "services/cases/step.h"

namespace probity::cases {

// Takes a step that the life cycle allows: the new state, and what the step brought with it. No
// proposal stands any more.
void Apply(const Step& step, v1::Allegation::State to, v1::Allegation& allegation);

}  // namespace probity::cases

#endif  // PROBITY_SERVICES_CASES_EFFECTS_H_

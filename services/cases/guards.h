// The guards of the life cycle by their names in lifecycle.table: named pure functions.
#ifndef PROBITY_SERVICES_CASES_GUARDS_H_
#define PROBITY_SERVICES_CASES_GUARDS_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/cases/step.h"

namespace probity::cases {

// OK, or why the step may not be taken: FAILED_PRECONDITION/GUARD_NOT_MET with the request's field
// where one is to blame, INVALID_ARGUMENT/INVALID_DATE for days out of order,
// NO_CONCLUDED_INVESTIGATION, or NOT_AVAILABLE_YET for what comes with casework.
struct Guard {
  absl::string_view name;
  absl::Status (*check)(const Facts& facts);
};

absl::Span<const Guard> AllGuards();

// SEA, always; sexual harassment; trafficking.
bool IsSeaOrTrafficking(const v1::MisconductType& type);
bool IsSeaShOrTrafficking(const v1::MisconductType& type);

}  // namespace probity::cases

#endif  // PROBITY_SERVICES_CASES_GUARDS_H_

// What a report may be. Pure.
#ifndef PROBITY_SERVICES_CASES_REPORT_RULES_H_
#define PROBITY_SERVICES_CASES_REPORT_RULES_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "probity/v1/case.pb.h"
#include "services/core/codes.h"

namespace probity::cases {

// All that can be said of a report without the register, each error at its field
// ("subjects[1].person"): the caller adds its own path with AtField. Whether mission and persons
// exist, the store knows.
absl::Status CheckReport(const v1::Report& report, const core::Codes& codes, absl::Time now);

absl::Status CheckPlaceholder(const v1::Placeholder& placeholder, const core::Codes& codes);

// By what the taxonomy knows (storage/reference/README.md): SEA always, serious types, legacy
// Category 1, and what becomes Category 1 when the subject is P-5 or above.
bool IsSerious(const v1::MisconductType& type, bool p5_or_above);

}  // namespace probity::cases

#endif  // PROBITY_SERVICES_CASES_REPORT_RULES_H_

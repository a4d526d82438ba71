// Rules that many requests share. All errors are INVALID_ARGUMENT at the field unless said.
#ifndef PROBITY_SERVICES_CORE_REQUEST_RULES_H_
#define PROBITY_SERVICES_CORE_REQUEST_RULES_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/core/partial_date.h"

namespace probity::core {

// 1 to 64 of A-Z, a-z, 0-9 and "-": a UUID fits. MISSING_FIELD or INVALID_FIELD at "request_id".
absl::Status CheckRequestId(absl::string_view request_id);

// MISSING_FIELD at `field` if the request brings no etag; ABORTED/STALE_ETAG if it is not the
// current one.
absl::Status CheckEtag(absl::string_view etag, absl::string_view current,
                       absl::string_view field = "etag");

// A date as far as it is known; MISSING_FIELD if it is empty, INVALID_DATE if it is none.
absl::StatusOr<PartialDate> CheckPartialDate(absl::string_view text, absl::string_view field);

// A full date; MISSING_FIELD, or INVALID_DATE.
absl::StatusOr<absl::CivilDay> CheckDay(absl::string_view text, absl::string_view field);

// A full date from kFirstDay on that is not in the future, as UTC has it at `now`.
absl::StatusOr<absl::CivilDay> CheckPastDay(absl::string_view text, absl::Time now,
                                            absl::string_view field);

// Two dates of a period, each of which may be empty: partial dates, the end not surely before the
// beginning. `from_field` and `to_field` name them.
absl::Status CheckPeriod(absl::string_view from, absl::string_view from_field, absl::string_view to,
                         absl::string_view to_field);

// That a closed enum holds one of its values, and not its UNSPECIFIED: MISSING_FIELD,
// INVALID_FIELD.
absl::Status CheckEnum(int value, bool is_valid, absl::string_view field);

// The same for a filter of a list, which may be left out.
absl::Status CheckEnumFilter(int value, bool is_valid, absl::string_view field);

// UNKNOWN_CODE at `field` if a resource that the request names is not there; other errors as they
// are.
absl::Status AsUnknownCode(const absl::Status& status, absl::string_view field);

// The UTC day of `now`.
absl::CivilDay DayOf(absl::Time now);

}  // namespace probity::core

#endif  // PROBITY_SERVICES_CORE_REQUEST_RULES_H_

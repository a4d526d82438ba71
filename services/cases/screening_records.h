// What an allegation means for screening: classes A to F (H and X do not come from allegations), as
// services/screening/README.md says. Pure.
#ifndef PROBITY_SERVICES_CASES_SCREENING_RECORDS_H_
#define PROBITY_SERVICES_CASES_SCREENING_RECORDS_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "probity/v1/case.pb.h"
#include "probity/v1/person.pb.h"
#include "probity/v1/registry.pb.h"
#include "probity/v1/screening_record.pb.h"

namespace probity::cases {

// The record that rests on the allegation, ACTIVE and without a name; nothing where it leaves no
// trace: no person, not registered, unsubstantiated, no misconduct, record only, duplicate,
// managed, set aside, closed without substantiation.
//
// A finding stands until another replaces it, also while the allegation is reopened. Of several
// actions the gravest decides. `effective_from` is the day of the finding, or `today` for a pending
// matter. `expires_on` follows the retention that stands there:
//   A        80th birthday at the latest possible date of birth, or 60 years after the finding if
//            none is known; never before what B would have
//   B, C, F  10 years after the measure's end, or after the finding if there is no measure
//   D, E     not: until concluded
// `owner` is the mission whose conduct team owns the matter.
std::optional<v1::ScreeningRecord> DeriveRecord(const v1::Allegation& allegation,
                                                const v1::MisconductType& type,
                                                const v1::Person& person, absl::string_view owner,
                                                absl::CivilDay today);

// Whether a service record says that the person left while a matter was pending that the
// organisation knew of since that day (line T20 of lifecycle.table). An ordinary end of tour or
// contract is none.
bool LeftWhilePending(const v1::Person& person, absl::CivilDay known_since);

// When a bar that began with a finding of that day expires; "" for a day that is none.
std::string BarExpiry(const v1::Person& person, absl::string_view found_on,
                      absl::string_view measure_ends_on);

}  // namespace probity::cases

#endif  // PROBITY_SERVICES_CASES_SCREENING_RECORDS_H_

// A date as far as it is known, in a subset of EDTF (ISO 8601-2), which is how the API carries
// dates of birth, of incidents and of service:
//   1971-10-05   a day          ~1979        about that year
//   1971-10      a month        1958..1964   one of those years, both included
//   1971         a year
// Gregorian, years 0001 to 9999, always four digits. Nothing else is accepted, so that a date has
// one spelling: Format(Parse(text)) == text.
#ifndef PROBITY_SERVICES_CORE_PARTIAL_DATE_H_
#define PROBITY_SERVICES_CORE_PARTIAL_DATE_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace probity::core {

struct PartialDate {
  enum class Form : uint8_t { kDay, kMonth, kYear, kAboutYear, kYears };

  Form form = Form::kYear;
  int16_t year = 0;
  int8_t month = 0;       // kDay, kMonth; else 0
  int8_t day = 0;         // kDay; else 0
  int16_t last_year = 0;  // kYears; else 0

  friend bool operator==(const PartialDate&, const PartialDate&) = default;
};

// How far the true year may lie from one that is only known "about": a convention of ours.
inline constexpr int kAboutYears = 2;

// Nothing that the register is about happened before: field operations began in 1948.
inline constexpr absl::CivilDay kFirstDay(1945, 1, 1);
// Nobody is older, in years.
inline constexpr int kOldestAge = 130;

// INVALID_ARGUMENT with a constant text if it is none of the forms above, or a date that cannot be
// (30 February, month 13, year 0), or a range whose end is before its beginning.
absl::StatusOr<PartialDate> ParsePartialDate(absl::string_view text);

// Whether the fields are set as `form` says and make a date that can be.
bool IsValid(const PartialDate& date);

// The spelling above. `date` must be valid.
std::string FormatPartialDate(const PartialDate& date);

// The first and the last day that it can be; kAboutYears are allowed for, within years 1 to 9999.
// `date` must be valid.
absl::CivilDay FirstDay(const PartialDate& date);
absl::CivilDay LastDay(const PartialDate& date);

}  // namespace probity::core

#endif  // PROBITY_SERVICES_CORE_PARTIAL_DATE_H_

// Attribute values as people write them in files.
#ifndef PROBITY_SERVICES_MATCHING_LAB_VALUES_H_
#define PROBITY_SERVICES_MATCHING_LAB_VALUES_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/matching/identity.h"

namespace probity::matching::lab {

// One date of birth: 1971-10-05, 1969-7-16, 1971-10, 1971, ~1979, 1958..1964, 19650317, 12/11/1978,
// Mar 1 1970, 1 Mar 1970, 1980-04-16T19:00:00. A day with slashes whose month and day could be
// exchanged is both. Empty if it is no date, or one that cannot be.
std::vector<BirthDate> ParseBirthDates(absl::string_view text);

// An ISO 3166-1 code of two or three letters, or a country's English name as ICU or the United
// Nations have it; alpha-3. None if it is neither.
std::optional<std::string> ParseCountry(absl::string_view text);

// m, male, f, female, in any case; all else is unknown.
Sex ParseSex(absl::string_view text);

// A key or column as a note may show it: letters, digits, "_" and "-", at most 40 of them; else a
// constant.
std::string KeyForPeople(absl::string_view key);

}  // namespace probity::matching::lab

#endif  // PROBITY_SERVICES_MATCHING_LAB_VALUES_H_

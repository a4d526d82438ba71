#include "services/matching/lab/values.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "services/matching/identity.h"
#include "tests/fuzz/require.h"
#include "tests/fuzz/targets.h"

namespace probity::matching::fuzz {
namespace {

// As ISO 8601 has it, and what it has no form for.
std::string Written(const BirthDate& birth) {
  if (birth.approximate) return absl::StrFormat("~%04d", birth.year);
  if (birth.year_to != 0) return absl::StrFormat("%04d..%04d", birth.year, birth.year_to);
  std::string text = absl::StrFormat("%04d", birth.year);
  if (birth.month != 0) absl::StrAppendFormat(&text, "-%02d", birth.month);
  if (birth.day != 0) absl::StrAppendFormat(&text, "-%02d", birth.day);
  return text;
}

void CheckDates(absl::string_view input) {
  const std::vector<BirthDate> dates = lab::ParseBirthDates(input);
  Require(dates.size() <= 2, "a date has two meanings at most");
  for (const BirthDate& date : dates) {
    Require(CheckIdentity({.names = {{.full = "Anna"}}, .births = {date}}).empty(),
            "a date that was read can be");
    const std::vector<BirthDate> again = lab::ParseBirthDates(Written(date));
    Require(again.size() == 1 && Written(again[0]) == Written(date),
            "a date that is written is read as the same");
  }
}

void CheckCountry(absl::string_view input) {
  const std::optional<std::string> country = lab::ParseCountry(input);
  if (!country.has_value()) return;
  Require(CheckIdentity({.names = {{.full = "Anna"}}, .nationalities = {*country}}).empty(),
          "a country that was read is a code");
  Require(lab::ParseCountry(*country) == country, "a code is read as itself");
}

}  // namespace

void ReadValues(absl::string_view input) {
  CheckDates(input);
  CheckCountry(input);
  lab::ParseSex(input);
  const std::string key = lab::KeyForPeople(input);
  Require(!key.empty() && key.size() <= 40, "a key that is shown is short");
}

}  // namespace probity::matching::fuzz

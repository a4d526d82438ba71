#include "services/core/partial_date.h"

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"

namespace probity::core {
namespace {

using Form = PartialDate::Form;

constexpr int kMaxYear = 9999;

// Takes exactly `digits` digits off the front; -1 if they are not there.
int TakeNumber(absl::string_view& text, size_t digits) {
  if (text.size() < digits) return -1;
  int number = 0;
  for (const char c : text.substr(0, digits)) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(c))) return -1;
    number = number * 10 + (c - '0');
  }
  text.remove_prefix(digits);
  return number;
}

bool Read(absl::string_view text, PartialDate& date) {
  if (absl::ConsumePrefix(&text, "~")) date.form = Form::kAboutYear;
  const int year = TakeNumber(text, 4);
  if (year < 0) return false;
  date.year = static_cast<int16_t>(year);
  if (text.empty()) return true;
  if (date.form == Form::kAboutYear) return false;
  if (absl::ConsumePrefix(&text, "..")) {
    const int last = TakeNumber(text, 4);
    date.form = Form::kYears;
    date.last_year = static_cast<int16_t>(last);
    return last >= 0 && text.empty();
  }
  if (!absl::ConsumePrefix(&text, "-")) return false;
  const int month = TakeNumber(text, 2);
  date.form = Form::kMonth;
  date.month = static_cast<int8_t>(month);
  if (month < 0 || text.empty()) return month >= 0;
  if (!absl::ConsumePrefix(&text, "-")) return false;
  const int day = TakeNumber(text, 2);
  date.form = Form::kDay;
  date.day = static_cast<int8_t>(day);
  return day >= 0 && text.empty();
}

bool IsYear(int year) { return year >= 1 && year <= kMaxYear; }

}  // namespace

absl::StatusOr<PartialDate> ParsePartialDate(absl::string_view text) {
  PartialDate date;
  if (!Read(text, date)) {
    return absl::InvalidArgumentError(
        "a date is written 1971-10-05, 1971-10, 1971, ~1979 or 1958..1964");
  }
  if (!IsValid(date)) return absl::InvalidArgumentError("there is no such date");
  return date;
}

bool IsValid(const PartialDate& date) {
  if (!IsYear(date.year)) return false;
  const bool has_month = date.form == Form::kMonth || date.form == Form::kDay;
  if (has_month ? date.month < 1 || date.month > 12 : date.month != 0) return false;
  if (date.form == Form::kDay) {
    // CivilDay carries a day that the month lacks over into another month.
    if (absl::CivilDay(date.year, date.month, date.day).day() != date.day) return false;
  } else if (date.day != 0) {
    return false;
  }
  if (date.form != Form::kYears) return date.last_year == 0;
  return IsYear(date.last_year) && date.year <= date.last_year;
}

std::string FormatPartialDate(const PartialDate& date) {
  switch (date.form) {
    case Form::kDay:
      return absl::StrFormat("%04d-%02d-%02d", date.year, date.month, date.day);
    case Form::kMonth:
      return absl::StrFormat("%04d-%02d", date.year, date.month);
    case Form::kYear:
      return absl::StrFormat("%04d", date.year);
    case Form::kAboutYear:
      return absl::StrFormat("~%04d", date.year);
    case Form::kYears:
      return absl::StrFormat("%04d..%04d", date.year, date.last_year);
  }
  return "";
}

absl::CivilDay FirstDay(const PartialDate& date) {
  switch (date.form) {
    case Form::kDay:
      return absl::CivilDay(date.year, date.month, date.day);
    case Form::kMonth:
      return absl::CivilDay(date.year, date.month, 1);
    case Form::kYear:
    case Form::kYears:
      return absl::CivilDay(date.year, 1, 1);
    case Form::kAboutYear:
      return absl::CivilDay(std::max(date.year - kAboutYears, 1), 1, 1);
  }
  return absl::CivilDay();
}

absl::CivilDay LastDay(const PartialDate& date) {
  switch (date.form) {
    case Form::kDay:
      return FirstDay(date);
    case Form::kMonth:
      return absl::CivilDay(absl::CivilMonth(date.year, date.month) + 1) - 1;
    case Form::kYear:
      return absl::CivilDay(date.year, 12, 31);
    case Form::kAboutYear:
      return absl::CivilDay(std::min(date.year + kAboutYears, kMaxYear), 12, 31);
    case Form::kYears:
      return absl::CivilDay(date.last_year, 12, 31);
  }
  return absl::CivilDay();
}

}  // namespace probity::core

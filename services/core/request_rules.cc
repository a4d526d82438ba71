#include "services/core/request_rules.h"

#include "absl/strings/ascii.h"
#include "proto/support/error.h"
#include "proto/support/status_macros.h"

namespace probity::core {
namespace {

constexpr size_t kMaxRequestIdChars = 64;

absl::Status Missing(absl::string_view message, absl::string_view field) {
  return InvalidArgument(message).Reason(v1::ERROR_REASON_MISSING_FIELD).Field(field);
}

absl::Status WrongDate(absl::string_view message, absl::string_view field) {
  return InvalidArgument(message).Reason(v1::ERROR_REASON_INVALID_DATE).Field(field);
}

bool IsRequestIdChar(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-';
}

}  // namespace

absl::Status CheckRequestId(absl::string_view request_id) {
  if (request_id.empty()) return Missing("a write needs a request_id", "request_id");
  bool valid = request_id.size() <= kMaxRequestIdChars;
  for (const char c : request_id) valid = valid && IsRequestIdChar(c);
  if (valid) return absl::OkStatus();
  return InvalidArgument("a request_id is 1 to 64 of A-Z, a-z, 0-9 and -")
      .Reason(v1::ERROR_REASON_INVALID_FIELD)
      .Field("request_id");
}

absl::Status CheckEtag(absl::string_view etag, absl::string_view current, absl::string_view field) {
  if (etag.empty()) return Missing("a change needs the etag of the version that was read", field);
  if (etag == current) return absl::OkStatus();
  return Aborted("the resource has changed since it was read")
      .Reason(v1::ERROR_REASON_STALE_ETAG)
      .Field(field);
}

absl::StatusOr<PartialDate> CheckPartialDate(absl::string_view text, absl::string_view field) {
  if (text.empty()) return Missing("a date is missing", field);
  const absl::StatusOr<PartialDate> date = ParsePartialDate(text);
  if (!date.ok()) return WrongDate(date.status().message(), field);
  return *date;
}

absl::StatusOr<absl::CivilDay> CheckDay(absl::string_view text, absl::string_view field) {
  PROBITY_ASSIGN_OR_RETURN(const PartialDate date, CheckPartialDate(text, field));
  if (date.form != PartialDate::Form::kDay) return WrongDate("a full date is needed", field);
  return FirstDay(date);
}

absl::StatusOr<absl::CivilDay> CheckPastDay(absl::string_view text, absl::Time now,
                                            absl::string_view field) {
  PROBITY_ASSIGN_OR_RETURN(const absl::CivilDay day, CheckDay(text, field));
  if (day > DayOf(now)) return WrongDate("the date is in the future", field);
  if (day < kFirstDay) return WrongDate("the date is before field operations began", field);
  return day;
}

absl::Status CheckPeriod(absl::string_view from, absl::string_view from_field, absl::string_view to,
                         absl::string_view to_field) {
  absl::CivilDay begin = absl::CivilDay::min();
  if (!from.empty()) {
    PROBITY_ASSIGN_OR_RETURN(const PartialDate date, CheckPartialDate(from, from_field));
    begin = FirstDay(date);
  }
  if (to.empty()) return absl::OkStatus();
  PROBITY_ASSIGN_OR_RETURN(const PartialDate end, CheckPartialDate(to, to_field));
  if (LastDay(end) < begin) return WrongDate("the end is before the beginning", to_field);
  return absl::OkStatus();
}

absl::Status CheckEnum(int value, bool is_valid, absl::string_view field) {
  if (value == 0) return Missing("a value is missing", field);
  if (is_valid) return absl::OkStatus();
  return InvalidArgument("the value is none of the contract's")
      .Reason(v1::ERROR_REASON_INVALID_FIELD)
      .Field(field);
}

absl::Status CheckEnumFilter(int value, bool is_valid, absl::string_view field) {
  return value == 0 ? absl::OkStatus() : CheckEnum(value, is_valid, field);
}

absl::Status AsUnknownCode(const absl::Status& status, absl::string_view field) {
  const bool unknown = status.code() == absl::StatusCode::kNotFound ||
                       ReasonOf(status) == v1::ERROR_REASON_INVALID_NAME;
  if (!unknown) return status;
  return InvalidArgument("there is no such code")
      .Reason(v1::ERROR_REASON_UNKNOWN_CODE)
      .Field(field);
}

absl::CivilDay DayOf(absl::Time now) { return absl::ToCivilDay(now, absl::UTCTimeZone()); }

}  // namespace probity::core

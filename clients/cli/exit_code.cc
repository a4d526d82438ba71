#include "clients/cli/exit_code.h"

#include "absl/strings/str_cat.h"
#include "clients/cli/text.h"
#include "clients/cpp/status.h"
#include "proto/support/error.h"

namespace probity::cli {

ExitCode ExitCodeOf(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kOk:
      return ExitCode::kOk;
    case absl::StatusCode::kNotFound:
      return ExitCode::kNotFound;
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kOutOfRange:
      return ExitCode::kInvalid;
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kUnauthenticated:
      return ExitCode::kPermission;
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kAlreadyExists:
      return ExitCode::kPrecondition;
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kCancelled:
      return ExitCode::kUnavailable;
    default:
      return ExitCode::kInternal;
  }
}

std::string ErrorText(const absl::Status& status) {
  std::string text = absl::StrCat("error: ", absl::StatusCodeToString(status.code()));
  if (const v1::ErrorReason reason = ReasonOf(status); reason != v1::ERROR_REASON_UNSPECIFIED) {
    absl::StrAppend(&text, ", ", ReasonName(reason));
  }
  if (const std::string field = FieldOf(status); !field.empty()) {
    absl::StrAppend(&text, " at ", Printable(field));
  }
  absl::StrAppend(&text, ": ", Printable(status.message()), "\n");
  for (const auto& [key, value] : client::FactsOf(status)) {
    absl::StrAppend(&text, "  ", Printable(key), ": ", Printable(value), "\n");
  }
  return text;
}

}  // namespace probity::cli

// How an error is made, and read again: a canonical code, a reason from the contract's enum, and
// facts. Made where the fact is known; turned into google.rpc.Status in rpc_status.h.
//
//   return FailedPrecondition("a finding needs a concluded investigation")
//       .Reason(v1::ERROR_REASON_NO_CONCLUDED_INVESTIGATION)
//       .With("state", v1::Allegation::State_Name(state));
//
// Messages are constant strings: they never hold input, names or driver text. Facts given to With()
// are codes, enum names and opaque resource names, never personal data.
#ifndef PROBITY_PROTO_SUPPORT_ERROR_H_
#define PROBITY_PROTO_SUPPORT_ERROR_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "probity/v1/errors.pb.h"

namespace probity {

class ErrorBuilder {
 public:
  ErrorBuilder(absl::StatusCode code, absl::string_view message) : status_(code, message) {}

  ErrorBuilder& Reason(v1::ErrorReason reason);
  // Path of the request's field that is wrong: "report.subjects[1].person".
  ErrorBuilder& Field(absl::string_view path);
  ErrorBuilder& With(absl::string_view key, absl::string_view value);
  ErrorBuilder& RetryAfter(absl::Duration delay);

  // Made to be returned as what the caller answers.
  operator absl::Status() const { return status_; }  // NOLINT(google-explicit-constructor)
  template <typename T>
  operator absl::StatusOr<T>() const {  // NOLINT(google-explicit-constructor)
    return status_;
  }

 private:
  absl::Status status_;
};

ErrorBuilder InvalidArgument(absl::string_view message);
ErrorBuilder Unauthenticated(absl::string_view message);
ErrorBuilder PermissionDenied(absl::string_view message);
// Absent and hidden are the same answer, byte for byte: it has no message of its own.
ErrorBuilder NotFound();
ErrorBuilder AlreadyExists(absl::string_view message);
ErrorBuilder Aborted(absl::string_view message);
ErrorBuilder FailedPrecondition(absl::string_view message);
ErrorBuilder ResourceExhausted(absl::string_view message);
ErrorBuilder Unavailable(absl::string_view message);
// The next four come with their reason.
ErrorBuilder DeadlineExceeded(absl::string_view message);
ErrorBuilder Cancelled(absl::string_view message);
ErrorBuilder Internal(absl::string_view message);
ErrorBuilder DataLoss(absl::string_view message);

// The reason of an error, or ERROR_REASON_UNSPECIFIED if it was not made here.
v1::ErrorReason ReasonOf(const absl::Status& status);
// The first field it names, or "".
std::string FieldOf(const absl::Status& status);
// "STALE_ETAG" for ERROR_REASON_STALE_ETAG: the form that goes over the wire.
absl::string_view ReasonName(v1::ErrorReason reason);
// The same error about a field inside `prefix`: "person" becomes "subjects[1].person".
absl::Status AtField(absl::string_view prefix, const absl::Status& status);

}  // namespace probity

#endif  // PROBITY_PROTO_SUPPORT_ERROR_H_

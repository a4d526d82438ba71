#include "proto/support/error.h"

#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "google/rpc/error_details.pb.h"
#include "proto/support/rpc_status.h"

namespace probity {
namespace {

template <typename Detail>
Detail DetailOf(const absl::Status& status) {
  Detail detail;
  if (const auto payload = status.GetPayload(TypeUrl<Detail>()); payload.has_value()) {
    detail.ParseFromString(std::string(*payload));
  }
  return detail;
}

template <typename Detail>
void SetDetail(absl::Status& status, const Detail& detail) {
  status.SetPayload(TypeUrl<Detail>(), absl::Cord(detail.SerializeAsString()));
}

}  // namespace

ErrorBuilder& ErrorBuilder::Reason(v1::ErrorReason reason) {
  auto info = DetailOf<google::rpc::ErrorInfo>(status_);
  info.set_reason(std::string(ReasonName(reason)));
  info.set_domain("probity");
  SetDetail(status_, info);
  return *this;
}

ErrorBuilder& ErrorBuilder::Field(absl::string_view path) {
  auto request = DetailOf<google::rpc::BadRequest>(status_);
  auto* violation = request.add_field_violations();
  violation->set_field(std::string(path));
  violation->set_description(std::string(status_.message()));
  SetDetail(status_, request);
  return *this;
}

ErrorBuilder& ErrorBuilder::With(absl::string_view key, absl::string_view value) {
  auto info = DetailOf<google::rpc::ErrorInfo>(status_);
  info.set_domain("probity");
  (*info.mutable_metadata())[std::string(key)] = std::string(value);
  SetDetail(status_, info);
  return *this;
}

ErrorBuilder& ErrorBuilder::RetryAfter(absl::Duration delay) {
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_seconds(absl::ToInt64Seconds(delay));
  retry.mutable_retry_delay()->set_nanos(
      static_cast<int32_t>(absl::ToInt64Nanoseconds(delay % absl::Seconds(1))));
  SetDetail(status_, retry);
  return *this;
}

ErrorBuilder InvalidArgument(absl::string_view message) {
  return ErrorBuilder(absl::StatusCode::kInvalidArgument, message);
}
ErrorBuilder Unauthenticated(absl::string_view message) {
  return ErrorBuilder(absl::StatusCode::kUnauthenticated, message);
}
ErrorBuilder PermissionDenied(absl::string_view message) {
  return ErrorBuilder(absl::StatusCode::kPermissionDenied, message);
}
ErrorBuilder NotFound() {
  return ErrorBuilder(absl::StatusCode::kNotFound, "there is no such resource")
      .Reason(v1::ERROR_REASON_NOT_FOUND);
}
ErrorBuilder AlreadyExists(absl::string_view message) {
  return ErrorBuilder(absl::StatusCode::kAlreadyExists, message);
}
ErrorBuilder Aborted(absl::string_view message) {
  return ErrorBuilder(absl::StatusCode::kAborted, message);
}
ErrorBuilder FailedPrecondition(absl::string_view message) {
  return ErrorBuilder(absl::StatusCode::kFailedPrecondition, message);
}
ErrorBuilder ResourceExhausted(absl::string_view message) {
  return ErrorBuilder(absl::StatusCode::kResourceExhausted, message);
}
ErrorBuilder Unavailable(absl::string_view message) {
  return ErrorBuilder(absl::StatusCode::kUnavailable, message);
}
ErrorBuilder DeadlineExceeded(absl::string_view message) {
  return ErrorBuilder(absl::StatusCode::kDeadlineExceeded, message)
      .Reason(v1::ERROR_REASON_DEADLINE_EXCEEDED);
}
ErrorBuilder Cancelled(absl::string_view message) {
  return ErrorBuilder(absl::StatusCode::kCancelled, message).Reason(v1::ERROR_REASON_CANCELLED);
}
ErrorBuilder Internal(absl::string_view message) {
  return ErrorBuilder(absl::StatusCode::kInternal, message).Reason(v1::ERROR_REASON_INTERNAL);
}
ErrorBuilder DataLoss(absl::string_view message) {
  return ErrorBuilder(absl::StatusCode::kDataLoss, message).Reason(v1::ERROR_REASON_DATA_DAMAGED);
}

v1::ErrorReason ReasonOf(const absl::Status& status) {
  v1::ErrorReason reason = v1::ERROR_REASON_UNSPECIFIED;
  const auto info = DetailOf<google::rpc::ErrorInfo>(status);
  v1::ErrorReason_Parse(absl::StrCat("ERROR_REASON_", info.reason()), &reason);
  return reason;
}

std::string FieldOf(const absl::Status& status) {
  const auto request = DetailOf<google::rpc::BadRequest>(status);
  return request.field_violations().empty() ? "" : request.field_violations(0).field();
}

absl::string_view ReasonName(v1::ErrorReason reason) {
  return absl::StripPrefix(v1::ErrorReason_Name(reason), "ERROR_REASON_");
}

absl::Status AtField(absl::string_view prefix, const absl::Status& status) {
  auto request = DetailOf<google::rpc::BadRequest>(status);
  if (request.field_violations().empty()) return status;
  for (auto& violation : *request.mutable_field_violations()) {
    const absl::string_view joint = absl::StartsWith(violation.field(), "[") ? "" : ".";
    violation.set_field(violation.field().empty() ? std::string(prefix)
                                                  : absl::StrCat(prefix, joint, violation.field()));
  }
  absl::Status moved = status;
  SetDetail(moved, request);
  return moved;
}

}  // namespace probity

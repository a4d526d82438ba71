// Matchers for absl::Status and absl::StatusOr:
//   EXPECT_THAT(handler.Get(call, request), Fails(absl::StatusCode::kNotFound,
//   v1::ERROR_REASON_NOT_FOUND));
#ifndef PROBITY_TESTS_SUPPORT_STATUS_MATCHERS_H_
#define PROBITY_TESTS_SUPPORT_STATUS_MATCHERS_H_

#include <ostream>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gmock/gmock.h"
#include "proto/support/error.h"

namespace probity::test {

inline const absl::Status& StatusIn(const absl::Status& status) { return status; }
template <typename T>
const absl::Status& StatusIn(const absl::StatusOr<T>& result) {
  return result.status();
}

inline void Describe(const absl::Status& status, testing::MatchResultListener* listener) {
  *listener << "which is " << status.ToString(absl::StatusToStringMode::kWithNoExtraData)
            << ", reason " << ReasonName(ReasonOf(status)) << ", field \"" << FieldOf(status)
            << "\"";
}

MATCHER(IsOk, negation ? "is an error" : "is OK") {
  Describe(StatusIn(arg), result_listener);
  return StatusIn(arg).ok();
}

MATCHER_P(FailsWith, code, absl::StrCat("fails with ", absl::StatusCodeToString(code))) {
  Describe(StatusIn(arg), result_listener);
  return StatusIn(arg).code() == code;
}

MATCHER_P2(Fails, code, reason, absl::StrCat("fails with ", ReasonName(reason))) {
  Describe(StatusIn(arg), result_listener);
  return StatusIn(arg).code() == code && ReasonOf(StatusIn(arg)) == reason;
}

MATCHER_P3(Fails, code, reason, field,
           absl::StrCat("fails with ", ReasonName(reason), " at \"", field, "\"")) {
  Describe(StatusIn(arg), result_listener);
  return StatusIn(arg).code() == code && ReasonOf(StatusIn(arg)) == reason &&
         FieldOf(StatusIn(arg)) == field;
}

// INVALID_ARGUMENT, the most frequent of them.
inline auto Refused(v1::ErrorReason reason, std::string field) {
  return Fails(absl::StatusCode::kInvalidArgument, reason, std::move(field));
}

}  // namespace probity::test

#endif  // PROBITY_TESTS_SUPPORT_STATUS_MATCHERS_H_

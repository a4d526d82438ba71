#include "clients/cli/exit_code.h"

#include "gtest/gtest.h"
#include "proto/support/error.h"

namespace probity::cli {
namespace {

int CodeOf(absl::StatusCode code) { return static_cast<int>(ExitCodeOf(absl::Status(code, "x"))); }

TEST(ExitCode, OneNumberAKindOfError) {
  EXPECT_EQ(CodeOf(absl::StatusCode::kOk), 0);
  EXPECT_EQ(CodeOf(absl::StatusCode::kNotFound), 3);
  EXPECT_EQ(CodeOf(absl::StatusCode::kInvalidArgument), 4);
  EXPECT_EQ(CodeOf(absl::StatusCode::kPermissionDenied), 5);
  EXPECT_EQ(CodeOf(absl::StatusCode::kUnauthenticated), 5);
  EXPECT_EQ(CodeOf(absl::StatusCode::kFailedPrecondition), 6);
  EXPECT_EQ(CodeOf(absl::StatusCode::kAborted), 6);
  EXPECT_EQ(CodeOf(absl::StatusCode::kAlreadyExists), 6);
  EXPECT_EQ(CodeOf(absl::StatusCode::kUnavailable), 7);
  EXPECT_EQ(CodeOf(absl::StatusCode::kDeadlineExceeded), 7);
  EXPECT_EQ(CodeOf(absl::StatusCode::kResourceExhausted), 7);
  EXPECT_EQ(CodeOf(absl::StatusCode::kInternal), 8);
  EXPECT_EQ(CodeOf(absl::StatusCode::kDataLoss), 8);
  EXPECT_EQ(CodeOf(absl::StatusCode::kUnknown), 8);
}

TEST(ErrorText, SaysCodeReasonFieldAndFacts) {
  const absl::Status status = FailedPrecondition("the case is closed")
                                  .Reason(v1::ERROR_REASON_CASE_CLOSED)
                                  .Field("name")
                                  .With("state", "CLOSED");
  EXPECT_EQ(ErrorText(status),
            "error: FAILED_PRECONDITION, CASE_CLOSED at name: the case is closed\n"
            "  state: CLOSED\n");
}

TEST(ErrorText, OfAnErrorWithoutDetailsIsItsCodeAndText) {
  EXPECT_EQ(ErrorText(absl::UnavailableError("no \x1b[31mroute")),
            "error: UNAVAILABLE: no <U+001B>[31mroute\n");
}

}  // namespace
}  // namespace probity::cli

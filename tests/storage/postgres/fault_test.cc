#include "storage/postgres/fault.h"

#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace probity::postgres {
namespace {

using absl::StatusCode;
using test::Fails;

struct Expected {
  const char* sqlstate;
  StatusCode code;
  v1::ErrorReason reason;
};

TEST(PostgresFault, EachStateHasItsCodeAndReason) {
  for (const Expected& expected : {
           Expected{"23505", StatusCode::kAlreadyExists, v1::ERROR_REASON_ALREADY_EXISTS},
           Expected{"23503", StatusCode::kFailedPrecondition, v1::ERROR_REASON_INTERNAL},
           Expected{"22003", StatusCode::kInternal, v1::ERROR_REASON_INTERNAL},
           Expected{"22021", StatusCode::kInvalidArgument, v1::ERROR_REASON_INVALID_TEXT},
           Expected{"0A000", StatusCode::kUnavailable, v1::ERROR_REASON_STORE_UNREACHABLE},
           Expected{"25006", StatusCode::kUnavailable, v1::ERROR_REASON_STORE_UNREACHABLE},
           Expected{"25P02", StatusCode::kInternal, v1::ERROR_REASON_INTERNAL},
           Expected{"25P03", StatusCode::kUnavailable, v1::ERROR_REASON_STORE_UNREACHABLE},
           Expected{"40001", StatusCode::kUnavailable, v1::ERROR_REASON_STORE_UNREACHABLE},
           Expected{"40P01", StatusCode::kUnavailable, v1::ERROR_REASON_STORE_UNREACHABLE},
           Expected{"57014", StatusCode::kUnavailable, v1::ERROR_REASON_STORE_UNREACHABLE},
           Expected{"53100", StatusCode::kUnavailable, v1::ERROR_REASON_DISK_SPACE},
           Expected{"53300", StatusCode::kUnavailable, v1::ERROR_REASON_STORE_UNREACHABLE},
           Expected{"55P03", StatusCode::kUnavailable, v1::ERROR_REASON_STORE_UNREACHABLE},
           Expected{"57P01", StatusCode::kUnavailable, v1::ERROR_REASON_STORE_UNREACHABLE},
           Expected{"57P03", StatusCode::kUnavailable, v1::ERROR_REASON_STORE_UNREACHABLE},
           Expected{"08006", StatusCode::kUnavailable, v1::ERROR_REASON_STORE_UNREACHABLE},
           Expected{"58030", StatusCode::kUnavailable, v1::ERROR_REASON_STORE_UNREACHABLE},
           Expected{"XX001", StatusCode::kDataLoss, v1::ERROR_REASON_DATA_DAMAGED},
           Expected{"42P01", StatusCode::kInternal, v1::ERROR_REASON_INTERNAL},
           Expected{"", StatusCode::kInternal, v1::ERROR_REASON_INTERNAL},
       }) {
    EXPECT_THAT(StatusOf(expected.sqlstate), Fails(expected.code, expected.reason))
        << expected.sqlstate;
  }
}

TEST(PostgresFault, OnlyWhatLeftNoTraceIsRunAgain) {
  for (const char* sqlstate : {"40001", "40P01", "57014"}) EXPECT_TRUE(IsPassing(sqlstate));
  for (const char* sqlstate : {"40003", "57P01", "23505", "25006", ""}) {
    EXPECT_FALSE(IsPassing(sqlstate)) << sqlstate;
  }
}

TEST(PostgresFault, WhoIsToldToTryAgainIsToldWhen) {
  for (const absl::Status& status :
       {Unreachable(), OutcomeUnknown(), StatusOf("0A000"), StatusOf("25006"), StatusOf("40001"),
        StatusOf("53100"), StatusOf("57P01")}) {
    EXPECT_TRUE(status.GetPayload("type.googleapis.com/google.rpc.RetryInfo").has_value())
        << status;
  }
}

}  // namespace
}  // namespace probity::postgres

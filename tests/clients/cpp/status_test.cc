#include "clients/cpp/status.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proto/support/error.h"
#include "proto/support/rpc_status.h"
#include "tests/support/status_matchers.h"

namespace probity::client {
namespace {

TEST(FromGrpc, KeepsCodeReasonFieldFactsAndDelay) {
  const absl::Status sent = Unavailable("the index is behind")
                                .Reason(v1::ERROR_REASON_INDEX_STALE)
                                .Field("name")
                                .With("bound_ms", "500")
                                .RetryAfter(absl::Milliseconds(1'250));
  const absl::Status got = FromGrpc(grpc::Status(
      grpc::StatusCode::UNAVAILABLE, "the index is behind", ToRpcStatus(sent).SerializeAsString()));
  EXPECT_THAT(got,
              test::Fails(absl::StatusCode::kUnavailable, v1::ERROR_REASON_INDEX_STALE, "name"));
  EXPECT_EQ(FactsOf(got), (std::map<std::string, std::string>{{"bound_ms", "500"}}));
  EXPECT_EQ(RetryDelayOf(got), absl::Milliseconds(1'250));
}

TEST(FromGrpc, WithoutReadableDetailsKeepsCodeAndText) {
  const absl::Status got =
      FromGrpc(grpc::Status(grpc::StatusCode::NOT_FOUND, "gone", "\xff\xff no message"));
  EXPECT_EQ(got, absl::NotFoundError("gone"));
  EXPECT_EQ(RetryDelayOf(got), std::nullopt);
  EXPECT_THAT(FromGrpc(grpc::Status::OK), test::IsOk());
}

}  // namespace
}  // namespace probity::client

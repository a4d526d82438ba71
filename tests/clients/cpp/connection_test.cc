// Against a real server in the same process: only the service behind it is made for the test.
#include "clients/cpp/connection.h"

#include <map>
#include <set>
#include <vector>

#include "clients/cpp/case_service.h"
#include "clients/cpp/roll.h"
#include "clients/cpp/screening_service.h"
#include "gmock/gmock.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"
#include "proto/support/error.h"
#include "proto/support/rpc_status.h"
#include "tests/support/status_matchers.h"

namespace probity::client {
namespace {

grpc::Status ToGrpc(const absl::Status& status) {
  const google::rpc::Status details = ToRpcStatus(status);
  return grpc::Status(static_cast<grpc::StatusCode>(details.code()), details.message(),
                      details.SerializeAsString());
}

// Fails the first calls with what it is told; remembers what came.
class FailingCases : public v1::CaseService::Service {
 public:
  grpc::Status RecordAllegation(grpc::ServerContext* context,
                                const v1::RecordAllegationRequest* request,
                                v1::Case* response) override {
    request_ids.push_back(request->request_id());
    const auto token = context->client_metadata().find("authorization");
    if (token != context->client_metadata().end()) {
      tokens.insert(std::string(token->second.data(), token->second.size()));
    }
    const auto shown = context->client_metadata().find("probity-at-least");
    at_least.push_back(shown == context->client_metadata().end()
                           ? ""
                           : std::string(shown->second.data(), shown->second.size()));
    if (static_cast<int>(request_ids.size()) <= failures) return ToGrpc(failure);
    context->AddTrailingMetadata("probity-change-token",
                                 "change" + std::to_string(request_ids.size()));
    response->set_name("cases/1");
    return grpc::Status::OK;
  }

  int failures = 0;
  absl::Status failure;
  std::vector<std::string> request_ids;
  std::vector<std::string> at_least;
  std::set<std::string> tokens;
};

// Breaks each stream after three rows, until the roll is through.
class BreakingRolls : public v1::ScreeningService::Service {
 public:
  grpc::Status ScreenRoll(
      grpc::ServerContext*,
      grpc::ServerReaderWriter<v1::ScreenRollResponse, v1::ScreenRollRequest>* stream) override {
    v1::ScreenRollRequest request;
    for (int rows = 0; stream->Read(&request); ++rows) {
      if (rows == 3) return ToGrpc(Unavailable("draining").Reason(v1::ERROR_REASON_DRAINING));
      ++seen[request.row_number()];
      rolls.insert(request.roll());
      v1::ScreenRollResponse response;
      response.set_row_number(request.row_number());
      response.mutable_screening()->set_decision(v1::CLEARED);
      stream->Write(response);
    }
    return grpc::Status::OK;
  }

  std::map<int, int> seen;
  std::set<std::string> rolls;
};

class ConnectionTest : public testing::Test {
 protected:
  ConnectionTest() {
    grpc::ServerBuilder builder;
    builder.RegisterService(&cases_).RegisterService(&screenings_);
    server_ = builder.BuildAndStart();
    connection_ = std::make_unique<Connection>(
        server_->InProcessChannel({}),
        ConnectionOptions{.token = "t0ken",
                          .timing = {.now = absl::Now, .sleep = [](absl::Duration) {}}});
  }

  FailingCases cases_;
  BreakingRolls screenings_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<Connection> connection_;
};

TEST_F(ConnectionTest, SendsTheSameRequestIdAndTheTokenWithEachTry) {
  cases_.failures = 2;
  cases_.failure = Unavailable("busy").Reason(v1::ERROR_REASON_DRAINING);
  const auto made = connection_->Call(&Cases::RecordAllegation, v1::RecordAllegationRequest());
  ASSERT_THAT(made, test::IsOk());
  EXPECT_EQ(made->name(), "cases/1");
  ASSERT_EQ(cases_.request_ids.size(), 3);
  EXPECT_EQ(cases_.request_ids[0].size(), 36);
  EXPECT_EQ(std::set<std::string>(cases_.request_ids.begin(), cases_.request_ids.end()).size(), 1);
  EXPECT_THAT(cases_.tokens, testing::ElementsAre("Bearer t0ken"));
}

TEST_F(ConnectionTest, AsksToBeShownItsLastChangeUntilThatMayBeLost) {
  const auto call = [&] {
    return connection_->Call(&Cases::RecordAllegation, v1::RecordAllegationRequest()).status();
  };
  ASSERT_THAT(call(), test::IsOk());
  ASSERT_THAT(call(), test::IsOk());
  cases_.failures = 3;
  cases_.failure = FailedPrecondition("restored").Reason(v1::ERROR_REASON_CHANGE_LOST);
  EXPECT_EQ(ReasonOf(call()), v1::ERROR_REASON_CHANGE_LOST);
  ASSERT_THAT(call(), test::IsOk());
  EXPECT_THAT(cases_.at_least, testing::ElementsAre("", "change1", "change2", ""));
}

TEST_F(ConnectionTest, AnErrorArrivesWithItsDetailsAndIsNotTriedAgain) {
  cases_.failures = 1;
  cases_.failure = InvalidArgument("a mission is needed")
                       .Reason(v1::ERROR_REASON_MISSING_FIELD)
                       .Field("report.mission");
  EXPECT_THAT(connection_->Call(&Cases::RecordAllegation, v1::RecordAllegationRequest()),
              test::Refused(v1::ERROR_REASON_MISSING_FIELD, "report.mission"));
  EXPECT_EQ(cases_.request_ids.size(), 1);
}

TEST_F(ConnectionTest, TextThatIsNoUtf8IsNotSent) {
  v1::RecordAllegationRequest request;
  request.mutable_report()->set_narrative("\xff");
  EXPECT_THAT(connection_->Call(&Cases::RecordAllegation, request),
              test::Refused(v1::ERROR_REASON_INVALID_TEXT, "report.narrative"));
  EXPECT_TRUE(cases_.request_ids.empty());
}

TEST_F(ConnectionTest, ARollGoesOnAfterEachBreakAndTellsEachAnswerOnce) {
  constexpr int kRows = 10;
  std::vector<v1::ScreenRollRequest> rows(kRows);
  for (int i = 0; i < kRows; ++i) rows[static_cast<size_t>(i)].set_row_number(i + 1);
  std::map<int, int> told;
  EXPECT_THAT(ScreenRows(*connection_, "rolls/1", rows,
                         [&](const v1::ScreenRollResponse& r) { ++told[r.row_number()]; }),
              test::IsOk());
  EXPECT_EQ(told.size(), kRows);
  for (const auto& [row, times] : told) EXPECT_EQ(times, 1) << row;
  EXPECT_EQ(screenings_.seen.size(), kRows);
  EXPECT_THAT(screenings_.rolls, testing::ElementsAre("rolls/1"));
}

TEST(LocalAddress, IsASocketOrAPortOfTheLoopback) {
  EXPECT_TRUE(IsLocalAddress("unix:/run/probity.sock"));
  EXPECT_TRUE(IsLocalAddress("127.0.0.1:7443"));
  EXPECT_TRUE(IsLocalAddress("[::1]:7443"));
  EXPECT_FALSE(IsLocalAddress("10.0.0.1:7443"));
  EXPECT_FALSE(IsLocalAddress("127.0.0.1.example.org:7443"));
  EXPECT_FALSE(IsLocalAddress("localhost"));
  EXPECT_FALSE(IsLocalAddress("unix:"));
  EXPECT_THAT(Connection::Open({.address = "example.org:7443"}),
              test::Refused(v1::ERROR_REASON_INVALID_FIELD, "server"));
}

}  // namespace
}  // namespace probity::client

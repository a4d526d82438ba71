#include "services/rpc/stages.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "probity/v1/person.pb.h"
#include "probity/v1/registry.pb.h"
#include "probity/v1/screening.pb.h"
#include "services/core/audited.h"
#include "services/rpc/decode.h"
#include "services/rpc/observe.h"
#include "tests/services/rpc/stage_rig.h"
#include "tests/support/status_matchers.h"

namespace probity::rpc {
namespace {

using test::Fails;
using test::IsOk;
using test::Refused;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class StagesTest : public testing::Test {
 protected:
  // Runs a call whose request is `bytes`, by the caller with that token.
  template <typename Request>
  absl::Status Run(absl::string_view token, const std::string& bytes,
                   absl::FunctionRef<absl::Status(Call&)> handler) {
    Request request;
    Exchange exchange = {.policy = *rig_.policies.Find(Request::descriptor()),
                         .authorization = token,
                         .deadline = deadline_,
                         .decode =
                             [&] {
                               decoded_ = true;
                               return Decode(bytes, request);
                             },
                         .request = &request,
                         .hung_up = [this] { return hung_up_; }};
    return rig_.stages.Run(exchange, handler);
  }

  absl::Status Handled(Call& call) {
    call_ = call;
    handled_ = true;
    return absl::OkStatus();
  }
  auto Handler() {
    return [this](Call& call) { return Handled(call); };
  }

  test::StageRig rig_;
  absl::Time deadline_ = absl::InfiniteFuture();
  bool hung_up_ = false;
  bool decoded_ = false;
  bool handled_ = false;
  Call call_;
};

TEST_F(StagesTest, FillTheCallForTheHandler) {
  v1::CreatePersonRequest request;
  request.set_request_id("r-1");
  EXPECT_THAT(
      Run<v1::CreatePersonRequest>("Bearer officer-token", request.SerializeAsString(), Handler()),
      IsOk());
  ASSERT_TRUE(handled_);
  EXPECT_EQ(call_.viewer.principal, "officer");
  EXPECT_EQ(call_.viewer.organisation, "organisations/UN");
  EXPECT_THAT(call_.viewer.missions, ElementsAre("missions/UNMIL"));
  EXPECT_FALSE(call_.viewer.all_missions);
  EXPECT_FALSE(call_.viewer.adjudicates);
  EXPECT_EQ(call_.method, "probity.v1.PersonService/CreatePerson");
  EXPECT_EQ(call_.request_id, "r-1");
  EXPECT_EQ(call_.now, test::TestNow());
  EXPECT_EQ(call_.deadline, test::TestNow() + absl::Seconds(10));
  EXPECT_EQ(call_.viewer.deadline, call_.deadline) << "no read outlives the call";
}

TEST_F(StagesTest, AdjudicatorSeesWhatAdjudicatorsSee) {
  EXPECT_THAT(Run<v1::ListMatchesRequest>("Bearer adjudicator-token", "", Handler()), IsOk());
  EXPECT_TRUE(call_.viewer.adjudicates);
}

TEST_F(StagesTest, AuthenticationAnswersFirstThenPermissionThenValidation) {
  const std::string broken = "\xFF";
  EXPECT_THAT(Run<v1::CreatePersonRequest>("Bearer wrong", broken, Handler()),
              Fails(absl::StatusCode::kUnauthenticated, v1::ERROR_REASON_BAD_CREDENTIALS));
  EXPECT_THAT(Run<v1::CreatePersonRequest>("Bearer screener-token", broken, Handler()),
              Fails(absl::StatusCode::kPermissionDenied, v1::ERROR_REASON_PERMISSION_DENIED));
  EXPECT_FALSE(decoded_);
  EXPECT_THAT(Run<v1::CreatePersonRequest>("Bearer officer-token", broken, Handler()),
              Refused(v1::ERROR_REASON_INVALID_FIELD, ""));
  EXPECT_TRUE(decoded_);
  EXPECT_FALSE(handled_);
}

TEST_F(StagesTest, AWriteNeedsARequestId) {
  EXPECT_THAT(Run<v1::CreatePersonRequest>("Bearer officer-token", "", Handler()),
              Refused(v1::ERROR_REASON_MISSING_FIELD, "request_id"));
  EXPECT_FALSE(handled_);
}

// A handler that starts something and comes back.
class StartedCalls : public StagesTest {
 protected:
  void Start(absl::string_view token, const v1::AssessAllegationRequest& asked) {
    exchange_.emplace(Exchange{.policy = *rig_.policies.Find(asked.GetDescriptor()),
                               .authorization = token,
                               .deadline = absl::InfiniteFuture(),
                               .decode =
                                   [this, asked] {
                                     request_ = asked;
                                     return absl::OkStatus();
                                   },
                               .request = &request_,
                               .hung_up = [] { return false; }});
    rig_.stages.Start(
        *exchange_,
        [this](Call& call, Stages::Done done) {
          EXPECT_TRUE(Handled(call).ok());
          started_ = std::move(done);
        },
        [this](const absl::Status& status) { answers_.push_back(status); });
  }
  static v1::AssessAllegationRequest Assessing(const std::string& name) {
    v1::AssessAllegationRequest request;
    request.set_request_id("r-1");
    request.set_name(name);
    return request;
  }

  v1::AssessAllegationRequest request_;
  std::optional<Exchange> exchange_;
  Stages::Done started_;
  std::vector<absl::Status> answers_;
};

TEST_F(StartedCalls, AreAnsweredWhenWhatTheyStartedIsDone) {
  Start("Bearer officer-token", Assessing("allegations/00000000000000000000000001"));
  ASSERT_TRUE(handled_);
  EXPECT_THAT(answers_, IsEmpty());
  EXPECT_THAT(rig_.log.lines(), IsEmpty());
  started_(absl::OkStatus());
  EXPECT_THAT(answers_, ElementsAre(IsOk()));
  EXPECT_THAT(rig_.log.lines(), SizeIs(1));
  EXPECT_THAT(rig_.store.entries(), IsEmpty()) << "a write leaves its trace in its transaction";
}

TEST_F(StartedCalls, ThatAreRefusedReachNoHandlerAndLeaveTheirTrace) {
  Start("Bearer admin-token", Assessing("allegations/00000000000000000000000001"));
  EXPECT_FALSE(handled_);
  EXPECT_THAT(answers_, ElementsAre(Fails(absl::StatusCode::kPermissionDenied,
                                          v1::ERROR_REASON_PERMISSION_DENIED)));
  EXPECT_THAT(rig_.store.entries(), SizeIs(1));
}

TEST_F(StartedCalls, Promise4WhatWasNotFoundIsTracedBeforeItIsAnswered) {
  Start("Bearer officer-token", Assessing("allegations/00000000000000000000000001"));
  rig_.store.Hold();
  started_(NotFound());
  EXPECT_THAT(answers_, IsEmpty()) << "answered before its trace was durable";
  rig_.store.Release();
  EXPECT_THAT(answers_,
              ElementsAre(Fails(absl::StatusCode::kNotFound, v1::ERROR_REASON_NOT_FOUND)));
  ASSERT_THAT(rig_.store.entries(), SizeIs(1));
  EXPECT_EQ(rig_.store.entries()[0].resource, "allegations/00000000000000000000000001");
}

TEST_F(StartedCalls, AnAnswerWhoseTraceCannotBeKeptIsWithheld) {
  Start("Bearer officer-token", Assessing("allegations/00000000000000000000000001"));
  rig_.store.Fail();
  started_(NotFound());
  EXPECT_THAT(answers_,
              ElementsAre(Fails(absl::StatusCode::kUnavailable, v1::ERROR_REASON_STORE_STOPPED)));
}

TEST_F(StagesTest, DeadlineIsTheCallersUnlessItIsTooLong) {
  deadline_ = test::TestNow() + absl::Seconds(2);
  EXPECT_THAT(Run<v1::GetPersonRequest>("Bearer officer-token", "", Handler()), IsOk());
  EXPECT_EQ(call_.deadline, deadline_);
  deadline_ = test::TestNow() + absl::Hours(2);
  EXPECT_THAT(Run<v1::GetPersonRequest>("Bearer officer-token", "", Handler()), IsOk());
  EXPECT_EQ(call_.deadline, test::TestNow() + absl::Seconds(5));
}

TEST_F(StagesTest, DeadlineThatHasPassedReachesNoHandler) {
  deadline_ = test::TestNow();
  EXPECT_THAT(Run<v1::GetPersonRequest>("Bearer officer-token", "", Handler()),
              Fails(absl::StatusCode::kDeadlineExceeded, v1::ERROR_REASON_DEADLINE_EXCEEDED));
  EXPECT_FALSE(handled_);
}

TEST_F(StagesTest, CallIsCancelledWhenTheCallerHangsUpOrTheDeadlinePasses) {
  const auto handler = [this](Call& call) {
    EXPECT_FALSE(call.cancelled());
    hung_up_ = true;
    EXPECT_TRUE(call.cancelled());
    hung_up_ = false;
    rig_.clock.Advance(absl::Seconds(5));
    EXPECT_TRUE(call.cancelled());
    return absl::OkStatus();
  };
  EXPECT_THAT(Run<v1::GetPersonRequest>("Bearer officer-token", "", handler), IsOk());
}

TEST_F(StagesTest, AuditedReadIsLoggedBeforeItIsAnswered) {
  const auto handler = [](Call& call) {
    core::AuditGet(call, "persons/00000000000000000000000001");
    return absl::OkStatus();
  };
  EXPECT_THAT(Run<v1::GetPersonRequest>("Bearer officer-token", "", handler), IsOk());
  ASSERT_THAT(rig_.store.entries(), SizeIs(1));
  const storage::AccessEntry entry = rig_.store.entries()[0];
  EXPECT_EQ(entry.caller.viewer.principal, "officer");
  EXPECT_EQ(entry.caller.method, "probity.v1.PersonService/GetPerson");
  EXPECT_EQ(entry.resource, "persons/00000000000000000000000001");
  EXPECT_EQ(entry.code, absl::StatusCode::kOk);
}

TEST_F(StagesTest, Promise4AuditedReadIsWithheldWhenItsTraceCannotBeKept) {
  rig_.store.Fail();
  EXPECT_THAT(Run<v1::GetPersonRequest>("Bearer officer-token", "", Handler()),
              Fails(absl::StatusCode::kUnavailable, v1::ERROR_REASON_STORE_STOPPED));
  EXPECT_TRUE(handled_);
}

TEST_F(StagesTest, WhatWasNotFoundIsLoggedAsWhatWas) {
  const auto handler = [](Call& call) -> absl::Status {
    core::AuditGet(call, "persons/00000000000000000000000001");
    return NotFound();
  };
  EXPECT_THAT(Run<v1::GetPersonRequest>("Bearer officer-token", "", handler),
              Fails(absl::StatusCode::kNotFound, v1::ERROR_REASON_NOT_FOUND));
  ASSERT_THAT(rig_.store.entries(), SizeIs(1));
  EXPECT_EQ(rig_.store.entries()[0].reason, "NOT_FOUND");
  EXPECT_EQ(rig_.store.entries()[0].resource, "persons/00000000000000000000000001");
}

TEST_F(StagesTest, AWriteOnWhatIsHiddenIsLoggedWithWhatItNamed) {
  const std::string hidden = "allegations/00000000000000000000000001";
  v1::AssessAllegationRequest write;
  write.set_request_id("r-1");
  write.set_name(hidden);
  const auto handler = [](Call&) -> absl::Status { return NotFound(); };
  EXPECT_FALSE(
      Run<v1::AssessAllegationRequest>("Bearer officer-token", write.SerializeAsString(), handler)
          .ok());
  ASSERT_THAT(rig_.store.entries(), SizeIs(1));
  EXPECT_EQ(rig_.store.entries()[0].reason, "NOT_FOUND");
  EXPECT_EQ(rig_.store.entries()[0].resource, hidden);

  write.set_name("allegations/Leyla Okafor");
  EXPECT_FALSE(
      Run<v1::AssessAllegationRequest>("Bearer officer-token", write.SerializeAsString(), handler)
          .ok());
  ASSERT_THAT(rig_.store.entries(), SizeIs(2));
  EXPECT_EQ(rig_.store.entries()[1].resource, "") << "a text of the caller's own";
}

TEST_F(StagesTest, APersonThatAnUpdateNamesIsLoggedToo) {
  v1::UpdatePersonRequest write;
  write.set_request_id("r-1");
  write.mutable_person()->set_name("persons/00000000000000000000000001");
  const auto handler = [](Call&) -> absl::Status { return NotFound(); };
  EXPECT_FALSE(
      Run<v1::UpdatePersonRequest>("Bearer officer-token", write.SerializeAsString(), handler)
          .ok());
  ASSERT_THAT(rig_.store.entries(), SizeIs(1));
  EXPECT_EQ(rig_.store.entries()[0].resource, "persons/00000000000000000000000001");
}

TEST_F(StagesTest, PublicReadsAndWritesLeaveTheAccessLogAlone) {
  v1::CreatePersonRequest write;
  write.set_request_id("r-1");
  EXPECT_THAT(Run<v1::GetMissionRequest>("Bearer officer-token", "", Handler()), IsOk());
  EXPECT_THAT(
      Run<v1::CreatePersonRequest>("Bearer officer-token", write.SerializeAsString(), Handler()),
      IsOk());
  EXPECT_THAT(rig_.store.entries(), IsEmpty());
}

TEST_F(StagesTest, Promise4EveryDenialIsLogged) {
  EXPECT_FALSE(Run<v1::GetMissionRequest>("Bearer screener-token", "", Handler()).ok());
  EXPECT_FALSE(Run<v1::CreatePersonRequest>("Bearer admin-token", "", Handler()).ok());
  EXPECT_FALSE(Run<v1::GetMissionRequest>("", "", Handler()).ok());
  const auto entries = rig_.store.entries();
  ASSERT_THAT(entries, SizeIs(3));
  EXPECT_EQ(entries[0].caller.viewer.principal, "screener");
  EXPECT_EQ(entries[0].reason, "PERMISSION_DENIED");
  EXPECT_EQ(entries[1].caller.viewer.principal, "admin");
  EXPECT_EQ(entries[2].caller.viewer.principal, "anonymous");
  EXPECT_EQ(entries[2].reason, "NO_CREDENTIALS");
}

TEST_F(StagesTest, DenialByAHandlerIsLoggedToo) {
  const auto handler = [](Call&) -> absl::Status {
    return PermissionDenied("not this step").Reason(v1::ERROR_REASON_ROLE_NOT_ALLOWED);
  };
  EXPECT_FALSE(Run<v1::GetMissionRequest>("Bearer officer-token", "", handler).ok());
  ASSERT_THAT(rig_.store.entries(), SizeIs(1));
  EXPECT_EQ(rig_.store.entries()[0].reason, "ROLE_NOT_ALLOWED");
}

TEST_F(StagesTest, DenialThatCannotBeLoggedIsNotAnswered) {
  rig_.store.Fail();
  EXPECT_THAT(Run<v1::GetMissionRequest>("Bearer screener-token", "", Handler()),
              Fails(absl::StatusCode::kUnavailable, v1::ERROR_REASON_STORE_STOPPED));
}

TEST_F(StagesTest, FloodOfUnknownCallersIsCountedNotStored) {
  for (int i = 0; i < DenialAllowance::kBurst + 50; ++i) {
    EXPECT_THAT(Run<v1::GetMissionRequest>("", "", Handler()),
                Fails(absl::StatusCode::kUnauthenticated, v1::ERROR_REASON_NO_CREDENTIALS));
  }
  EXPECT_THAT(rig_.store.entries(), SizeIs(DenialAllowance::kBurst));
  int64_t unlogged = 0;
  for (const auto& line : rig_.log.lines()) unlogged += line.unlogged_denials;
  EXPECT_EQ(unlogged, 50);
}

TEST_F(StagesTest, EachCallIsOneLine) {
  EXPECT_FALSE(Run<v1::GetMissionRequest>("", "", Handler()).ok());
  EXPECT_THAT(Run<v1::GetMissionRequest>("Bearer officer-token", "", Handler()), IsOk());
  const auto lines = rig_.log.lines();
  ASSERT_THAT(lines, SizeIs(2));
  EXPECT_EQ(lines[0].method, "probity.v1.RegistryService/GetMission");
  EXPECT_EQ(lines[0].principal, "anonymous");
  EXPECT_EQ(lines[0].code, absl::StatusCode::kUnauthenticated);
  EXPECT_EQ(lines[0].reason, "NO_CREDENTIALS");
  EXPECT_EQ(lines[1].principal, "officer");
  EXPECT_EQ(lines[1].reason, "");
}

}  // namespace
}  // namespace probity::rpc

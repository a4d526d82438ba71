#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/synchronization/notification.h"
#include "gmock/gmock.h"
#include "grpcpp/generic/generic_stub.h"
#include "gtest/gtest.h"
#include "probity/v1/import.grpc.pb.h"
#include "probity/v1/screening.grpc.pb.h"
#include "proto/support/status_macros.h"
#include "services/rpc/binding.h"
#include "tests/services/rpc/grpc_rig.h"
#include "tests/support/status_matchers.h"

namespace probity::rpc {
namespace {

using test::Fails;
using test::FailsWith;
using test::IsOk;

struct StreamHandlers {
  // Answers each row by its number; refuses row 13, which ends the stream.
  absl::Status ScreenRoll(Call& call, Source<v1::ScreenRollRequest>& in,
                          Sink<v1::ScreenRollResponse>& out) {
    for (auto rows = in.NextWindow(kRowsPerWrite); !rows.empty();
         rows = in.NextWindow(kRowsPerWrite)) {
      most_rows = std::max<size_t>(most_rows, rows.size());
      for (const auto& row : rows) {
        if (row.row_number() == 13) {
          return InvalidArgument("thirteen").Reason(v1::ERROR_REASON_INVALID_FIELD).Field("row");
        }
        v1::ScreenRollResponse answer;
        answer.set_row_number(row.row_number());
        PROBITY_RETURN_IF_ERROR(out.Send(std::move(answer)));
      }
    }
    cancelled = call.cancelled();
    std::call_once(first_, [this] { ended.Notify(); });
    return absl::OkStatus();
  }

  absl::StatusOr<v1::ImportSecurityCouncilListResponse> ImportList(
      Call&, Source<v1::ImportSecurityCouncilListRequest>& in) {
    v1::ImportSecurityCouncilListResponse answer;
    for (auto rows = in.NextWindow(1); !rows.empty(); rows = in.NextWindow(1)) {
      answer.set_individuals(answer.individuals() + 1);
    }
    return answer;
  }

  std::atomic<size_t> most_rows = 0;
  std::atomic<bool> cancelled = false;
  absl::Notification ended;  // The first stream has.

 private:
  std::once_flag first_;
};

class Streams : public testing::Test {
 protected:
  explicit Streams(const StreamLimits& limits = {.most = 1}) : rig_(limits) {
    rig_.binding.Stream(handlers_, &StreamHandlers::ScreenRoll);
    rig_.binding.Stream(handlers_, &StreamHandlers::ImportList);
    rig_.Start();
    stub_ = v1::ScreeningService::NewStub(rig_.channel);
  }
  static v1::ScreenRollRequest Row(int number) {
    v1::ScreenRollRequest row;
    row.set_row_number(number);
    return row;
  }
  using Roll = grpc::ClientReaderWriter<v1::ScreenRollRequest, v1::ScreenRollResponse>;
  std::unique_ptr<Roll> Open(grpc::ClientContext& context, const char* principal = "screener") {
    test::GrpcRig::As(principal, context);
    return stub_->ScreenRoll(&context);
  }

  StreamHandlers handlers_;
  test::GrpcRig rig_;
  std::unique_ptr<v1::ScreeningService::Stub> stub_;
};

TEST_F(Streams, AnswerRowByRowWithoutWaitingForMore) {
  grpc::ClientContext context;
  auto roll = Open(context);
  v1::ScreenRollResponse answer;
  for (int i = 1; i <= 5; ++i) {
    ASSERT_TRUE(roll->Write(Row(i * 100)));
    ASSERT_TRUE(roll->Read(&answer));
    EXPECT_EQ(answer.row_number(), i * 100);
  }
  roll->WritesDone();
  EXPECT_FALSE(roll->Read(&answer));
  EXPECT_THAT(test::Received(roll->Finish()), IsOk());
  EXPECT_FALSE(handlers_.cancelled);
}

TEST_F(Streams, ManyRowsKeepTheirOrderAndNeverFillMoreThanAWindow) {
  constexpr int kRows = 20'000;
  grpc::ClientContext context;
  auto roll = Open(context);
  std::thread writer([&roll] {
    for (int i = 0; i < kRows; ++i) {
      ASSERT_TRUE(roll->Write(Row(1000 + i)));
    }
    roll->WritesDone();
  });
  v1::ScreenRollResponse answer;
  int read = 0;
  for (; roll->Read(&answer); ++read) ASSERT_EQ(answer.row_number(), 1000 + read);
  writer.join();
  EXPECT_EQ(read, kRows);
  EXPECT_THAT(test::Received(roll->Finish()), IsOk());
  EXPECT_LE(handlers_.most_rows, kRowsPerWrite);
}

TEST_F(Streams, ErrorOfTheHandlerArrivesThoughTheClientSendsOn) {
  grpc::ClientContext context;
  auto roll = Open(context);
  ASSERT_TRUE(roll->Write(Row(13)));
  v1::ScreenRollResponse answer;
  EXPECT_FALSE(roll->Read(&answer));
  EXPECT_THAT(test::Received(roll->Finish()), test::Refused(v1::ERROR_REASON_INVALID_FIELD, "row"));
}

TEST_F(Streams, CallerThatHangsUpIsNotTakenForOneThatIsDone) {
  grpc::ClientContext context;
  auto roll = Open(context);
  ASSERT_TRUE(roll->Write(Row(1)));
  v1::ScreenRollResponse answer;
  ASSERT_TRUE(roll->Read(&answer));
  context.TryCancel();
  handlers_.ended.WaitForNotification();
  EXPECT_TRUE(handlers_.cancelled);
  EXPECT_THAT(test::Received(roll->Finish()), FailsWith(absl::StatusCode::kCancelled));
}

TEST_F(Streams, RowThatCannotBeReadIsNotTheEnd) {
  grpc::GenericStub stub(rig_.channel);
  grpc::ClientContext context;
  test::GrpcRig::As("screener", context);
  grpc::CompletionQueue queue;
  auto call = stub.PrepareCall(&context, "/probity.v1.ScreeningService/ScreenRoll", &queue);
  const auto wait = [&queue] {
    void* tag = nullptr;
    bool ok = false;
    return queue.Next(&tag, &ok) && ok;
  };
  call->StartCall(this);
  ASSERT_TRUE(wait());
  const std::string bytes = "\x0A\x02\xC3\xC3";  // roll
  const grpc::Slice slice(bytes);
  call->Write(grpc::ByteBuffer(&slice, 1), this);
  ASSERT_TRUE(wait());
  grpc::Status status;
  call->Finish(&status, this);
  ASSERT_TRUE(wait());
  EXPECT_THAT(test::Received(status), test::Refused(v1::ERROR_REASON_INVALID_TEXT, "roll"));
  handlers_.ended.WaitForNotification();
  EXPECT_TRUE(handlers_.cancelled);
}

TEST_F(Streams, DenialArrivesBeforeAnyRow) {
  grpc::ClientContext context;
  auto roll = Open(context, "officer");
  v1::ScreenRollResponse answer;
  EXPECT_FALSE(roll->Read(&answer));
  EXPECT_THAT(test::Received(roll->Finish()),
              Fails(absl::StatusCode::kPermissionDenied, v1::ERROR_REASON_PERMISSION_DENIED));
  EXPECT_EQ(rig_.store.entries().size(), 1u);
}

TEST_F(Streams, OneMoreThanThereAreThreadsForIsTurnedAway) {
  grpc::ClientContext first_context;
  auto first = Open(first_context);
  v1::ScreenRollResponse answer;
  ASSERT_TRUE(first->Write(Row(1)));
  ASSERT_TRUE(first->Read(&answer));
  {
    grpc::ClientContext context;
    auto second = Open(context);
    EXPECT_FALSE(second->Read(&answer));
    EXPECT_THAT(test::Received(second->Finish()),
                Fails(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_QUEUE_FULL));
  }
  first->WritesDone();
  EXPECT_FALSE(first->Read(&answer));
  EXPECT_THAT(test::Received(first->Finish()), IsOk());
}

class StreamsOfMany : public Streams {
 protected:
  StreamsOfMany() : Streams({.most = 4, .most_per_principal = 2}) {}
};

TEST_F(StreamsOfMany, OnePrincipalDoesNotKeepTheOthersOut) {
  v1::ScreenRollResponse answer;
  std::vector<std::unique_ptr<grpc::ClientContext>> contexts;
  std::vector<std::unique_ptr<Roll>> open;
  const auto answers = [&](const char* principal) {
    contexts.push_back(std::make_unique<grpc::ClientContext>());
    open.push_back(Open(*contexts.back(), principal));
    return open.back()->Write(Row(1)) && open.back()->Read(&answer);
  };
  EXPECT_TRUE(answers("screener"));
  EXPECT_TRUE(answers("screener"));
  EXPECT_FALSE(answers("screener"));
  EXPECT_THAT(test::Received(open.back()->Finish()),
              Fails(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_QUEUE_FULL));
  open.pop_back();
  EXPECT_TRUE(answers("adjudicator"));
  // One that ends makes room.
  open[0]->WritesDone();
  EXPECT_FALSE(open[0]->Read(&answer));
  EXPECT_THAT(test::Received(open[0]->Finish()), IsOk());
  EXPECT_TRUE(answers("screener"));
  for (const auto& context : contexts) context->TryCancel();
}

class StreamsInAHurry : public Streams {
 protected:
  StreamsInAHurry() : Streams({.most = 1, .idle = absl::Milliseconds(300)}) {}
};

TEST_F(StreamsInAHurry, AStreamOnWhichNothingComesIsEnded) {
  grpc::ClientContext context;
  auto roll = Open(context);
  v1::ScreenRollResponse answer;
  EXPECT_FALSE(roll->Read(&answer));
  EXPECT_THAT(test::Received(roll->Finish()),
              Fails(absl::StatusCode::kDeadlineExceeded, v1::ERROR_REASON_DEADLINE_EXCEEDED));
  EXPECT_TRUE(handlers_.cancelled);
}

TEST_F(Streams, StreamWithOneAnswerGivesIt) {
  auto stub = v1::ImportService::NewStub(rig_.channel);
  grpc::ClientContext context;
  test::GrpcRig::As("desk", context);
  v1::ImportSecurityCouncilListResponse answer;
  auto list = stub->ImportSecurityCouncilList(&context, &answer);
  for (int i = 0; i < 7; ++i) ASSERT_TRUE(list->Write({}));
  list->WritesDone();
  EXPECT_THAT(test::Received(list->Finish()), IsOk());
  EXPECT_EQ(answer.individuals(), 7);
}

}  // namespace
}  // namespace probity::rpc

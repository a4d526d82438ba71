#include "services/rpc/binding.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "grpcpp/generic/generic_stub.h"
#include "gtest/gtest.h"
#include "probity/v1/person.grpc.pb.h"
#include "tests/services/rpc/grpc_rig.h"
#include "tests/support/status_matchers.h"

namespace probity::rpc {
namespace {

using test::Fails;
using test::IsOk;
using test::Refused;
using ::testing::HasSubstr;

struct Handlers {
  absl::StatusOr<v1::Person> GetPerson(Call& call, const v1::GetPersonRequest& request) {
    if (request.name().empty()) {
      return InvalidArgument("a name is needed")
          .Reason(v1::ERROR_REASON_MISSING_FIELD)
          .Field("name")
          .With("state", "RECEIVED");
    }
    if (request.name() == "slow") AwaitRelease();
    if (request.name() == "strange") return absl::InternalError("secret of a driver");
    v1::Person person;
    person.set_name(request.name());
    person.set_creator(call.viewer.principal);
    return person;
  }
  // A write, which is answered at once or, if it is to wait, by `AnswerNext`.
  storage::WriteOr<v1::Person> CreatePerson(Call& call, const v1::CreatePersonRequest& request) {
    if (request.person().names_size() == 0) {
      return InvalidArgument("names are needed")
          .Reason(v1::ERROR_REASON_MISSING_FIELD)
          .Field("person.names");
    }
    return storage::PreparedWrite<v1::Person>([this, &call, &request](auto done) {
      auto answer = [&call, &request, done = std::move(done)] {
        v1::Person person = request.person();
        person.set_status(v1::Person::IDENTIFIED);
        person.set_creator(call.viewer.principal);
        done(std::move(person));
      };
      if (!waits) return answer();
      const std::lock_guard<std::mutex> lock(mutex);
      waiting.push_back(std::move(answer));
      arrived.notify_all();
    });
  }
  // A write that takes long to prepare.
  storage::WriteOr<v1::Person> UpdatePerson(Call&, const v1::UpdatePersonRequest& request) {
    AwaitRelease();
    return storage::PreparedWrite<v1::Person>(
        [&request](auto done) { done(v1::Person(request.person())); });
  }
  void AwaitRelease() {
    std::unique_lock<std::mutex> lock(mutex);
    ++reading;
    arrived.notify_all();
    arrived.wait(lock, [this] { return released; });
  }
  void AwaitWaiting(size_t count) {
    std::unique_lock<std::mutex> lock(mutex);
    arrived.wait(lock, [&] { return waiting.size() >= count; });
  }
  void AnswerNext() {
    std::unique_lock<std::mutex> lock(mutex);
    const auto answer = std::move(waiting.front());
    waiting.pop_front();
    lock.unlock();
    answer();
  }

  void AwaitReading(int count) {
    std::unique_lock<std::mutex> lock(mutex);
    arrived.wait(lock, [&] { return reading == count; });
  }
  void ReleaseReads() {
    const std::lock_guard<std::mutex> lock(mutex);
    released = true;
    arrived.notify_all();
  }

  std::atomic<bool> waits = false;
  int reading = 0;
  bool released = false;
  std::mutex mutex;
  std::condition_variable arrived;
  std::deque<std::function<void()>> waiting;
};

class UnaryCalls : public testing::Test {
 protected:
  UnaryCalls() {
    rig_.binding.Unary(handlers_, &Handlers::GetPerson);
    rig_.binding.Unary(handlers_, &Handlers::CreatePerson);
    rig_.binding.Unary(handlers_, &Handlers::UpdatePerson, Binding::Runs::kOnWorker);
    rig_.Start();
    stub_ = v1::PersonService::NewStub(rig_.channel);
  }
  absl::StatusOr<v1::Person> Get(const char* name, const char* principal = "officer") {
    grpc::ClientContext context;
    test::GrpcRig::As(principal, context);
    v1::GetPersonRequest request;
    request.set_name(name);
    v1::Person person;
    const grpc::Status status = stub_->GetPerson(&context, request, &person);
    if (!status.ok()) return test::Received(status);
    return person;
  }

  absl::StatusOr<v1::Person> Create(const char* name, const char* principal = "officer",
                                    grpc::ClientContext* given = nullptr) {
    grpc::ClientContext own;
    grpc::ClientContext& context = given != nullptr ? *given : own;
    test::GrpcRig::As(principal, context);
    v1::CreatePersonRequest request;
    request.set_request_id("r-1");
    if (*name != 0) request.mutable_person()->add_names()->set_full(name);
    v1::Person person;
    const grpc::Status status = stub_->CreatePerson(&context, request, &person);
    if (!status.ok()) return test::Received(status);
    return person;
  }

  Handlers handlers_;
  test::GrpcRig rig_;
  std::unique_ptr<v1::PersonService::Stub> stub_;
};

TEST_F(UnaryCalls, ReachTheirHandlerByTheTypeOfTheRequest) {
  const auto person = Get("persons/x");
  ASSERT_THAT(person, IsOk());
  EXPECT_EQ(person->name(), "persons/x");
}

TEST_F(UnaryCalls, InternalFieldsDoNotLeave) { EXPECT_EQ(Get("persons/x")->creator(), ""); }

TEST_F(UnaryCalls, ErrorArrivesWithReasonFieldAndFacts) {
  const absl::Status error = Get("").status();
  EXPECT_THAT(error, Refused(v1::ERROR_REASON_MISSING_FIELD, "name"));
  EXPECT_EQ(error.message(), "a name is needed");
}

TEST_F(UnaryCalls, ErrorThatIsNotOursLeavesWithoutItsText) {
  const absl::Status error = Get("strange").status();
  EXPECT_THAT(error, Fails(absl::StatusCode::kInternal, v1::ERROR_REASON_INTERNAL));
  EXPECT_EQ(error.message(), "the server failed");
}

TEST_F(UnaryCalls, DenialArrives) {
  EXPECT_THAT(Get("persons/x", "screener"),
              Fails(absl::StatusCode::kPermissionDenied, v1::ERROR_REASON_PERMISSION_DENIED));
}

TEST_F(UnaryCalls, AnswerIsWithheldWhenTheLogFails) {
  rig_.store.Fail();
  EXPECT_THAT(Get("persons/x"),
              Fails(absl::StatusCode::kUnavailable, v1::ERROR_REASON_STORE_STOPPED));
}

TEST_F(UnaryCalls, AWriteThatIsAnsweredAtOnceArrives) {
  const auto made = Create("Awa Diop");
  ASSERT_THAT(made, IsOk());
  EXPECT_EQ(made->names(0).full(), "Awa Diop");
  EXPECT_EQ(made->creator(), "") << "internal fields do not leave";
  EXPECT_THAT(Create(""), Refused(v1::ERROR_REASON_MISSING_FIELD, "person.names"));
  EXPECT_THAT(Create("Awa Diop", "screener"),
              Fails(absl::StatusCode::kPermissionDenied, v1::ERROR_REASON_PERMISSION_DENIED));
}

TEST_F(UnaryCalls, WritesThatWaitHoldNoThread) {
  constexpr int kWaiting = 200;  // Many times the threads that gRPC has for them.
  handlers_.waits = true;
  std::vector<std::future<absl::StatusOr<v1::Person>>> writes;
  for (int i = 0; i < kWaiting; ++i) {
    writes.push_back(std::async(std::launch::async, [this] { return Create("Awa Diop"); }));
  }
  handlers_.AwaitWaiting(kWaiting);
  EXPECT_THAT(Get("persons/x"), IsOk()) << "and others are served meanwhile";
  for (int i = 0; i < kWaiting; ++i) handlers_.AnswerNext();
  for (auto& write : writes) EXPECT_THAT(write.get(), IsOk());
}

TEST_F(UnaryCalls, OneReadMoreThanThereAreThreadsForIsToldSoAndWritesGoOn) {
  std::vector<std::future<absl::StatusOr<v1::Person>>> reads;
  for (int i = 0; i < test::GrpcRig::kWorkers; ++i) {
    reads.push_back(std::async(std::launch::async, [this] { return Get("slow"); }));
  }
  handlers_.AwaitReading(test::GrpcRig::kWorkers);
  const absl::Status refused = Get("persons/x").status();
  EXPECT_THAT(refused, Fails(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_QUEUE_FULL));
  EXPECT_THAT(Create("Awa Diop"), IsOk());
  handlers_.ReleaseReads();
  for (auto& read : reads) EXPECT_THAT(read.get(), IsOk());
  EXPECT_THAT(Get("persons/x"), IsOk());
}

TEST_F(UnaryCalls, AWriteThatTakesLongToPrepareHoldsUpNobody) {
  std::vector<std::future<grpc::StatusCode>> updates;
  for (int i = 0; i < test::GrpcRig::kWorkers; ++i) {
    updates.push_back(std::async(std::launch::async, [this] {
      grpc::ClientContext context;
      test::GrpcRig::As("officer", context);
      v1::UpdatePersonRequest request;
      request.set_request_id("r-1");
      v1::Person person;
      return stub_->UpdatePerson(&context, request, &person).error_code();
    }));
  }
  handlers_.AwaitReading(test::GrpcRig::kWorkers);
  EXPECT_THAT(Create("Awa Diop"), IsOk());
  handlers_.ReleaseReads();
  for (auto& update : updates) EXPECT_EQ(update.get(), grpc::StatusCode::OK);
}

TEST_F(UnaryCalls, OnePrincipalHasAPartOfTheOpenCalls) {
  constexpr int kMost = 250;
  handlers_.waits = true;
  std::vector<std::future<absl::StatusOr<v1::Person>>> writes;
  for (int i = 0; i < kMost; ++i) {
    writes.push_back(std::async(std::launch::async, [this] { return Create("Awa Diop"); }));
  }
  handlers_.AwaitWaiting(kMost);
  EXPECT_THAT(Create("Awa Diop").status(),
              Fails(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_QUEUE_FULL));
  EXPECT_THAT(Get("persons/x", "desk"), IsOk()) << "and others have theirs";
  for (int i = 0; i < kMost; ++i) handlers_.AnswerNext();
  for (auto& write : writes) EXPECT_THAT(write.get(), IsOk());
  handlers_.waits = false;
  EXPECT_THAT(Create("Awa Diop"), IsOk());
}

TEST_F(UnaryCalls, AWriteWhoseCallerHasGoneIsFinishedAllTheSame) {
  handlers_.waits = true;
  grpc::ClientContext context;
  auto gone =
      std::async(std::launch::async, [&] { return Create("Awa Diop", "officer", &context); });
  handlers_.AwaitWaiting(1);
  context.TryCancel();
  EXPECT_EQ(gone.get().status().code(), absl::StatusCode::kCancelled);
  handlers_.AnswerNext();
  handlers_.waits = false;
  EXPECT_THAT(Create("Awa Diop"), IsOk());
}

TEST_F(UnaryCalls, AServerThatStopsWaitsForItsWrites) {
  handlers_.waits = true;
  auto write = std::async(std::launch::async, [this] { return Create("Awa Diop"); });
  handlers_.AwaitWaiting(1);
  auto stop = std::async(std::launch::async, [this] {
    rig_.server->Shutdown(std::chrono::system_clock::now() + std::chrono::minutes(1));
  });
  handlers_.AnswerNext();
  EXPECT_THAT(write.get(), IsOk());
  stop.get();
}

TEST_F(UnaryCalls, TextThatIsNotUtf8IsNamedToAClientThatChecksNothing) {
  grpc::GenericStub stub(rig_.channel);
  grpc::ClientContext context;
  test::GrpcRig::As("officer", context);
  const std::string bytes = "\x0A\x06\x2A\x04\x0A\x02\xC3\xC3";  // person.names[0].full
  const grpc::Slice slice(bytes);
  const grpc::ByteBuffer request(&slice, 1);
  grpc::CompletionQueue queue;
  auto call =
      stub.PrepareUnaryCall(&context, "/probity.v1.PersonService/CreatePerson", request, &queue);
  call->StartCall();
  grpc::ByteBuffer answer;
  grpc::Status status;
  call->Finish(&answer, &status, this);
  void* tag = nullptr;
  bool ok = false;
  ASSERT_TRUE(queue.Next(&tag, &ok));
  EXPECT_THAT(test::Received(status),
              Refused(v1::ERROR_REASON_INVALID_TEXT, "person.names[0].full"));
}

TEST_F(UnaryCalls, MethodWithoutHandlerStopsTheStart) {
  const auto& service = *v1::Person::descriptor()->file()->service(0);
  EXPECT_THAT(std::string(rig_.binding.Check(service).message()),
              HasSubstr("PersonService/RecordSeparation: the method has no handler"));
}

TEST(Binding, RequestBoundTwiceStopsTheStart) {
  Handlers handlers;
  test::GrpcRig rig;
  rig.binding.Unary(handlers, &Handlers::GetPerson);
  rig.binding.Unary(handlers, &Handlers::GetPerson);
  const auto& service = *v1::Person::descriptor()->file()->service(0);
  EXPECT_THAT(std::string(rig.binding.Check(service).message()),
              HasSubstr("GetPersonRequest: no method is left"));
}

}  // namespace
}  // namespace probity::rpc

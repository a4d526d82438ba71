#include "services/rpc/binding.h"

#include <string>

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
    if (request.name() == "strange") return absl::InternalError("secret of a driver");
    v1::Person person;
    person.set_name(request.name());
    person.set_creator(call.viewer.principal);
    return person;
  }
  absl::StatusOr<v1::Person> CreatePerson(Call&, const v1::CreatePersonRequest& request) {
    return request.person();
  }
};

class UnaryCalls : public testing::Test {
 protected:
  UnaryCalls() {
    rig_.binding.Unary(handlers_, &Handlers::GetPerson);
    rig_.binding.Unary(handlers_, &Handlers::CreatePerson);
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
              HasSubstr("PersonService/UpdatePerson: the method has no handler"));
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

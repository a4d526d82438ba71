#include "services/rpc/method_policies.h"

#include <functional>
#include <memory>
#include <string>

#include "gmock/gmock.h"
#include "google/protobuf/descriptor.pb.h"
#include "gtest/gtest.h"
#include "probity/v1/registry.pb.h"
#include "tests/services/rpc/stage_rig.h"
#include "tests/support/status_matchers.h"

namespace probity::rpc {
namespace {

using ::testing::HasSubstr;

TEST(MethodPolicies, EveryMethodOfTheContractHasItsPolicy) {
  const test::StageRig rig;
  const MethodPolicy* policy = rig.policies.Find(v1::CreateMissionRequest::descriptor());
  ASSERT_NE(policy, nullptr);
  EXPECT_EQ(policy->name, "probity.v1.RegistryService/CreateMission");
  EXPECT_EQ(policy->path, "/probity.v1.RegistryService/CreateMission");
  EXPECT_EQ(policy->permission, v1::PERMISSION_REGISTRY_WRITE);
  EXPECT_EQ(policy->audit, v1::AUDIT_WRITE);
  EXPECT_EQ(policy->default_deadline, absl::Seconds(10));
  EXPECT_EQ(policy->longest_deadline, absl::Seconds(10));
  EXPECT_EQ(rig.policies.Find(v1::Mission::descriptor()), nullptr);
}

// A contract of one service with one method, and what is wrong with it.
class BrokenContract : public testing::Test {
 protected:
  BrokenContract() {
    file_.set_name("broken.proto");
    file_.set_package("broken");
    file_.set_syntax("proto3");
    auto* request = file_.add_message_type();
    request->set_name("DoRequest");
    auto* field = request->add_field();
    field->set_name("request_id");
    field->set_number(1);
    field->set_type(google::protobuf::FieldDescriptorProto::TYPE_STRING);
    field->set_label(google::protobuf::FieldDescriptorProto::LABEL_OPTIONAL);
    file_.add_message_type()->set_name("DoResponse");
    file_.add_service()->set_name("Service");
    AddMethod("Do");
    v1::Policy& policy = *method().mutable_options()->MutableExtension(v1::policy);
    policy.set_permission(v1::PERMISSION_CASES_READ);
    policy.set_audit(v1::AUDIT_WRITE);
    policy.set_default_deadline_ms(1000);
  }

  void AddMethod(const char* name) {
    auto* method = file_.mutable_service(0)->add_method();
    method->set_name(name);
    method->set_input_type(".broken.DoRequest");
    method->set_output_type(".broken.DoResponse");
  }
  google::protobuf::MethodDescriptorProto& method() {
    return *file_.mutable_service(0)->mutable_method(0);
  }
  v1::Policy& policy() { return *method().mutable_options()->MutableExtension(v1::policy); }

  std::string Refusal() {
    google::protobuf::DescriptorPool pool(google::protobuf::DescriptorPool::generated_pool());
    EXPECT_NE(pool.BuildFile(file_), nullptr);
    return std::string(
        MethodPolicies::Make({pool.FindServiceByName("broken.Service")}).status().message());
  }

  google::protobuf::FileDescriptorProto file_;
};

TEST_F(BrokenContract, WithoutAFaultIsTaken) { EXPECT_EQ(Refusal(), ""); }

TEST_F(BrokenContract, MethodWithoutPolicyIsRefusedByName) {
  method().clear_options();
  EXPECT_EQ(Refusal(), "broken.Service/Do: the method has no policy");
}

TEST_F(BrokenContract, UnknownPermissionIsRefused) {
  policy().set_permission(static_cast<v1::Permission>(99));
  EXPECT_THAT(Refusal(), HasSubstr("no known permission"));
  policy().clear_permission();
  EXPECT_THAT(Refusal(), HasSubstr("no known permission"));
}

TEST_F(BrokenContract, UnknownKindOfAuditIsRefused) {
  policy().set_audit(static_cast<v1::AuditKind>(99));
  EXPECT_THAT(Refusal(), HasSubstr("no known kind of audit"));
  policy().clear_audit();
  EXPECT_THAT(Refusal(), HasSubstr("no known kind of audit"));
}

TEST_F(BrokenContract, MethodWithoutDeadlineIsRefused) {
  policy().clear_default_deadline_ms();
  EXPECT_THAT(Refusal(), HasSubstr("no deadline"));
}

TEST_F(BrokenContract, WriteWithoutRequestIdIsRefused) {
  file_.mutable_message_type(0)->clear_field();
  EXPECT_THAT(Refusal(), HasSubstr("no request_id"));
  policy().set_audit(v1::AUDIT_READ);
  EXPECT_EQ(Refusal(), "");
}

TEST_F(BrokenContract, RequestOfTwoMethodsIsRefused) {
  AddMethod("Redo");
  *file_.mutable_service(0)->mutable_method(1)->mutable_options() = method().options();
  EXPECT_THAT(Refusal(), HasSubstr("belongs to another method too"));
}

}  // namespace
}  // namespace probity::rpc

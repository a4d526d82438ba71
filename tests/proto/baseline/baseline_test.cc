#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <string>

#include "google/protobuf/text_format.h"
#include "proto/baseline/breaking_change.h"

namespace probity::baseline {
namespace {

using google::protobuf::DescriptorProto;
using google::protobuf::FieldDescriptorProto;
using google::protobuf::FileDescriptorProto;
using google::protobuf::FileDescriptorSet;
using testing::ElementsAre;
using testing::IsEmpty;

FileDescriptorSet Load(const std::string& path) {
  FileDescriptorSet set;
  std::ifstream in(path, std::ios::binary);
  EXPECT_TRUE(in && set.ParseFromIstream(&in)) << path;
  return set;
}

// PROBITY_DESCRIPTOR_SET: what protoc wrote in this build.
TEST(Baseline, TheContractBreaksNobody) {
  const FileDescriptorSet baseline = Load("proto/baseline/probity.v1.binpb");
  const FileDescriptorSet current = Load(PROBITY_DESCRIPTOR_SET);
  EXPECT_THAT(BreakingChanges("probity.v1", baseline, current), IsEmpty());
}

TEST(Baseline, ProtectsTheWholeContract) {
  const FileDescriptorSet baseline = Load("proto/baseline/probity.v1.binpb");
  const FileDescriptorSet current = Load(PROBITY_DESCRIPTOR_SET);
  EXPECT_THAT(BreakingChanges("probity.v1", current, baseline), IsEmpty())
      << "these are new: run the target update-baseline";
}

// A small contract; each test changes a copy of it.
class Change : public testing::Test {
 protected:
  Change() {
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
        R"pb(
          name: "a.proto"
          package: "p"
          message_type {
            name: "Case"
            field { name: "title" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL }
            field {
              name: "kind"
              number: 2
              type: TYPE_ENUM
              type_name: ".p.Kind"
              label: LABEL_OPTIONAL
            }
            field {
              name: "text"
              number: 3
              type: TYPE_STRING
              label: LABEL_OPTIONAL
              options {
                [probity.v1.sensitive] { domain: DOMAIN_NARRATIVE key_owner: KIND_CASE }
              }
            }
            field {
              name: "subject"
              number: 4
              type: TYPE_STRING
              label: LABEL_OPTIONAL
              oneof_index: 0
            }
            field {
              name: "mission"
              number: 5
              type: TYPE_STRING
              label: LABEL_OPTIONAL
              options {
                [probity.v1.reference]: KIND_MISSION
              }
            }
            oneof_decl { name: "who" }
            nested_type { name: "Note" }
            enum_type {
              name: "State"
              value { name: "OPEN" number: 0 }
            }
            options {
              [probity.v1.resource] { kind: KIND_CASE collection: "cases" }
            }
          }
          enum_type {
            name: "Kind"
            value { name: "NONE" number: 0 }
            value { name: "SOME" number: 1 }
          }
          service {
            name: "Cases"
            method { name: "Get" input_type: ".p.Case" output_type: ".p.Case" }
          })pb",
        before_.add_file()));
    after_ = before_;
  }

  std::vector<std::string> Found() { return BreakingChanges("p", before_, after_); }
  FileDescriptorProto& file() { return *after_.mutable_file(0); }
  DescriptorProto& message() { return *file().mutable_message_type(0); }
  FieldDescriptorProto& field(int i) { return *message().mutable_field(i); }

  FileDescriptorSet before_;
  FileDescriptorSet after_;
};

TEST_F(Change, NothingAtAllPasses) { EXPECT_THAT(Found(), IsEmpty()); }

TEST_F(Change, AdditionsPass) {
  FieldDescriptorProto& added = *message().add_field();
  added.set_name("new");
  added.set_number(9);
  added.set_type(FieldDescriptorProto::TYPE_INT64);
  message().add_nested_type()->set_name("Other");
  file().mutable_enum_type(0)->add_value()->set_name("MORE");
  file().mutable_service(0)->add_method()->set_name("List");
  file().add_service()->set_name("Others");
  file().add_message_type()->set_name("New");
  after_.add_file()->set_package("p");
  EXPECT_THAT(Found(), IsEmpty());
}

TEST_F(Change, AMoveToAnotherFilePasses) {
  FileDescriptorProto& other = *after_.add_file();
  other.set_package("p");
  *other.add_message_type() = message();
  file().clear_message_type();
  EXPECT_THAT(Found(), IsEmpty());
}

TEST_F(Change, OfAnotherPackageIsNotLookedAt) {
  before_.add_file()->set_package("q");
  before_.mutable_file(1)->add_message_type()->set_name("Gone");
  EXPECT_THAT(Found(), IsEmpty());
}

struct Refusal {
  std::string change;
  std::function<void(FileDescriptorProto&)> make;
};

TEST_F(Change, EachKindThatBreaksIsRefused) {
  const auto in_field = [](int i, auto make) {
    return [=](FileDescriptorProto& f) { make(*f.mutable_message_type(0)->mutable_field(i)); };
  };
  using Field = FieldDescriptorProto;
  using File = FileDescriptorProto;
  const std::vector<Refusal> refusals = {
      {"Case.mission: is gone",
       [](File& f) { f.mutable_message_type(0)->mutable_field()->RemoveLast(); }},
      {"Case.title: has another number", in_field(0, [](Field& f) { f.set_number(7); })},
      {"Case.title: has another name", in_field(0, [](Field& f) { f.set_name("heading"); })},
      {"Case.title: has another type",
       in_field(0, [](Field& f) { f.set_type(Field::TYPE_BYTES); })},
      {"Case.kind: has another type", in_field(1, [](Field& f) { f.set_type_name(".p.Other"); })},
      {"Case.title: is repeated, or is no longer",
       in_field(0, [](Field& f) { f.set_label(Field::LABEL_REPEATED); })},
      {"Case.title: is optional, or is no longer",
       in_field(0, [](Field& f) { f.set_proto3_optional(true); })},
      {"Case.subject: is in another oneof", in_field(3, [](Field& f) { f.clear_oneof_index(); })},
      {"Case.title: is in another oneof", in_field(0, [](Field& f) { f.set_oneof_index(0); })},
      {"Case.text: its sensitive option changed", in_field(2, [](Field& f) { f.clear_options(); })},
      {"Case.mission: its reference option changed",
       in_field(4, [](Field& f) { f.clear_options(); })},
      {"Case: its resource option changed",
       [](File& f) { f.mutable_message_type(0)->clear_options(); }},
      {"Case.Note: is gone", [](File& f) { f.mutable_message_type(0)->clear_nested_type(); }},
      {"Case.State: is gone", [](File& f) { f.mutable_message_type(0)->clear_enum_type(); }},
      {"Kind: is gone", [](File& f) { f.clear_enum_type(); }},
      {"Kind.SOME: is gone",
       [](File& f) { f.mutable_enum_type(0)->mutable_value()->RemoveLast(); }},
      {"Kind.SOME: has another number",
       [](File& f) { f.mutable_enum_type(0)->mutable_value(1)->set_number(2); }},
      {"Cases: is gone", [](File& f) { f.clear_service(); }},
      {"Cases.Get: is gone", [](File& f) { f.mutable_service(0)->clear_method(); }},
      {"Cases.Get: has another request",
       [](File& f) { f.mutable_service(0)->mutable_method(0)->set_input_type(".p.Case.Note"); }},
      {"Cases.Get: has another response",
       [](File& f) { f.mutable_service(0)->mutable_method(0)->set_output_type(".p.Case.Note"); }},
      {"Cases.Get: streams, or does no longer",
       [](File& f) { f.mutable_service(0)->mutable_method(0)->set_server_streaming(true); }},
      {"Cases.Get: streams, or does no longer",
       [](File& f) { f.mutable_service(0)->mutable_method(0)->set_client_streaming(true); }},
  };
  for (const Refusal& refusal : refusals) {
    after_ = before_;
    refusal.make(file());
    EXPECT_THAT(Found(), ElementsAre(refusal.change));
  }
}

TEST_F(Change, AMessageThatIsGoneTakesItsNestedOnesAlong) {
  file().clear_message_type();
  EXPECT_THAT(Found(), ElementsAre("Case: is gone", "Case.Note: is gone", "Case.State: is gone"));
}

TEST_F(Change, TwoFieldsThatSwapNumbersAreBothRefused) {
  field(0).set_number(3);
  field(2).set_number(1);
  EXPECT_THAT(Found(),
              ElementsAre("Case.title: has another number", "Case.text: has another number"));
}

}  // namespace
}  // namespace probity::baseline

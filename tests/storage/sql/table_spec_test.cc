#include "storage/sql/table_spec.h"

#include "gmock/gmock.h"
#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "probity/v1/case.pb.h"
#include "probity/v1/registry.pb.h"
#include "probity/v1/screening_record.pb.h"
#include "tests/support/status_matchers.h"

namespace probity::sql {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::FileDescriptorProto;
using test::IsOk;
using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> ColumnNames(const TableSpec& spec) {
  std::vector<std::string> names;
  for (const Column& column : spec.columns()) names.push_back(column.name);
  return names;
}

TEST(TableSpec, AMessageSaysItsColumns) {
  const TableSpec cases = *TableSpec::For(*v1::Case::descriptor());
  EXPECT_EQ(cases.table(), "cases");
  EXPECT_THAT(ColumnNames(cases),
              ElementsAre("id", "from_seq", "to_seq", "reference", "mission", "channel",
                          "became_aware_time", "recorded_time", "incident_from", "incident_to",
                          "incident_country", "victims", "fictitious", "sealed_narrative",
                          "sealed_reporter", "sealed_victim"));
  const TableSpec missions = *TableSpec::For(*v1::Mission::descriptor());
  EXPECT_THAT(ColumnNames(missions),
              ElementsAre("id", "from_seq", "to_seq", "name", "title", "country", "country_code",
                          "mission_kind", "active_from", "active_to"));
  EXPECT_EQ(TableSpec::For(*v1::OrganisationFacts::descriptor())->table(), "organisation_facts");
  EXPECT_EQ(TableSpec::For(*v1::ScreeningRecord::descriptor())->table(), "screening_records");
}

TEST(TableSpec, TheContractCanBeStored) { EXPECT_THAT(CheckTables(ResourceMessages()), IsOk()); }

TEST(TableSpec, AKindWithoutAMessageIsRefused) {
  auto messages = ResourceMessages();
  messages.pop_back();
  EXPECT_THAT(CheckTables(messages).ToString(), HasSubstr("no message is of this kind"));
}

TEST(TableSpec, TwoMessagesOfOneKindAreRefused) {
  auto messages = ResourceMessages();
  messages.push_back(messages.front());
  EXPECT_THAT(CheckTables(messages).ToString(), HasSubstr("another message has its"));
}

// Messages that nobody should write, built while the test runs.
class BadMessage : public testing::Test {
 protected:
  BadMessage() : pool_(DescriptorPool::generated_pool()) {}

  // `body`: fields and options of a resource, in the text format of DescriptorProto.
  const Descriptor& Build(const std::string& body) {
    FileDescriptorProto file;
    const std::string text =
        "name: 'bad.proto' package: 'bad' syntax: 'proto3' "
        "dependency: 'probity/v1/options.proto' dependency: 'probity/v1/case.proto' "
        "message_type { name: 'Bad' "
        "  field { name: 'name' number: 1 type: TYPE_STRING label: LABEL_OPTIONAL }"
        "  field { name: 'etag' number: 2 type: TYPE_STRING label: LABEL_OPTIONAL } " +
        body + "}" +
        "message_type { name: 'Inner' field { name: 'secret' number: 1 type: TYPE_STRING "
        "  label: LABEL_OPTIONAL options { [probity.v1.sensitive] { domain: DOMAIN_SUBJECT "
        "  key_owner: KIND_ROLL } } } }"
        "message_type { name: 'Outer' field { name: 'inner' number: 1 type: TYPE_MESSAGE "
        "  type_name: '.bad.Inner' label: LABEL_REPEATED } }";
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &file));
    return *pool_.BuildFile(file)->message_type(0);
  }
  std::string Refusal(const std::string& body) {
    return TableSpec::For(Build(body)).status().ToString();
  }

  DescriptorPool pool_;
};

constexpr char kRoll[] = "options { [probity.v1.resource] { kind: KIND_ROLL collection: 'bads' } }";

TEST_F(BadMessage, WithoutFaultItIsStored) { EXPECT_THAT(TableSpec::For(Build(kRoll)), IsOk()); }

TEST_F(BadMessage, NoResource) { EXPECT_THAT(Refusal(""), HasSubstr("not a resource")); }

TEST_F(BadMessage, AKeyThatNobodyOwns) {
  EXPECT_THAT(Refusal(std::string(kRoll) +
                      "field { name: 'a' number: 3 type: TYPE_STRING label: LABEL_OPTIONAL "
                      "options { [probity.v1.sensitive] { domain: DOMAIN_SUBJECT } } }"),
              HasSubstr("bad.Bad.a: nobody owns"));
}

TEST_F(BadMessage, AnOwnerThatNoReferenceNames) {
  EXPECT_THAT(Refusal(std::string(kRoll) +
                      "field { name: 'a' number: 3 type: TYPE_STRING label: LABEL_OPTIONAL "
                      "options { [probity.v1.sensitive] { domain: DOMAIN_SUBJECT "
                      "key_owner: KIND_CASE } } }"),
              HasSubstr("bad.Bad.a: no reference names"));
}

TEST_F(BadMessage, AnOwnerThatTwoReferencesName) {
  EXPECT_THAT(Refusal(std::string(kRoll) +
                      "field { name: 'a' number: 3 type: TYPE_STRING label: LABEL_OPTIONAL "
                      "options { [probity.v1.sensitive] { domain: DOMAIN_SUBJECT "
                      "key_owner: KIND_CASE } } }"
                      "field { name: 'b' number: 4 type: TYPE_STRING label: LABEL_OPTIONAL "
                      "options { [probity.v1.reference]: KIND_CASE } }"
                      "field { name: 'c' number: 5 type: TYPE_STRING label: LABEL_OPTIONAL "
                      "options { [probity.v1.reference]: KIND_CASE } }"),
              HasSubstr("bad.Bad.a: two references"));
}

TEST_F(BadMessage, OneDomainWithTwoOwners) {
  EXPECT_THAT(Refusal(std::string(kRoll) +
                      "field { name: 'a' number: 3 type: TYPE_STRING label: LABEL_OPTIONAL "
                      "options { [probity.v1.sensitive] { domain: DOMAIN_SUBJECT "
                      "key_owner: KIND_ROLL } } }"
                      "field { name: 'b' number: 4 type: TYPE_STRING label: LABEL_OPTIONAL "
                      "options { [probity.v1.sensitive] { domain: DOMAIN_SUBJECT "
                      "key_owner: KIND_CASE } } }"),
              HasSubstr("bad.Bad.b: fields of one domain have two owners"));
}

TEST_F(BadMessage, ASensitiveFieldBelowAnOpenOne) {
  EXPECT_THAT(Refusal(std::string(kRoll) +
                      "field { name: 'a' number: 3 type: TYPE_MESSAGE type_name: '.bad.Outer' "
                      "label: LABEL_OPTIONAL }"),
              HasSubstr("bad.Bad.a: holds a sensitive field"));
}

TEST_F(BadMessage, ARepeatedReference) {
  EXPECT_THAT(Refusal(std::string(kRoll) +
                      "field { name: 'a' number: 3 type: TYPE_STRING label: LABEL_REPEATED "
                      "options { [probity.v1.reference]: KIND_CASE } }"),
              HasSubstr("bad.Bad.a: a reference is one text"));
}

TEST_F(BadMessage, ASealedReference) {
  EXPECT_THAT(Refusal(std::string(kRoll) +
                      "field { name: 'a' number: 3 type: TYPE_STRING label: LABEL_OPTIONAL "
                      "options { [probity.v1.reference]: KIND_CASE [probity.v1.sensitive] { "
                      "domain: DOMAIN_SUBJECT key_owner: KIND_ROLL } } }"),
              HasSubstr("bad.Bad.a: a reference cannot be sealed"));
}

TEST_F(BadMessage, ATypeWithoutAColumn) {
  EXPECT_THAT(Refusal(std::string(kRoll) +
                      "field { name: 'a' number: 3 type: TYPE_DOUBLE label: LABEL_OPTIONAL }"),
              HasSubstr("bad.Bad.a: no column holds"));
}

TEST_F(BadMessage, AFieldThatTakesTheNameOfAColumn) {
  EXPECT_THAT(
      Refusal(std::string(kRoll) +
              "field { name: 'from_seq' number: 3 type: TYPE_INT64 label: LABEL_OPTIONAL }"),
      HasSubstr("two columns have one name"));
}

TEST_F(BadMessage, AReferenceToWhatIsNamedByACode) {
  auto messages = ResourceMessages();
  std::erase_if(messages, [](const Descriptor* message) { return message->name() == "Roll"; });
  messages.push_back(&Build(std::string(kRoll) +
                            "field { name: 'a' number: 3 type: TYPE_STRING label: LABEL_OPTIONAL "
                            "options { [probity.v1.reference]: KIND_MISSION } }"));
  EXPECT_THAT(CheckTables(messages).ToString(), HasSubstr("bad.Bad.a: refers to what is named"));
}

}  // namespace
}  // namespace probity::sql

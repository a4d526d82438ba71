#include "services/persons/person_handlers.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/core/read.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_register.h"

namespace probity::persons {
namespace {

using test::Fails;
using test::FailsWith;
using test::IsOk;
using test::Refused;
using ::testing::SizeIs;

// Remembers what it was told; refuses when it is asked to.
class Listener final : public core::PersonChanged {
 public:
  absl::Status OnPersonChanged(storage::WriteTx&, const v1::Person& after) override {
    if (refuses) return absl::InternalError("no");
    changes.push_back(after);
    return absl::OkStatus();
  }
  std::vector<v1::Person> changes;
  bool refuses = false;
};

class PersonHandlersTest : public testing::Test {
 protected:
  template <typename Request>
  absl::StatusOr<v1::Person> Do(
      absl::StatusOr<v1::Person> (PersonHandlers::*handler)(Call&, const Request&),
      const Request& request, const char* principal = "amina") {
    Asks(principal);
    return (handlers_.*handler)(call_, request);
  }
  template <typename Request>
  absl::StatusOr<v1::Person> Do(
      storage::WriteOr<v1::Person> (PersonHandlers::*handler)(Call&, const Request&),
      const Request& request, const char* principal = "amina") {
    Asks(principal);
    return Await((handlers_.*handler)(call_, request));
  }
  void Asks(const char* principal) {
    call_ = Call();
    call_.viewer.principal = principal;
    call_.method = "probity.v1.PersonService/Test";
    call_.request_id = absl::StrCat("r-", ++requests_);
    call_.now = absl::Now();
  }
  static v1::CreatePersonRequest Traore() {
    v1::CreatePersonRequest request;
    auto& person = *request.mutable_person();
    person.add_names()->set_full("Amadou Traoré");
    auto& record = *person.add_service_records();
    record.set_entity("missions/UNMIL");
    record.set_subcategory("CONTINGENT_MEMBER");
    record.set_from("2012-05");
    return request;
  }
  absl::StatusOr<v1::Person> Get(const std::string& name, const char* principal = "amina") {
    v1::GetPersonRequest request;
    request.set_name(name);
    return Do(&PersonHandlers::GetPerson, request, principal);
  }

  test::TestRegister register_;
  core::Codes codes_ =
      *core::Read(register_.store(), storage::Viewer::System(), {},
                  [](const storage::ReadTx& tx) { return core::Codes::Load(tx.taxonomy()); });
  Listener listener_;
  PersonHandlers handlers_{register_.store(), codes_, listener_};
  Call call_;
  int requests_ = 0;
};

TEST_F(PersonHandlersTest, CreatedPersonIsItsCreatorsAlone) {
  const auto person = Do(&PersonHandlers::CreatePerson, Traore());
  ASSERT_THAT(person, IsOk());
  EXPECT_EQ(person->status(), v1::Person::PARTIALLY_IDENTIFIED);
  EXPECT_EQ(person->names(0).script(), "Latn");
  EXPECT_FALSE(person->etag().empty());
  EXPECT_EQ(Get(person->name())->names(0).full(), "Amadou Traoré");
  EXPECT_THAT(Get(person->name(), "bo"),
              Fails(absl::StatusCode::kNotFound, v1::ERROR_REASON_NOT_FOUND));
}

TEST_F(PersonHandlersTest, ReadNamesWhatWasAskedForFoundOrNot) {
  const auto person = Do(&PersonHandlers::CreatePerson, Traore());
  Get(person->name()).IgnoreError();
  EXPECT_EQ(call_.audited.resource, person->name());
  Get(person->name(), "bo").IgnoreError();
  EXPECT_EQ(call_.audited.resource, person->name());
}

TEST_F(PersonHandlersTest, EntityMustBeInTheRegister) {
  v1::CreatePersonRequest request = Traore();
  request.mutable_person()->mutable_service_records(0)->set_entity("missions/NOWHERE");
  EXPECT_THAT(Do(&PersonHandlers::CreatePerson, request),
              Refused(v1::ERROR_REASON_UNKNOWN_CODE, "person.service_records[0].entity"));
}

TEST_F(PersonHandlersTest, UpdateReplacesTheMaskAndTellsWhatChanged) {
  const auto person = Do(&PersonHandlers::CreatePerson, Traore());
  v1::UpdatePersonRequest update;
  update.mutable_person()->set_name(person->name());
  update.mutable_person()->set_etag(person->etag());
  update.mutable_person()->add_dates_of_birth("1971-10");
  update.mutable_update_mask()->add_paths("dates_of_birth");
  const auto updated = Do(&PersonHandlers::UpdatePerson, update);
  ASSERT_THAT(updated, IsOk());
  EXPECT_EQ(updated->status(), v1::Person::IDENTIFIED);
  EXPECT_EQ(updated->names_size(), 1);
  ASSERT_THAT(listener_.changes, SizeIs(1));
  EXPECT_EQ(listener_.changes[0].dates_of_birth(0), "1971-10");

  EXPECT_THAT(Do(&PersonHandlers::UpdatePerson, update),
              Fails(absl::StatusCode::kAborted, v1::ERROR_REASON_STALE_ETAG, "person.etag"));
  update.mutable_person()->set_etag(updated->etag());
  update.mutable_person()->set_dates_of_birth(0, "1971-13");
  EXPECT_THAT(Do(&PersonHandlers::UpdatePerson, update),
              Refused(v1::ERROR_REASON_INVALID_DATE, "person.dates_of_birth[0]"));
}

TEST_F(PersonHandlersTest, ChangeThatAWorkflowRefusesIsUndone) {
  const auto person = Do(&PersonHandlers::CreatePerson, Traore());
  listener_.refuses = true;
  v1::RecordSeparationRequest request;
  request.set_name(person->name());
  request.set_etag(person->etag());
  request.set_separated_on("2013-11-30");
  request.set_separation_reason(v1::ServiceRecord::RESIGNATION);
  EXPECT_THAT(Do(&PersonHandlers::RecordSeparation, request),
              FailsWith(absl::StatusCode::kInternal));
  EXPECT_EQ(Get(person->name())->service_records(0).to(), "");
}

TEST_F(PersonHandlersTest, SeparationIsRecordedOnce) {
  const auto person = Do(&PersonHandlers::CreatePerson, Traore());
  v1::RecordSeparationRequest request;
  request.set_name(person->name());
  request.set_etag(person->etag());
  request.set_separated_on("2013-11-30");
  request.set_separation_reason(v1::ServiceRecord::RESIGNATION);
  const auto separated = Do(&PersonHandlers::RecordSeparation, request);
  ASSERT_THAT(separated, IsOk());
  EXPECT_EQ(separated->service_records(0).to(), "2013-11-30");
  request.set_etag(separated->etag());
  EXPECT_THAT(Do(&PersonHandlers::RecordSeparation, request),
              Fails(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_GUARD_NOT_MET));
}

TEST_F(PersonHandlersTest, NameThatCannotBeOneIsRefused) {
  EXPECT_EQ(Get("persons/1").status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace probity::persons

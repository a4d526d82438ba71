#include "services/persons/person_rules.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/fake_clock.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_codes.h"

namespace probity::persons {
namespace {

using test::Fails;
using test::IsOk;
using test::Refused;

v1::Person Officer() {
  v1::Person person;
  person.add_names()->set_full("Amadou Traoré");
  person.add_dates_of_birth("1971-10");
  auto* record = person.add_service_records();
  record->set_entity("missions/UNMIL");
  record->set_subcategory("CONTINGENT_MEMBER");
  record->set_contributing_country("XAA");
  record->set_from("2012-05");
  return person;
}

class PersonRules : public testing::Test {
 protected:
  absl::Status Check() const { return CheckPerson(person_, codes_, test::TestNow()); }
  v1::ServiceRecord& record() { return *person_.mutable_service_records(0); }

  const core::Codes codes_ = test::TestCodes();
  v1::Person person_ = Officer();
};

TEST_F(PersonRules, OrdinaryOnePasses) { EXPECT_THAT(Check(), IsOk()); }

TEST_F(PersonRules, IdentityIsChecked) {
  person_.clear_names();
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_MISSING_FIELD, "names"));
}

TEST_F(PersonRules, ServiceRecordHasEntityAndCategory) {
  record().clear_entity();
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_MISSING_FIELD, "service_records[0].entity"));
  record().set_entity("missions/UNMIL");
  record().set_subcategory("SOLDIER");
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_UNKNOWN_CODE, "service_records[0].subcategory"));
}

TEST_F(PersonRules, SeparationHasADayThatIsPast) {
  record().set_separation_reason(v1::ServiceRecord::RESIGNATION);
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_MISSING_FIELD, "service_records[0].to"));
  record().set_to("2030");
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_INVALID_DATE, "service_records[0].to"));
  record().set_to("2013");
  EXPECT_THAT(Check(), IsOk());
}

TEST_F(PersonRules, PlannedEndMayBeInTheFuture) {
  record().set_to("2030");
  EXPECT_THAT(Check(), IsOk());
}

TEST_F(PersonRules, PlaceOfBirthIsAText) {
  person_.set_place_of_birth("\u202Eevil");
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_INVALID_TEXT, "place_of_birth"));
}

TEST_F(PersonRules, DateOfBirthOrIdentifierIdentifies) {
  Complete(person_);
  EXPECT_EQ(person_.status(), v1::Person::IDENTIFIED);
  person_.clear_dates_of_birth();
  Complete(person_);
  EXPECT_EQ(person_.status(), v1::Person::PARTIALLY_IDENTIFIED);
  person_.add_identifiers()->set_value("1");
  Complete(person_);
  EXPECT_EQ(person_.status(), v1::Person::IDENTIFIED);
}

TEST_F(PersonRules, ScriptIsFoundWhereItWasNotGiven) {
  person_.add_names()->set_full("Амаду");
  person_.add_names()->set_full("Amadou");
  person_.mutable_names(2)->set_script("Zyyy");
  Complete(person_);
  EXPECT_EQ(person_.names(0).script(), "Latn");
  EXPECT_EQ(person_.names(1).script(), "Cyrl");
  EXPECT_EQ(person_.names(2).script(), "Zyyy");
}

TEST(Mask, NamesFieldsThatACallerMayReplace) {
  google::protobuf::FieldMask mask;
  const auto refused = Refused(v1::ERROR_REASON_INVALID_MASK, "update_mask");
  EXPECT_THAT(CheckMask(mask), refused);
  mask.add_paths("names");
  EXPECT_THAT(CheckMask(mask), IsOk());
  for (const char* wrong : {"name", "status", "creator", "etag", "names.full", "*", ""}) {
    google::protobuf::FieldMask other = mask;
    other.add_paths(wrong);
    EXPECT_THAT(CheckMask(other), refused) << wrong;
  }
}

TEST(Mask, ReplacesWhatItNamesAndNothingElse) {
  v1::Person current = Officer();
  current.set_gender(v1::MALE);
  v1::Person changed;
  changed.add_names()->set_full("Amadou T.");
  changed.set_creator("mallory");
  google::protobuf::FieldMask mask;
  mask.add_paths("names");
  mask.add_paths("dates_of_birth");
  const v1::Person replaced = Replace(current, changed, mask);
  ASSERT_EQ(replaced.names_size(), 1);
  EXPECT_EQ(replaced.names(0).full(), "Amadou T.");
  EXPECT_TRUE(replaced.dates_of_birth().empty());
  EXPECT_EQ(replaced.gender(), v1::MALE);
  EXPECT_EQ(replaced.service_records_size(), 1);
  EXPECT_EQ(replaced.creator(), "");
}

class Separations : public testing::Test {
 protected:
  Separations() {
    request_.set_separated_on("2013-11-30");
    request_.set_separation_reason(v1::ServiceRecord::RESIGNATION_WHILE_INVESTIGATION_PENDING);
  }
  absl::StatusOr<v1::Person> Run() const { return Separate(person_, request_, test::TestNow()); }

  v1::Person person_ = Officer();
  v1::RecordSeparationRequest request_;
};

TEST_F(Separations, EndTheRecord) {
  const auto person = Run();
  ASSERT_THAT(person, IsOk());
  EXPECT_EQ(person->service_records(0).to(), "2013-11-30");
  EXPECT_EQ(person->service_records(0).separation_reason(),
            v1::ServiceRecord::RESIGNATION_WHILE_INVESTIGATION_PENDING);
}

TEST_F(Separations, NeedAReasonAndAFullDayThatIsPast) {
  request_.set_separated_on("2013-11");
  EXPECT_THAT(Run(), Refused(v1::ERROR_REASON_INVALID_DATE, "separated_on"));
  request_.set_separated_on("2026-03-03");
  EXPECT_THAT(Run(), Refused(v1::ERROR_REASON_INVALID_DATE, "separated_on"));
  request_.set_separated_on("2011-01-01");
  EXPECT_THAT(Run(), Refused(v1::ERROR_REASON_INVALID_DATE, "separated_on"));
  request_.set_separated_on("2013-11-30");
  request_.clear_separation_reason();
  EXPECT_THAT(Run(), Refused(v1::ERROR_REASON_MISSING_FIELD, "separation_reason"));
}

TEST_F(Separations, NeedARecordThatIsThere) {
  for (const int wrong : {-1, 1}) {
    request_.set_service_record_index(wrong);
    EXPECT_THAT(Run(), Refused(v1::ERROR_REASON_INVALID_FIELD, "service_record_index"));
  }
}

TEST_F(Separations, HappenOnce) {
  person_ = *Run();
  EXPECT_THAT(Run(), Fails(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_GUARD_NOT_MET));
}

TEST_F(PersonRules, WhatIsTakenAwayIsNamed) {
  v1::Identifier& passport = *person_.add_identifiers();
  passport.set_type(v1::Identifier::PASSPORT);
  passport.set_value("L7654321");
  person_.add_nationalities("XAA");
  person_.set_gender(v1::MALE);
  record().set_to("2013");
  record().set_separation_reason(v1::ServiceRecord::RESIGNATION_WHILE_DISCIPLINE_PENDING);
  v1::Person more = person_;
  more.mutable_names()->Clear();
  more.add_names()->set_full("A. Traoré");
  *more.add_names() = person_.names(0);
  more.mutable_names(1)->set_kind(v1::PersonName::ALIAS);
  more.add_dates_of_birth("1971-10-05");
  more.set_place_of_birth("Bamako");
  *more.add_service_records() = person_.service_records(0);
  more.mutable_service_records(0)->clear_separation_reason();
  EXPECT_EQ(TakesAway(person_, more), "");

  const auto without = [&](auto change) {
    v1::Person less = person_;
    change(less);
    return std::string(TakesAway(person_, less));
  };
  EXPECT_EQ(without([](v1::Person& p) { p.mutable_names(0)->set_full("Amadou"); }), "names");
  EXPECT_EQ(without([](v1::Person& p) { p.set_dates_of_birth(0, "1971"); }), "dates_of_birth");
  EXPECT_EQ(without([](v1::Person& p) { p.clear_identifiers(); }), "identifiers");
  EXPECT_EQ(without([](v1::Person& p) { p.set_nationalities(0, "XAB"); }), "nationalities");
  EXPECT_EQ(without([](v1::Person& p) { p.set_gender(v1::FEMALE); }), "gender");
  EXPECT_EQ(without([](v1::Person& p) {
              p.mutable_service_records(0)->set_separation_reason(v1::ServiceRecord::RETIREMENT);
            }),
            "service_records");
  person_.set_gender(v1::UNKNOWN_GENDER);
  EXPECT_EQ(without([](v1::Person& p) { p.set_gender(v1::FEMALE); }), "");
}

}  // namespace
}  // namespace probity::persons

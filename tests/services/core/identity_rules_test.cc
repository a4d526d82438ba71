#include "services/core/identity_rules.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "probity/v1/screening.pb.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_codes.h"

namespace probity::core {
namespace {

using test::IsOk;
using test::Refused;

class IdentityRules : public testing::Test {
 protected:
  IdentityRules() {
    candidate_.add_names()->set_full("Amadou Traoré");
    candidate_.add_dates_of_birth("1971-10");
    candidate_.add_nationalities("XAA");
    auto* identifier = candidate_.add_identifiers();
    identifier->set_type(v1::Identifier::PASSPORT);
    identifier->set_issuer("XAA");
    identifier->set_value("A 1234567");
  }
  absl::Status Check() const { return CheckIdentity(candidate_, kCandidateLimits, codes_, now_); }

  const Codes codes_ = test::TestCodes();
  const absl::Time now_ = absl::FromCivil(absl::CivilDay(2026, 3, 1), absl::UTCTimeZone());
  v1::Candidate candidate_;
};

TEST_F(IdentityRules, OrdinaryCandidatePasses) { EXPECT_THAT(Check(), IsOk()); }

TEST_F(IdentityRules, ANameIsNeeded) {
  candidate_.clear_names();
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_MISSING_FIELD, "names"));
}

TEST_F(IdentityRules, WrongNameIsNamedByItsPlace) {
  candidate_.add_names()->set_full("...");
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_INVALID_TEXT, "names[1].full"));
}

TEST_F(IdentityRules, Promise6WordsThatSayThatThereIsNoNameAreNone) {
  for (const char* none : {"N/A unknown", "Unknown", "not provided", "Name not known", "TBC",
                           "Mr Dr", "(unidentified male)", "Mr. Unknown"}) {
    candidate_.mutable_names(0)->set_full(none);
    EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_INVALID_TEXT, "names[0].full")) << none;
  }
  for (const char* some :
       {"Na", "No Name", "Mr Na Hye", "Known Banda", "Unknown Soldiers", "N'Diaye"}) {
    candidate_.mutable_names(0)->set_full(some);
    EXPECT_THAT(Check(), IsOk()) << some;
  }
}

TEST_F(IdentityRules, PartsScriptKindAndOrderAreChecked) {
  auto* name = candidate_.mutable_names(0);
  name->set_family("\u202E");
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_INVALID_TEXT, "names[0].family"));
  name->set_family("Traoré");
  name->set_script("Roman");
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_UNKNOWN_CODE, "names[0].script"));
  name->set_script("Latn");
  name->set_kind(static_cast<v1::PersonName::NameKind>(99));
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_INVALID_FIELD, "names[0].kind"));
  name->set_kind(v1::PersonName::ALIAS);
  name->set_order(static_cast<v1::PersonName::Order>(99));
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_INVALID_FIELD, "names[0].order"));
}

TEST_F(IdentityRules, TwentyNamesAreACandidatesMost) {
  while (candidate_.names_size() < 20) candidate_.add_names()->set_full("Amadou");
  EXPECT_THAT(Check(), IsOk());
  candidate_.add_names()->set_full("Amadou");
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_TOO_MANY, "names"));
}

TEST_F(IdentityRules, NamesAreNotTooLongTogether) {
  const std::string long_name = "Amadou " + std::string(50, 'x') + " " + std::string(50, 'y');
  while (candidate_.names_size() < 20) candidate_.add_names()->set_full(long_name);
  EXPECT_THAT(Check(), IsOk());
  for (v1::PersonName& name : *candidate_.mutable_names()) {
    for (std::string* part : {name.mutable_full(), name.mutable_given(), name.mutable_family()}) {
      *part = long_name;
    }
  }
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_TOO_LONG, "names"));
}

TEST_F(IdentityRules, DateOfBirthExistsAndIsPast) {
  candidate_.set_dates_of_birth(0, "1971-02-30");
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_INVALID_DATE, "dates_of_birth[0]"));
  candidate_.set_dates_of_birth(0, "1895-12-31");
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_INVALID_DATE, "dates_of_birth[0]"));
  candidate_.set_dates_of_birth(0, "1896..1950");
  EXPECT_THAT(Check(), IsOk());
  for (const char* nobody : {"1890..1950", "0001..9999", "2020..2999", "2027"}) {
    candidate_.set_dates_of_birth(0, nobody);
    EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_INVALID_DATE, "dates_of_birth[0]")) << nobody;
  }
  candidate_.set_dates_of_birth(0, "2026-03-02");
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_INVALID_DATE, "dates_of_birth[0]"));
  candidate_.set_dates_of_birth(0, "2026");
  EXPECT_THAT(Check(), IsOk());
}

TEST_F(IdentityRules, CodesMustBeKnown) {
  candidate_.set_nationalities(0, "QQQ");
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_UNKNOWN_CODE, "nationalities[0]"));
  candidate_.clear_nationalities();
  candidate_.mutable_identifiers(0)->set_issuer("QQQ");
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_UNKNOWN_CODE, "identifiers[0].issuer"));
}

TEST_F(IdentityRules, IdentifierHasTypeAndValue) {
  auto* identifier = candidate_.mutable_identifiers(0);
  identifier->clear_type();
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_MISSING_FIELD, "identifiers[0].type"));
  identifier->set_type(static_cast<v1::Identifier::IdentifierType>(99));
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_INVALID_FIELD, "identifiers[0].type"));
  identifier->set_type(v1::Identifier::EMAIL);
  identifier->set_value("");
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_MISSING_FIELD, "identifiers[0].value"));
  identifier->set_value(std::string(65, '1'));
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_TOO_LONG, "identifiers[0].value"));
}

TEST_F(IdentityRules, GenderIsOneOfTheContracts) {
  candidate_.set_gender(static_cast<v1::Gender>(99));
  EXPECT_THAT(Check(), Refused(v1::ERROR_REASON_INVALID_FIELD, "gender"));
}

}  // namespace
}  // namespace probity::core

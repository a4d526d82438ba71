// What the register keeps of an individual of the Security Council's list: nothing that people are
// found by is lost between the file and the store.
#include "services/imports/sc_list_mapping.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/cases/report_recorder.h"
#include "services/core/read.h"
#include "services/imports/import_handlers.h"
#include "tests/services/imports/given.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_call.h"
#include "tests/support/test_register.h"

namespace probity::imports {
namespace {

using test::IsOk;
using testing::ElementsAre;
using testing::IsEmpty;

// Made for this test, with every form that the list of 2026 has.
constexpr absl::string_view kRich = R"(
    <INDIVIDUAL>
      <DATAID>6900001</DATAID>
      <VERSIONNUM>1</VERSIONNUM>
      <FIRST_NAME>TAREK</FIRST_NAME>
      <SECOND_NAME>BEN</SECOND_NAME>
      <THIRD_NAME/>
      <FOURTH_NAME>EXAMPLE</FOURTH_NAME>
      <UN_LIST_TYPE>Al-Qaida</UN_LIST_TYPE>
      <REFERENCE_NUMBER>QDi.999</REFERENCE_NUMBER>
      <LISTED_ON>2015-07-01</LISTED_ON>
      <NAME_ORIGINAL_SCRIPT>طارق بن مثال</NAME_ORIGINAL_SCRIPT>
      <GENDER>Male</GENDER>
      <DESIGNATION>
        <VALUE>Leader</VALUE>
        <VALUE>Envoy</VALUE>
      </DESIGNATION>
      <NATIONALITY>
        <VALUE>Iraq</VALUE>
        <VALUE>Atlantis</VALUE>
        <VALUE>Rwanda</VALUE>
      </NATIONALITY>
      <INDIVIDUAL_ALIAS>
        <QUALITY>Good</QUALITY>
        <ALIAS_NAME>Tarik Example</ALIAS_NAME>
        <DATE_OF_BIRTH>1974-11-23</DATE_OF_BIRTH>
      </INDIVIDUAL_ALIAS>
      <INDIVIDUAL_ALIAS>
        <QUALITY>Low</QUALITY>
        <ALIAS_NAME>Abu Example</ALIAS_NAME>
      </INDIVIDUAL_ALIAS>
      <INDIVIDUAL_ALIAS>
        <QUALITY>f.k.a.</QUALITY>
        <ALIAS_NAME>Tarek Sample</ALIAS_NAME>
      </INDIVIDUAL_ALIAS>
      <INDIVIDUAL_ALIAS>
        <QUALITY/>
        <ALIAS_NAME/>
      </INDIVIDUAL_ALIAS>
      <INDIVIDUAL_DATE_OF_BIRTH>
        <TYPE_OF_DATE>EXACT</TYPE_OF_DATE>
        <DATE>1974-11-24</DATE>
      </INDIVIDUAL_DATE_OF_BIRTH>
      <INDIVIDUAL_DATE_OF_BIRTH>
        <TYPE_OF_DATE>EXACT</TYPE_OF_DATE>
        <DATE>1974-11-23</DATE>
      </INDIVIDUAL_DATE_OF_BIRTH>
      <INDIVIDUAL_DATE_OF_BIRTH>
        <TYPE_OF_DATE>EXACT</TYPE_OF_DATE>
        <YEAR>1975</YEAR>
      </INDIVIDUAL_DATE_OF_BIRTH>
      <INDIVIDUAL_DATE_OF_BIRTH>
        <TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE>
        <YEAR>1976</YEAR>
      </INDIVIDUAL_DATE_OF_BIRTH>
      <INDIVIDUAL_DATE_OF_BIRTH>
        <TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE>
        <FROM_YEAR>1973</FROM_YEAR>
        <TO_YEAR>1978</TO_YEAR>
      </INDIVIDUAL_DATE_OF_BIRTH>
      <INDIVIDUAL_DOCUMENT>
        <TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT>
        <NUMBER>C879538</NUMBER>
        <ISSUING_COUNTRY>Rwanda</ISSUING_COUNTRY>
      </INDIVIDUAL_DOCUMENT>
      <INDIVIDUAL_DOCUMENT>
        <TYPE_OF_DOCUMENT>National Identification Number</TYPE_OF_DOCUMENT>
        <NUMBER>96/184442</NUMBER>
        <COUNTRY_OF_ISSUE>Iraq</COUNTRY_OF_ISSUE>
      </INDIVIDUAL_DOCUMENT>
      <INDIVIDUAL_DOCUMENT>
        <TYPE_OF_DOCUMENT>Residence permit</TYPE_OF_DOCUMENT>
        <NUMBER>R 17</NUMBER>
        <ISSUING_COUNTRY>Atlantis</ISSUING_COUNTRY>
      </INDIVIDUAL_DOCUMENT>
      <INDIVIDUAL_DOCUMENT>
        <TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT>
        <NOTE>destroyed</NOTE>
      </INDIVIDUAL_DOCUMENT>
      <INDIVIDUAL_DOCUMENT/>
    </INDIVIDUAL>)";

constexpr absl::string_view kPoor =
    "<INDIVIDUAL><DATAID>6900002</DATAID><FIRST_NAME>BO</FIRST_NAME></INDIVIDUAL>";

class ScListMapping : public testing::Test {
 protected:
  // Imports a list of this individual alone and reads back what the register has of him.
  v1::ExternalRecord Imported(absl::string_view individual, absl::string_view data_id) {
    Given<v1::ImportSecurityCouncilListRequest> in;
    v1::ImportSecurityCouncilListRequest part;
    part.set_chunk(
        absl::StrCat("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
                     "<CONSOLIDATED_LIST dateGenerated=\"2026-02-27T00:00:09.554Z\"><INDIVIDUALS>",
                     individual, "</INDIVIDUALS><ENTITIES></ENTITIES></CONSOLIDATED_LIST>"));
    in.Add(part);
    test::TestCall call("amina", {v1::CDS_CASE_OFFICER});
    call.now = absl::FromCivil(absl::CivilDay(2026, 3, 1), absl::UTCTimeZone());
    const auto summary = handlers_.ImportSecurityCouncilList(call, in);
    EXPECT_THAT(summary, IsOk());
    if (summary.ok()) {
      EXPECT_EQ(summary->created(), 1);
      EXPECT_EQ(summary->refused(), 0);
    }
    const auto found = core::Read(register_.store(), storage::Viewer::System(), {},
                                  [&](const storage::ReadTx& tx) {
                                    return tx.external_records().Find(kSecurityCouncil, data_id);
                                  });
    EXPECT_THAT(found, IsOk());
    EXPECT_TRUE(found.ok() && found->has_value());
    return found.ok() ? found->value_or(v1::ExternalRecord()) : v1::ExternalRecord();
  }

  test::TestRegister register_;
  const core::Codes codes_ =
      *core::Read(register_.store(), storage::Viewer::System(), {},
                  [](const storage::ReadTx& tx) { return core::Codes::Load(tx.taxonomy()); });
  const cases::Lifecycle lifecycle_ = *cases::Lifecycle::Load();
  const cases::ReportRecorder recorder_{codes_, lifecycle_};
  ImportHandlers handlers_{register_.store(), codes_, recorder_, [](absl::string_view content) {
                             return absl::StrCat("digest of ", content);
                           }};
};

TEST_F(ScListMapping, WhatAnIndividualIsFoundByIsKept) {
  const v1::ExternalRecord record = Imported(kRich, "6900001");

  std::vector<std::string> names;
  for (const v1::PersonName& name : record.names()) {
    names.push_back(absl::StrCat(v1::PersonName::NameKind_Name(name.kind()), " ", name.full()));
  }
  // An alias is weak only where the list says so.
  EXPECT_THAT(names, ElementsAre("PASSPORT TAREK BEN EXAMPLE", "PASSPORT طارق بن مثال",
                                 "ALIAS Tarik Example", "LOW_QUALITY_ALIAS Abu Example",
                                 "ALIAS Tarek Sample"));
  // That of the papers in an alias first, and none twice.
  EXPECT_THAT(record.dates_of_birth(),
              ElementsAre("1974-11-23", "1974-11-24", "1975", "~1976", "1973..1978"));
  EXPECT_EQ(record.gender(), v1::MALE);
  EXPECT_THAT(record.nationalities(), ElementsAre("IRQ", "RWA"));

  std::vector<std::string> identifiers;
  for (const v1::Identifier& identifier : record.identifiers()) {
    identifiers.push_back(absl::StrCat(v1::Identifier::IdentifierType_Name(identifier.type()), " ",
                                       identifier.value(), " of ", identifier.issuer()));
  }
  EXPECT_THAT(identifiers, ElementsAre("PASSPORT C879538 of RWA", "NATIONAL_ID 96/184442 of IRQ",
                                       "OTHER_IDENTIFIER R 17 of "));
  EXPECT_EQ(record.designation(), "Leader; Envoy");
}

TEST_F(ScListMapping, TheRecordSaysWhereItIsFrom) {
  const v1::ExternalRecord record = Imported(kRich, "6900001");
  EXPECT_EQ(record.source(), "UNSC");
  EXPECT_EQ(record.source_id(), "6900001");
  EXPECT_EQ(record.source_reference(), "QDi.999");
  EXPECT_EQ(record.status(), v1::ExternalRecord::LISTED);
  EXPECT_EQ(record.listed_on(), "2015-07-01");
  EXPECT_EQ(record.list_time().seconds(),
            absl::ToUnixSeconds(
                absl::FromCivil(absl::CivilSecond(2026, 2, 27, 0, 0, 9), absl::UTCTimeZone())));
}

TEST_F(ScListMapping, WhatTheListDoesNotSayIsNotMadeUp) {
  const v1::ExternalRecord record = Imported(kPoor, "6900002");
  ASSERT_EQ(record.names_size(), 1);
  EXPECT_EQ(record.names(0).full(), "BO");
  EXPECT_THAT(record.dates_of_birth(), IsEmpty());
  EXPECT_EQ(record.gender(), v1::UNKNOWN_GENDER);
  EXPECT_THAT(record.nationalities(), IsEmpty());
  EXPECT_THAT(record.identifiers(), IsEmpty());
  EXPECT_EQ(record.designation(), "");
  EXPECT_EQ(record.listed_on(), "");
}

}  // namespace
}  // namespace probity::imports

// Imports on a real register: everything once, bad lines named, nothing half written.
#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proto/support/status_macros.h"
#include "services/cases/report_recorder.h"
#include "services/core/read.h"
#include "services/imports/import_handlers.h"
#include "services/imports/sc_list_mapping.h"
#include "tests/services/imports/given.h"
#include "tests/support/access_log.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_call.h"
#include "tests/support/test_register.h"

namespace probity::imports {
namespace {

using test::Fails;
using test::IsOk;
using test::Refused;

struct Kept final : Sink<v1::ImportReportsResponse> {
  absl::Status Send(v1::ImportReportsResponse result) override {
    results.push_back(result);
    return absl::OkStatus();
  }
  std::vector<v1::ImportReportsResponse> results;
};

std::string Sample(const std::string& name) {
  std::ifstream file("deploy/sample/" + name);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

class Imports : public testing::Test {
 protected:
  // Sends the text in chunks of `chunk_bytes`.
  absl::Status Import(const std::string& csv, size_t chunk_bytes = 200'000,
                      const v1::ImportReportsRequest::Header& asked = {}) {
    Given<v1::ImportReportsRequest> in;
    v1::ImportReportsRequest header;
    *header.mutable_header() = asked;
    header.mutable_header()->set_source("test");
    in.Add(header);
    for (size_t at = 0; at < csv.size(); at += chunk_bytes) {
      v1::ImportReportsRequest part;
      part.set_chunk(csv.substr(at, chunk_bytes));
      in.Add(part);
    }
    kept_.results.clear();
    test::TestCall call("amina", {v1::CDT_OFFICER});
    call.now = absl::Now();
    if (!missions_.empty()) {
      call.viewer.all_missions = false;
      call.viewer.missions = missions_;
    }
    return handlers_.ImportReports(call, in, kept_);
  }

  absl::StatusOr<v1::ImportSecurityCouncilListResponse> ImportList(const std::string& xml,
                                                                   bool allow_delisting = false) {
    Given<v1::ImportSecurityCouncilListRequest> in;
    if (allow_delisting) {
      v1::ImportSecurityCouncilListRequest header;
      header.mutable_header()->set_allow_delisting(true);
      in.Add(header);
    }
    for (size_t at = 0; at < xml.size(); at += 100'000) {
      v1::ImportSecurityCouncilListRequest part;
      part.set_chunk(xml.substr(at, 100'000));
      in.Add(part);
    }
    test::TestCall call("amina", {v1::CDS_CASE_OFFICER});
    call.now = absl::FromCivil(absl::CivilDay(2026, 3, 1), absl::UTCTimeZone());
    return handlers_.ImportSecurityCouncilList(call, in);
  }

  int Cases() {
    return *core::Read(register_.store(), storage::Viewer::System(), {},
                       [](const storage::ReadTx& tx) -> absl::StatusOr<int> {
                         PROBITY_ASSIGN_OR_RETURN(const auto page, tx.cases().List({}, {}, 1000));
                         return static_cast<int>(page.items.size());
                       });
  }

  int64_t Leaves() { return register_.store().Status()->ledger_leaves; }

  test::TestRegister register_;
  const core::Codes codes_ =
      *core::Read(register_.store(), storage::Viewer::System(), {},
                  [](const storage::ReadTx& tx) { return core::Codes::Load(tx.taxonomy()); });
  const cases::Lifecycle lifecycle_ = *cases::Lifecycle::Load();
  const cases::ReportRecorder recorder_{codes_, lifecycle_};
  ImportHandlers handlers_{register_.store(), codes_, recorder_, [](absl::string_view content) {
                             return absl::StrCat("digest of ", content);
                           }};
  Kept kept_;
  std::vector<std::string> missions_;  // That amina works for; empty: all.
};

constexpr char kHeader[] =
    "external_ref,mission,received_date,channel,misconduct_type,subcategory,subject_name\n";

TEST_F(Imports, TheReportsOf2013AreSixtySixCases) {
  ASSERT_THAT(Import(Sample("allegations_2013.csv")), IsOk());
  EXPECT_EQ(kept_.results.size(), 66u);
  for (const auto& result : kept_.results) EXPECT_TRUE(result.has_case_name()) << result.line();
  EXPECT_EQ(Cases(), 66);
}

TEST_F(Imports, TheSameFileAgainWritesNothing) {
  ASSERT_THAT(Import(Sample("allegations_2014.csv")), IsOk());
  const std::vector<v1::ImportReportsResponse> first = kept_.results;
  const int64_t leaves = Leaves();
  ASSERT_THAT(Import(Sample("allegations_2014.csv"), 1000), IsOk());
  EXPECT_EQ(Leaves(), leaves);
  ASSERT_EQ(kept_.results.size(), first.size());
  for (size_t i = 0; i < first.size(); ++i) {
    EXPECT_EQ(kept_.results[i].case_name(), first[i].case_name());
    EXPECT_TRUE(kept_.results[i].repeated_line());
  }
}

TEST_F(Imports, ABadLineIsNamedAndTheOthersGoOn) {
  ASSERT_THAT(
      Import(absl::StrCat(kHeader, "a,UNMIL,2013-02-01,EMAIL,RAPE,CONTINGENT_MEMBER,Leyla Okafor\n",
                          "b,ATLANTIS,2013-02-01,EMAIL,RAPE,CONTINGENT_MEMBER,Bo Ek\n",
                          "c,UNMIL,2013-02-30,EMAIL,RAPE,CONTINGENT_MEMBER,Bo Ek\n",
                          "d,UNMIL,2013-02-01,EMAIL,WITCHCRAFT,CONTINGENT_MEMBER,Bo Ek\n",
                          "e,UNMIL,2013-02-01,PIGEON,RAPE,CONTINGENT_MEMBER,Bo Ek\n",
                          "f,UNMIL,2013-02-01,EMAIL,RAPE\n",
                          "g,UNMIL,2013-02-01,EMAIL,RAPE,CONTINGENT_MEMBER,Amina Diop\n")),
      IsOk());
  ASSERT_EQ(kept_.results.size(), 7u);
  EXPECT_TRUE(kept_.results[0].has_case_name());
  EXPECT_TRUE(kept_.results[6].has_case_name());
  const std::vector<std::pair<std::string, std::string>> errors = {
      {"UNKNOWN_CODE", "mission"},
      {"INVALID_DATE", "received_date"},
      {"UNKNOWN_CODE", "misconduct_type"},
      {"UNKNOWN_CODE", "channel"},
      {"INVALID_CSV", ""}};
  for (size_t i = 0; i < errors.size(); ++i) {
    const v1::ImportReportsResponse& result = kept_.results[i + 1];
    EXPECT_EQ(result.line(), static_cast<int64_t>(i) + 3);
    EXPECT_EQ(result.error().reason(), errors[i].first) << i;
    EXPECT_EQ(result.error().field(), errors[i].second) << i;
  }
  EXPECT_EQ(Cases(), 2);
}

TEST_F(Imports, AFileThatIsNoSuchCsvIsRefusedWithItsField) {
  EXPECT_THAT(Import(absl::StrReplaceAll(kHeader, {{",", ";"}})),
              Refused(v1::ERROR_REASON_INVALID_CSV, "header"));
  EXPECT_THAT(Import("external_ref,mission\na,UNMIL\n"),
              Refused(v1::ERROR_REASON_INVALID_CSV, "received_date"));
  EXPECT_THAT(Import(""), Refused(v1::ERROR_REASON_INVALID_CSV, "header"));
  EXPECT_THAT(Import(absl::StrReplaceAll(kHeader, {{"subject_name", "subject_nane"}})),
              Refused(v1::ERROR_REASON_INVALID_CSV, "header[6]"));
}

// What a line says and no report can hold is an error of the line, at its column.
TEST_F(Imports, NothingOfALineIsLeftOutInSilence) {
  const std::vector<std::pair<std::string, std::string>> lines = {
      {"a,,1980-05-05,,,,,,,", "subject_dob"},
      {"b,,,MALE,,,,,,", "subject_gender"},
      {"c,,,,,P1,,,,", "subject_identifier"},
      {"d,Bo Ek,,,PASSPORT,,,,,", "subject_identifier_type"},
      {"e,Bo Ek,,,,,XA,,,", "subject_identifier_issuer"},
      {"f,Bo Ek,,,,,,,FEMALE,", "victim_gender"},
      {"g,Bo Ek,,,,,,,,abc", "victim_count"}};
  std::string file =
      "external_ref,subject_name,subject_dob,subject_gender,subject_identifier_type,"
      "subject_identifier,subject_identifier_issuer,victim_age_class,victim_gender,victim_count,"
      "mission,received_date,channel,misconduct_type,subcategory\n";
  for (const auto& [line, column] : lines) {
    absl::StrAppend(&file, line, ",UNMIL,2013-02-01,EMAIL,RAPE,CONTINGENT_MEMBER\n");
  }
  ASSERT_THAT(Import(file), IsOk());
  ASSERT_EQ(kept_.results.size(), lines.size());
  for (size_t i = 0; i < lines.size(); ++i) {
    EXPECT_EQ(kept_.results[i].error().reason(), "INVALID_FIELD") << i;
    EXPECT_EQ(kept_.results[i].error().field(), lines[i].second) << i;
  }
  EXPECT_EQ(Cases(), 0);
}

TEST_F(Imports, MarksAndLineEndsOfOtherSystemsDoNotMatter) {
  const std::string line = "a,UNMIL,2013-02-01,EMAIL,RAPE,CONTINGENT_MEMBER,Leyla Okafor\n";
  ASSERT_THAT(Import(absl::StrCat("\xEF\xBB\xBF", absl::StrReplaceAll(absl::StrCat(kHeader, line),
                                                                      {{"\n", "\r\n"}}))),
              IsOk());
  ASSERT_EQ(kept_.results.size(), 1u);
  EXPECT_TRUE(kept_.results[0].has_case_name());
}

TEST_F(Imports, TheSecurityCouncilsListIsTakenWhole) {
  const auto summary = ImportList(Sample("un_consolidated_2026-02-27_half.xml"));
  ASSERT_THAT(summary, IsOk());
  EXPECT_EQ(summary->individuals(), 363);
  EXPECT_EQ(summary->created(), 363);
  EXPECT_EQ(summary->entities_skipped(), 273);
  const int64_t leaves = Leaves();
  const auto again = ImportList(Sample("un_consolidated_2026-02-27_half.xml"));
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->unchanged(), 363);
  EXPECT_EQ(Leaves(), leaves);
}

TEST_F(Imports, ATruncatedListWritesNothing) {
  const std::string xml = Sample("un_consolidated_2026-02-27_half.xml");
  const int64_t leaves = Leaves();
  EXPECT_THAT(ImportList(xml.substr(0, xml.size() / 2)),
              Refused(v1::ERROR_REASON_INVALID_XML, "chunk"));
  EXPECT_EQ(Leaves(), leaves);
}

// A list of that day of 2026, with an individual for each id.
std::string ListOf(int day, const std::vector<int>& ids, absl::string_view more = "") {
  std::string xml = absl::StrCat("<CONSOLIDATED_LIST dateGenerated=\"2026-02-",
                                 absl::Dec(day, absl::kZeroPad2), "T00:00:09.554Z\"><INDIVIDUALS>");
  for (const int id : ids) {
    absl::StrAppend(&xml, "<INDIVIDUAL><DATAID>", id,
                    "</DATAID><FIRST_NAME>BO</FIRST_NAME></INDIVIDUAL>");
  }
  return absl::StrCat(xml, more, "</INDIVIDUALS><ENTITIES></ENTITIES></CONSOLIDATED_LIST>");
}

std::vector<int> Ids(int first, int last) {
  std::vector<int> ids;
  for (int id = first; id <= last; ++id) ids.push_back(id);
  return ids;
}

TEST_F(Imports, WhoIsGoneFromTheListIsDelistedAndHeWhoComesBackIsListed) {
  ASSERT_EQ(ImportList(ListOf(1, {1, 2}))->created(), 2);
  const auto without = ImportList(ListOf(2, {1}));
  ASSERT_THAT(without, IsOk());
  EXPECT_EQ(without->delisted(), 1);
  EXPECT_EQ(without->unchanged(), 1);
  const auto back = ImportList(ListOf(3, {1, 2}));
  ASSERT_THAT(back, IsOk());
  EXPECT_EQ(back->updated(), 1);
}

TEST_F(Imports, AListThatIsOlderThanTheRegistersIsRefused) {
  ASSERT_THAT(ImportList(ListOf(3, {1, 2})), IsOk());
  EXPECT_THAT(ImportList(ListOf(2, {1, 2})),
              Fails(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_LIST_OUTDATED));
}

TEST_F(Imports, AListWithNothingNewStillMakesAnOlderOneOutdated) {
  ASSERT_THAT(ImportList(ListOf(1, {1, 2})), IsOk());
  ASSERT_EQ(ImportList(ListOf(5, {1, 2}))->unchanged(), 2);
  EXPECT_THAT(ImportList(ListOf(3, {1, 2, 3})),
              Fails(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_LIST_OUTDATED));
  ASSERT_EQ(ImportList(ListOf(7, {1}))->delisted(), 1);
  EXPECT_THAT(ImportList(ListOf(6, {1, 2})),
              Fails(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_LIST_OUTDATED));
}

TEST_F(Imports, AListWithoutItsTimeOrWithoutIndividualsOrOfTheFutureIsRefused) {
  ASSERT_THAT(ImportList(ListOf(1, {1})), IsOk());
  const int64_t leaves = Leaves();
  for (const std::string& xml :
       {absl::StrReplaceAll(ListOf(2, {1}), {{"dateGenerated", "dateMade"}}), ListOf(2, {}),
        absl::StrReplaceAll(ListOf(2, {1}), {{"2026-02", "2027-02"}})}) {
    EXPECT_THAT(ImportList(xml), Refused(v1::ERROR_REASON_INVALID_XML, "chunk")) << xml;
  }
  EXPECT_EQ(Leaves(), leaves);
}

TEST_F(Imports, AListThatLosesMoreThanAListLosesNeedsAWord) {
  ASSERT_THAT(ImportList(ListOf(1, Ids(1, 100))), IsOk());
  const int64_t leaves = Leaves();
  EXPECT_THAT(ImportList(ListOf(2, Ids(12, 100))),
              Fails(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_TOO_MANY_DELISTED));
  EXPECT_EQ(Leaves(), leaves);
  EXPECT_EQ(ImportList(ListOf(2, Ids(11, 100)))->delisted(), 10);
  EXPECT_EQ(ImportList(ListOf(3, {100}), /*allow_delisting=*/true)->delisted(), 89);
}

TEST_F(Imports, AnEntryThatCannotBeUsedIsToldAndDelistsNobody) {
  ASSERT_THAT(ImportList(ListOf(1, {1, 2, 3})), IsOk());
  const auto nameless =
      ImportList(ListOf(2, {1, 4}, "<INDIVIDUAL><DATAID>2</DATAID></INDIVIDUAL>\n"));
  ASSERT_THAT(nameless, IsOk());
  EXPECT_EQ(nameless->created(), 1);
  EXPECT_EQ(nameless->delisted(), 1) << "who is nowhere in the file, and he alone";
  ASSERT_EQ(nameless->refused(), 1);
  EXPECT_EQ(nameless->refused_entries(0).line(), 1);
  EXPECT_EQ(nameless->refused_entries(0).error().reason(), "INVALID_XML");

  const auto no_id =
      ImportList(ListOf(3, {1, 5}, "<INDIVIDUAL><FIRST_NAME>BO</FIRST_NAME></INDIVIDUAL>"));
  ASSERT_THAT(no_id, IsOk());
  EXPECT_EQ(no_id->created(), 1);
  EXPECT_EQ(no_id->delisted(), 0);
  EXPECT_TRUE(no_id->delisting_withheld());
}

TEST_F(Imports, AKnownReferenceWithOtherContentIsAnErrorAndNotSwallowed) {
  const std::string line = "z1,UNMIL,2013-02-01,EMAIL,RAPE,CONTINGENT_MEMBER,";
  ASSERT_THAT(Import(absl::StrCat(kHeader, line, "Leyla Okafor\n", line, "Amina Diop\n", line,
                                  "Leyla Okafor\n")),
              IsOk());
  ASSERT_EQ(kept_.results.size(), 3u);
  EXPECT_TRUE(kept_.results[0].has_case_name());
  EXPECT_EQ(kept_.results[1].error().reason(), "LINE_ALREADY_RECORDED");
  EXPECT_EQ(kept_.results[1].error().field(), "external_ref");
  EXPECT_FALSE(kept_.results[1].repeated_line());
  EXPECT_EQ(kept_.results[2].case_name(), kept_.results[0].case_name());
  EXPECT_TRUE(kept_.results[2].repeated_line());
  EXPECT_EQ(Cases(), 1);
}

TEST_F(Imports, TheOrderOfTheColumnsIsNoContent) {
  ASSERT_THAT(
      Import(absl::StrCat(kHeader, "z1,UNMIL,2013-02-01,EMAIL,RAPE,CONTINGENT_MEMBER,Bo\n")),
      IsOk());
  ASSERT_THAT(Import("mission,external_ref,received_date,channel,misconduct_type,subject_name,"
                     "subcategory\nUNMIL,z1,2013-02-01,EMAIL,RAPE,Bo,CONTINGENT_MEMBER\n"),
              IsOk());
  EXPECT_TRUE(kept_.results.at(0).repeated_line());
}

TEST_F(Imports, AnErrorNamesTheColumnOfTheFile) {
  v1::ImportReportsRequest::Header header;
  header.set_source("test");
  v1::ColumnMapping& mapping = *header.add_columns();
  mapping.set_field("subject_dob");
  mapping.set_column("Born");
  const std::string begin = "UNMIL,2013-02-01,EMAIL,";
  ASSERT_THAT(
      Import(
          absl::StrCat("external_ref,mission,received_date,channel,misconduct_type,subcategory,"
                       "subject_name,subject_native_name,Born,subject_nationality,victim_age_class,"
                       "victim_count\n",
                       "a,", begin, "RAPE,CONTINGENT_MEMBER,123,,,,,\n",       //
                       "b,", begin, "RAPE,CONTINGENT_MEMBER,,123,,,,\n",       //
                       "c,", begin, "RAPE,CONTINGENT_MEMBER,Bo Ek,123,,,,\n",  //
                       "d,", begin, "RAPE,CONTINGENT_MEMBER,Bo Ek,,1999-13-01,,,\n", "e,", begin,
                       "RAPE,CONTINGENT_MEMBER,Bo Ek,,,QQQ,,\n",             //
                       "f,", begin, "RAPE,CONTINGENT_MEMBER,,,,QQQ,,\n",     //
                       "g,", begin, "RAPE,STRANGER,Bo Ek,,,,,\n",            //
                       "h,", begin, "RAPE,CONTINGENT_MEMBER,,,,,ADULT,0\n",  //
                       "i,ATLANTIS,2013-02-01,EMAIL,RAPE,CONTINGENT_MEMBER,Bo Ek,,,,,\n",
                       "j,UNMIL,2113-02-01,EMAIL,RAPE,CONTINGENT_MEMBER,Bo Ek,,,,,\n"),
          200'000, header),
      IsOk());
  std::vector<std::string> fields;
  for (const auto& result : kept_.results) fields.push_back(result.error().field());
  EXPECT_THAT(fields,
              testing::ElementsAre("subject_name", "subject_native_name", "subject_native_name",
                                   "Born", "subject_nationality", "subject_nationality",
                                   "subcategory", "victim_gender", "mission", "received_date"));
}

TEST_F(Imports, LinesAnsweredAgainLeaveOneEntryInTheAccessLog) {
  ASSERT_THAT(Import(Sample("allegations_2014.csv")), IsOk());
  EXPECT_TRUE(test::AccessLog(register_).empty());
  ASSERT_THAT(Import(Sample("allegations_2014.csv")), IsOk());
  const auto entries = test::AccessLog(register_);
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0].principal, "amina");
  EXPECT_EQ(entries[0].rows, static_cast<int64_t>(kept_.results.size()));
  EXPECT_EQ(entries[0].digest.size(), 32u);
}

TEST_F(Imports, LinesThatAreDeniedLeaveOneEntryInTheAccessLog) {
  missions_ = {"missions/MONUSCO"};
  const std::string line = ",2013-02-01,EMAIL,RAPE,CONTINGENT_MEMBER,Bo Ek\n";
  ASSERT_THAT(Import(absl::StrCat(kHeader, "a,UNMIL", line, "b,MONUSCO", line, "c,UNMIL", line)),
              IsOk());
  EXPECT_EQ(kept_.results.at(0).error().reason(), "PERMISSION_DENIED");
  EXPECT_TRUE(kept_.results.at(1).has_case_name());
  const auto entries = test::AccessLog(register_);
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0].reason, "PERMISSION_DENIED");
  EXPECT_EQ(entries[0].rows, 2);
}

TEST_F(Imports, LinesThatCameInManyPiecesAreOneWrite) {
  const int64_t leaves = Leaves();
  ASSERT_THAT(Import(Sample("allegations_2014.csv"), 100), IsOk());
  EXPECT_EQ(Leaves(), leaves + 1);
}

}  // namespace
}  // namespace probity::imports

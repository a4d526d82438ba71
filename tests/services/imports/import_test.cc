// Imports on a real register: everything once, bad lines named, nothing half written.
#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/cases/report_recorder.h"
#include "services/core/read.h"
#include "services/imports/import_handlers.h"
#include "services/imports/sc_list_mapping.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_call.h"
#include "tests/support/test_register.h"

namespace probity::imports {
namespace {

using test::IsOk;
using test::Refused;

template <typename Row>
class Given final : public Source<Row> {
 public:
  void Add(Row row) { rows_.push_back(std::move(row)); }
  std::vector<Row> NextWindow(size_t limit) override {
    const size_t count = std::min(limit, rows_.size() - next_);
    std::vector<Row> window(rows_.begin() + next_, rows_.begin() + next_ + count);
    next_ += count;
    return window;
  }

 private:
  std::vector<Row> rows_;
  size_t next_ = 0;
};

struct Kept final : Sink<v1::ImportReportsResponse> {
  absl::Status Send(const v1::ImportReportsResponse& result) override {
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
  absl::Status Import(const std::string& csv, size_t chunk_bytes = 200'000) {
    Given<v1::ImportReportsRequest> in;
    v1::ImportReportsRequest header;
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
    return handlers_.ImportReports(call, in, kept_);
  }

  absl::StatusOr<v1::ImportSecurityCouncilListResponse> ImportList(const std::string& xml) {
    Given<v1::ImportSecurityCouncilListRequest> in;
    for (size_t at = 0; at < xml.size(); at += 100'000) {
      v1::ImportSecurityCouncilListRequest part;
      part.set_chunk(xml.substr(at, 100'000));
      in.Add(part);
    }
    test::TestCall call("amina", {v1::CDS_CASE_OFFICER});
    call.now = absl::Now();
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
  ImportHandlers handlers_{register_.store(), codes_, recorder_};
  Kept kept_;
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
      {"UNKNOWN_CODE", "misconduct_types[0]"},
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

TEST_F(Imports, WhoIsGoneFromTheListIsDelistedAndHeWhoComesBackIsListed) {
  const auto list = [](absl::string_view ids) {
    std::string xml = "<CONSOLIDATED_LIST dateGenerated=\"2026-02-27T00:00:09.554Z\"><INDIVIDUALS>";
    for (const char id : ids) {
      absl::StrAppend(&xml, "<INDIVIDUAL><DATAID>", std::string(1, id),
                      "</DATAID><FIRST_NAME>BO</FIRST_NAME></INDIVIDUAL>");
    }
    return absl::StrCat(xml, "</INDIVIDUALS><ENTITIES></ENTITIES></CONSOLIDATED_LIST>");
  };
  ASSERT_EQ(ImportList(list("12"))->created(), 2);
  const auto without = ImportList(list("1"));
  ASSERT_THAT(without, IsOk());
  EXPECT_EQ(without->delisted(), 1);
  EXPECT_EQ(without->unchanged(), 1);
  const auto back = ImportList(list("12"));
  ASSERT_THAT(back, IsOk());
  EXPECT_EQ(back->updated(), 1);
}

}  // namespace
}  // namespace probity::imports

// A table that is wrong is refused with the number of the wrong line.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/cases/lifecycle.h"
#include "services/cases/lifecycle_text.h"
#include "tests/support/status_matchers.h"

namespace probity::cases {
namespace {

using ::probity::test::IsOk;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string TheTable() {
  const embed::EmbeddedFile& file = kLifecycleText[0];
  return std::string(file.data, file.size);
}

int LineAt(const std::string& text, size_t position) {
  return 1 + static_cast<int>(std::count(text.begin(), text.begin() + position, '\n'));
}

// The real table, with the line of this id changed; and that line's number.
struct Edited {
  std::string text;
  int line = 0;
};

Edited Edit(absl::string_view id, absl::string_view from, absl::string_view to) {
  Edited edited{.text = TheTable(), .line = 0};
  const size_t start = edited.text.find(absl::StrCat("\n", id, " ")) + 1;
  const size_t end = edited.text.find('\n', start);
  std::string row = edited.text.substr(start, end - start);
  const size_t place = row.find(std::string(from));
  EXPECT_NE(place, std::string::npos) << from << " is not in " << row;
  row.replace(place, from.size(), std::string(to));
  edited.text.replace(start, end - start, row);
  edited.line = LineAt(edited.text, start);
  return edited;
}

int LineOfId(absl::string_view id) { return Edit(id, "|", "|").line; }

std::string Complaint(const std::string& table) {
  return std::string(Lifecycle::FromText(table).status().message());
}

TEST(LifecycleCheck, TheTableItselfIsRight) { EXPECT_THAT(Lifecycle::Load(), IsOk()); }

TEST(LifecycleCheck, EveryGuardIsUsed) {
  const std::string table = TheTable();
  for (const Guard& guard : AllGuards()) {
    EXPECT_THAT(table, HasSubstr(absl::StrCat(" ", guard.name))) << guard.name;
  }
}

TEST(LifecycleCheck, EverySelectorIsUsed) {
  const std::string table = TheTable();
  for (const Selector& selector : AllSelectors()) {
    EXPECT_THAT(table, HasSubstr(absl::StrCat(" ", selector.key, "="))) << selector.key;
  }
}

TEST(LifecycleCheck, GuardsOfCaseworkAreMarkedInTheNoteAndNoOthersAre) {
  const auto lifecycle = Lifecycle::Load();
  ASSERT_THAT(lifecycle, IsOk());
  const v1::Allegation allegation;
  const v1::Case report;
  const v1::MisconductType type;
  const v1::PersonnelCategory category;
  const Step step;
  const Facts facts{step, allegation, report, type, category};
  for (const Row& row : lifecycle->table().rows) {
    const bool waits = std::any_of(row.guards.begin(), row.guards.end(), [&](const Guard* guard) {
      return ReasonOf(guard->check(facts)) == v1::ERROR_REASON_NOT_AVAILABLE_YET;
    });
    EXPECT_EQ(waits, row.note.rfind("casework:", 0) == 0) << row.id;
  }
}

struct BrokenLine {
  absl::string_view id, from, to, complaint;
};

TEST(LifecycleCheck, ALineThatCannotBeReadIsRefusedWithItsNumber) {
  for (const BrokenLine& broken : std::vector<BrokenLine>{
           {"T2", "RECEIVED", "RECEVED", "unknown state 'RECEVED'"},
           {"T2", "UNDER_ASSESSMENT", "ASSESSED", "unknown state 'ASSESSED'"},
           {"T2", "UNDER_ASSESSMENT", "STATE_UNSPECIFIED", "unknown state 'STATE_UNSPECIFIED'"},
           {"T6", "@open", "@opened", "unknown set 'opened'"},
           {"T2", "ASSESS ", "JUDGE ", "unknown verb 'JUDGE'"},
           {"T2", "CDT_OFFICER", "CDT_OFFICIAL", "unknown role 'CDT_OFFICIAL'"},
           {"T2", "CDT_OFFICER", "", "unknown role ''"},
           {"T2", "duplicates_searched", "duplicates_sought", "unknown guard 'duplicates_sought'"},
           {"T7", "regime=OWN", "rule=OWN", "unknown selector 'rule'"},
           {"T7", "regime=OWN", "regime=OURS", "unknown value 'OURS'"},
           {"T3", "sea_thb_hq", "sea_hq", "unknown second person rule 'sea_hq'"},
           {"T2", "|", "", "not eight columns"},
       }) {
    const Edited edited = Edit(broken.id, broken.from, broken.to);
    EXPECT_EQ(Complaint(edited.text), absl::StrCat("line ", edited.line, ": ", broken.complaint));
  }
}

TEST(LifecycleCheck, AGuardWithoutAnImplementationIsRefusedWithItsLine) {
  std::vector<Guard> guards(AllGuards().begin(), AllGuards().end());
  guards.erase(std::find_if(guards.begin(), guards.end(),
                            [](const Guard& guard) { return guard.name == "found_in_order"; }));
  EXPECT_EQ(Lifecycle::FromText(TheTable(), guards).status().message(),
            absl::StrCat("line ", LineOfId("T13"), ": unknown guard 'found_in_order'"));
}

TEST(LifecycleCheck, ARequirementNeedsAKnownVerbAndGuard) {
  const std::string table = TheTable();
  const std::string require = "require RECORD_FINDING investigation_concluded";
  for (const auto& [wrong, complaint] : std::vector<std::pair<std::string, std::string>>{
           {"require FIND investigation_concluded", "unknown verb 'FIND'"},
           {"require RECORD_FINDING investigated", "unknown guard 'investigated'"},
           {"require RECORD_FINDING", "require takes a verb and a guard"}}) {
    EXPECT_EQ(Complaint(absl::StrReplaceAll(table, {{require, wrong}})),
              absl::StrCat("line ", LineAt(table, table.find(require)), ": ", complaint));
  }
}

TEST(LifecycleCheck, AnIdStandsOnce) {
  const Edited edited = Edit("T14", "T14", "T13");
  EXPECT_EQ(Complaint(edited.text), absl::StrCat("line ", edited.line, ": the id is taken: 'T13'"));
}

TEST(LifecycleCheck, TwoLinesThatMayBothApplyAreRefused) {
  // Without its selector this line would be for any finding.
  const Edited edited = Edit("T13", "outcome=SUBSTANTIATED ", "");
  EXPECT_EQ(Complaint(edited.text),
            absl::StrCat("line ", edited.line + 1, ": may apply together with 'T13'"));
}

TEST(LifecycleCheck, SelectorsThatOverlapDoNotTellLinesApart) {
  const Edited edited = Edit("T7", "regime=OWN/NATIONAL", "regime=OWN/EXPERT");
  EXPECT_EQ(Complaint(edited.text),
            absl::StrCat("line ", LineOfId("T9e"), ": may apply together with 'T7'"));
}

TEST(LifecycleCheck, AStateThatNothingLeadsToIsRefused) {
  const Edited edited = Edit("T10b", "| MANAGED ", "| REFERRED ");
  EXPECT_EQ(Complaint(edited.text),
            absl::StrCat("line ", LineOfId("T17"), ": nothing leads to the state 'MANAGED'"));
}

TEST(LifecycleCheck, AStateThatNoLineNamesIsRefusedAtTheEnd) {
  std::string table = absl::StrReplaceAll(
      TheTable(), {{"| NIO_APPOINTED", "| MS_NOTIFIED"}, {" NIO_APPOINTED", ""}});
  EXPECT_EQ(Complaint(table), absl::StrCat("line ", LineAt(table, table.size()),
                                           ": nothing leads to the state 'NIO_APPOINTED'"));
}

TEST(LifecycleCheck, AStateWithoutAWayToACloseIsRefused) {
  const Edited edited =
      Edit("T17", "ACTION_TAKEN UNSUBSTANTIATED CLOSED_OTHER MANAGED", "ACTION_TAKEN");
  EXPECT_EQ(
      Complaint(edited.text),
      absl::StrCat("line ", LineOfId("T10b"), ": no closed state can be reached from 'MANAGED'"));
}

TEST(LifecycleCheck, AClosedStateWithoutAWayOutMustBeCalledFinal) {
  const std::string table =
      absl::StrReplaceAll(TheTable(), {{"set final = FINDING_SET_ASIDE", "set final ="}});
  EXPECT_EQ(Complaint(table), absl::StrCat("line ", LineOfId("T21"),
                                           ": a dead end that is not final: 'FINDING_SET_ASIDE'"));
}

TEST(LifecycleCheck, AFinalStateLeadsNowhere) {
  const std::string table = absl::StrReplaceAll(
      TheTable(), {{"set final = FINDING_SET_ASIDE", "set final = FINDING_SET_ASIDE CLOSED"}});
  EXPECT_EQ(Complaint(table),
            absl::StrCat("line ", LineOfId("T18"), ": leads out of the final state 'CLOSED'"));
}

TEST(LifecycleCheck, AnEmptyTableIsRefused) {
  EXPECT_THAT(Complaint(""), StartsWith("line 1: nothing leads to the state"));
}

}  // namespace
}  // namespace probity::cases

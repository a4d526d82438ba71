// A conduct team's desk: the handlers over a whole register on real files, and short words for what
// tests do with it. Everybody's calls are a second apart, on a day after the register was made.
#ifndef PROBITY_TESTS_SERVICES_CASES_DESK_H_
#define PROBITY_TESTS_SERVICES_CASES_DESK_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "services/cases/case_handlers.h"
#include "services/persons/person_handlers.h"
#include "storage/sql/session.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_call.h"
#include "tests/support/test_register.h"

namespace probity::cases {

class Desk : public testing::Test {
 protected:
  Desk();

  // A call of somebody with these roles, who sees all missions.
  test::TestCall As(std::string principal, std::vector<v1::Role> roles);
  test::TestCall Officer() { return As("amina", {v1::CDT_OFFICER}); }
  test::TestCall Chief() { return As("brice", {v1::CDT_CHIEF}); }
  test::TestCall Headquarters() { return As("chen", {v1::CDS_CASE_OFFICER}); }
  test::TestCall OtherHeadquarters() { return As("dora", {v1::CDS_CASE_OFFICER, v1::CDS_CHIEF}); }

  // One subject, a member of the staff in UNMIL, and one type.
  static v1::Report ReportOf(const std::string& type);
  v1::Case Record(const v1::Report& report);
  v1::Case RecordAgainst(const std::string& person, const std::string& type);
  v1::Person NewPerson(const std::string& full_name);

  v1::Case Case(const std::string& name);
  v1::Allegation Allegation(const std::string& name);
  std::vector<v1::ScreeningRecord> Records(const std::string& person);
  // How many rows all tables have but the access log, where repetitions and dry runs leave theirs.
  int64_t Rows();
  // How many rows of any table of the data file have been inserted, updated or deleted since the
  // register was opened.
  int64_t RowsWritten();

  // Takes the allegation forward by the ordinary route, each step by somebody who may; where it
  // takes two, by two.
  enum class Stage { kAssessed, kRegistered, kReferred, kInvestigated, kConcluded };
  v1::Allegation Bring(v1::Allegation allegation, Stage stage);
  v1::Allegation Find(v1::Allegation allegation, v1::Finding::Outcome outcome);
  v1::Allegation Act(v1::Allegation allegation, v1::Action::ActionKind kind,
                     v1::Action::Bar bar = v1::Action::BAR_UNSPECIFIED);
  v1::Allegation Close(v1::Allegation allegation);
  v1::Allegation Reopen(v1::Allegation allegation);

  // A request with the allegation's name and etag.
  template <typename Request>
  static Request For(const v1::Allegation& allegation) {
    Request request;
    request.set_name(allegation.name());
    request.set_etag(allegation.etag());
    return request;
  }

  // Of the register as it is open now.
  ContentDigest digest();

  test::TestRegister register_;
  const core::Codes codes_;
  const Lifecycle lifecycle_;
  const core::PageTokens tokens_;
  CaseHandlers handlers_;
  persons::PersonHandlers persons_;

 private:
  const sql::StatementText& CountOf(const std::string& table);

  int calls_ = 0;
  // By table. The address of a statement is its identity, so each gets one for the test's life.
  std::map<std::string, std::pair<std::string, sql::StatementText>> counts_;
};

}  // namespace probity::cases

#endif  // PROBITY_TESTS_SERVICES_CASES_DESK_H_

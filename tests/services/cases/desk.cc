#include "tests/services/cases/desk.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "proto/support/status_macros.h"
#include "proto/support/timestamp.h"
#include "services/core/read.h"

namespace probity::cases {
namespace {

using test::IsOk;

absl::Time Morning() {
  return absl::FromCivil(absl::CivilHour(2030, 6, 3, 8), absl::UTCTimeZone());
}

core::Codes LoadCodes(storage::Store& store) {
  auto codes = core::Read(store, storage::Viewer::System(), {}, [](const storage::ReadTx& tx) {
    return core::Codes::Load(tx.taxonomy());
  });
  return *std::move(codes);
}

template <typename T>
T Done(absl::StatusOr<T> result) {
  EXPECT_THAT(result, IsOk());
  return result.ok() ? *std::move(result) : T();
}

}  // namespace

Desk::Desk()
    : codes_(LoadCodes(register_.store())),
      lifecycle_(*Lifecycle::Load()),
      tokens_(core::SealedTokens::Key{7}, register_.rng()),
      handlers_(register_.store(), codes_, tokens_, lifecycle_, digest()),
      persons_(register_.store(), codes_, handlers_.person_changed()) {}

ContentDigest Desk::digest() {
  return [this](absl::string_view content) {
    return register_.reg().digester().Digest("step", content);
  };
}

test::TestCall Desk::As(std::string principal, std::vector<v1::Role> roles) {
  ++calls_;
  return test::TestCall(std::move(principal), std::move(roles))
      .At(Morning() + absl::Seconds(calls_))
      .Asking(absl::StrCat("request-", calls_));
}

v1::Report Desk::ReportOf(const std::string& type) {
  v1::Report report;
  report.set_mission("missions/UNMIL");
  report.set_channel(v1::HOTLINE);
  *report.mutable_became_aware_time() = ToTimestamp(Morning() - absl::Hours(24 * 30));
  report.set_narrative("what was seen");
  v1::ReportedSubject& subject = *report.add_subjects();
  subject.set_role(v1::PERPETRATOR);
  subject.set_subcategory("INTERNATIONAL_STAFF");
  subject.mutable_placeholder()->set_unit("Transport section");
  report.add_misconduct_types(type);
  return report;
}

v1::Case Desk::Record(const v1::Report& report) {
  v1::RecordAllegationRequest request;
  *request.mutable_report() = report;
  auto call = Officer();
  return Done(Await(handlers_.RecordAllegation(call, request)));
}

v1::Case Desk::RecordAgainst(const std::string& person, const std::string& type) {
  v1::Report report = ReportOf(type);
  report.mutable_subjects(0)->set_person(person);
  return Record(report);
}

v1::Person Desk::NewPerson(const std::string& full_name) {
  v1::CreatePersonRequest request;
  request.mutable_person()->add_names()->set_full(full_name);
  request.mutable_person()->add_dates_of_birth("1971-10-05");
  v1::ServiceRecord& service = *request.mutable_person()->add_service_records();
  service.set_entity("missions/UNMIL");
  service.set_subcategory("INTERNATIONAL_STAFF");
  service.set_from("2028-01-01");
  auto call = Officer();
  return Done(Await(persons_.CreatePerson(call, request)));
}

v1::Case Desk::Case(const std::string& name) {
  v1::GetCaseRequest request;
  request.set_name(name);
  auto call = Officer();
  return Done(handlers_.GetCase(call, request));
}

v1::Allegation Desk::Allegation(const std::string& name) {
  v1::GetAllegationRequest request;
  request.set_name(name);
  auto call = Officer();
  return Done(handlers_.GetAllegation(call, request));
}

std::vector<v1::ScreeningRecord> Desk::Records(const std::string& person) {
  return Done(core::Read(
      register_.store(), storage::Viewer::System(), {},
      [&](const storage::ReadTx& tx) { return tx.screening_records().ListByPerson(person); }));
}

int64_t Desk::Rows() {
  static constexpr sql::StatementText kTables = {
      "tables", 0, "every table", "SELECT name FROM sqlite_master WHERE type = 'table'", ""};
  int64_t rows = 0;
  EXPECT_THAT(register_.reg().engine().Read([&](sql::Session& session) -> absl::Status {
    std::vector<std::string> tables;
    PROBITY_RETURN_IF_ERROR(session.Query(kTables, sql::Plan::kNow, {}, [&](const sql::Row& row) {
      tables.emplace_back(row.text(0));
      return absl::OkStatus();
    }));
    for (const std::string& table : tables) {
      if (table == "access_log") continue;
      PROBITY_RETURN_IF_ERROR(
          session.Query(CountOf(table), sql::Plan::kNow, {}, [&](const sql::Row& row) {
            rows += row.integer(0);
            return absl::OkStatus();
          }));
    }
    return absl::OkStatus();
  }),
              IsOk());
  return rows;
}

const sql::StatementText& Desk::CountOf(const std::string& table) {
  const auto [entry, is_new] = counts_.try_emplace(table);
  auto& [text, statement] = entry->second;
  if (is_new) {
    text = absl::StrCat("SELECT COUNT(*) FROM ", table);
    statement = {"count", 0, "rows of a table", text.c_str(), ""};
  }
  return statement;
}

int64_t Desk::RowsWritten() {
  static constexpr sql::StatementText kWritten = {"written", 0, "of the writing connection",
                                                  "SELECT total_changes()", ""};
  int64_t written = 0;
  EXPECT_THAT(register_.reg().writer().Run({.body =
                                                [&](sql::Session& session) {
                                                  return session.Query(kWritten, sql::Plan::kNow,
                                                                       {},
                                                                       [&](const sql::Row& row) {
                                                                         written = row.integer(0);
                                                                         return absl::OkStatus();
                                                                       });
                                                },
                                            .committed = [] {}},
                                           absl::InfiniteFuture()),
              IsOk());
  return written;
}

v1::Allegation Desk::Bring(v1::Allegation allegation, Stage stage) {
  auto assess = For<v1::AssessAllegationRequest>(allegation);
  assess.set_duplicates_searched(true);
  auto officer = Officer();
  allegation = Done(Await(handlers_.AssessAllegation(officer, assess)));
  if (stage == Stage::kAssessed) return allegation;

  const auto registering = [](const v1::Allegation& now) {
    auto request = For<v1::RegisterAllegationRequest>(now);
    request.set_would_breach_standards(true);
    request.set_victim_identifiable(true);
    return request;
  };
  auto chief = Chief();
  allegation = Done(Await(handlers_.RegisterAllegation(chief, registering(allegation))));
  if (allegation.has_proposal()) {
    auto second = Headquarters();
    allegation = Done(Await(handlers_.RegisterAllegation(second, registering(allegation))));
  }
  if (stage == Stage::kRegistered) return allegation;

  auto refer = For<v1::ReferAllegationRequest>(allegation);
  refer.mutable_referral()->set_to(allegation.serious() ? v1::OIOS : v1::MISSION_SIU);
  refer.mutable_referral()->set_sent_on("2030-05-06");
  auto head = As("efua", {v1::HEAD_OF_MISSION});
  allegation = Done(Await(handlers_.ReferAllegation(head, refer)));
  if (stage == Stage::kReferred) return allegation;

  auto open = For<v1::OpenInvestigationRequest>(allegation);
  open.set_entity(allegation.referral().to());
  open.set_opened_on("2030-05-07");
  auto investigator = As("farid", {v1::INVESTIGATOR});
  allegation = Done(Await(handlers_.OpenInvestigation(investigator, open)));
  if (stage == Stage::kInvestigated) return allegation;

  auto conclude = For<v1::ConcludeInvestigationRequest>(allegation);
  conclude.set_concluded_on("2030-05-20");
  conclude.set_report_reference("OIOS/2030/0001");
  auto author = As("farid", {v1::INVESTIGATOR});
  return Done(Await(handlers_.ConcludeInvestigation(author, conclude)));
}

v1::Allegation Desk::Find(v1::Allegation allegation, v1::Finding::Outcome outcome) {
  const auto finding = [&](const v1::Allegation& now) {
    auto request = For<v1::RecordFindingRequest>(now);
    request.mutable_finding()->set_outcome(outcome);
    request.mutable_finding()->set_found_on("2030-05-27");
    return request;
  };
  auto first = Headquarters();
  allegation = Done(Await(handlers_.RecordFinding(first, finding(allegation))));
  if (!allegation.has_proposal()) return allegation;
  auto second = OtherHeadquarters();
  return Done(Await(handlers_.RecordFinding(second, finding(allegation))));
}

v1::Allegation Desk::Act(v1::Allegation allegation, v1::Action::ActionKind kind,
                         v1::Action::Bar bar) {
  auto refer = For<v1::ReferForActionRequest>(allegation);
  refer.set_to(v1::OHR);
  refer.set_sent_on("2030-05-28");
  auto sender = Headquarters();
  allegation = Done(Await(handlers_.ReferForAction(sender, refer)));
  auto act = For<v1::RecordActionRequest>(allegation);
  v1::Action& action = *act.add_actions();
  action.set_imposed_by(v1::Action::UNITED_NATIONS);
  action.set_kind(kind);
  action.set_bar(bar);
  action.set_effective_on("2030-06-01");
  auto office = As("gita", {v1::OHR_OFFICER});
  return Done(Await(handlers_.RecordAction(office, act)));
}

v1::Allegation Desk::Close(v1::Allegation allegation) {
  auto close = For<v1::CloseAllegationRequest>(allegation);
  close.mutable_closure()->set_reporter_informed(true);
  close.mutable_closure()->set_victim_informed(true);
  close.mutable_closure()->set_subject_informed(true);
  close.mutable_closure()->set_closed_on("2030-06-03");
  auto call = Headquarters();
  return Done(Await(handlers_.CloseAllegation(call, close)));
}

v1::Allegation Desk::Reopen(v1::Allegation allegation) {
  auto reopen = For<v1::ReopenAllegationRequest>(allegation);
  reopen.set_new_information("a second witness");
  auto call = OtherHeadquarters();
  return Done(Await(handlers_.ReopenAllegation(call, reopen)));
}

}  // namespace probity::cases

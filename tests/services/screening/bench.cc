#include "tests/services/screening/bench.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "tests/support/golden.h"

namespace probity::screening {
namespace {

constexpr sql::StatementText kRows = {
    .file = __FILE__,
    .line = __LINE__,
    .name = "rows_of_screening",
    .now =
        "SELECT (SELECT COUNT(*) FROM entities) + (SELECT COUNT(*) FROM ledger) + "
        "(SELECT COUNT(*) FROM screenings) + (SELECT COUNT(*) FROM matches)",
    .as_of = "SELECT 0",
    .scan_reason = "a test counts",
    .unwalled_reason = "a test counts"};

absl::Time Noon() { return absl::FromCivil(absl::CivilHour(2026, 3, 2, 12), absl::UTCTimeZone()); }

}  // namespace

Bench::Bench() {
  AddPolicy(absl::StrCat(test::ReadGolden("services/screening/policy/1.table"),
                         test::ReadGolden("tests/services/screening/golden/agreements.table")));
}

void Bench::AddPolicy(const std::string& text) {
  policy_texts_.push_back(text);
  Restart();
}

void Bench::Restart() {
  handlers_.reset();
  index_.reset();
  register_.Close();
  register_.Open();
  Open();
}

void Bench::Open() {
  std::vector<Policy> versions;
  for (const std::string& text : policy_texts_) {
    absl::StatusOr<Policy> policy = ParsePolicy("test", text);
    ASSERT_THAT(policy, test::IsOk());
    versions.push_back(*std::move(policy));
  }
  policies_ = std::make_unique<PolicySet>(std::move(versions));
  ASSERT_THAT(store().Read(storage::Viewer::System(), {},
                           [&](const storage::ReadTx& tx) -> absl::Status {
                             absl::StatusOr<core::Codes> codes = core::Codes::Load(tx.taxonomy());
                             if (!codes.ok()) return codes.status();
                             codes_ = std::make_unique<core::Codes>(*std::move(codes));
                             return absl::OkStatus();
                           }),
              test::IsOk());
  tokens_ = std::make_unique<core::PageTokens>(core::SealedTokens::Key{7}, register_.rng());
  absl::StatusOr<std::shared_ptr<const matching::Model>> model = matching::Model::BuiltIn();
  ASSERT_THAT(model, test::IsOk());
  index_ = std::make_unique<IndexProjection>(store(), *model, clock_);
  store().AddListener(*index_);
  ASSERT_THAT(index_->Build(), test::IsOk());
  handlers_ = std::make_unique<ScreeningHandlers>(
      ScreeningHandlers::Parts{.store = store(),
                               .index = *index_,
                               .policies = *policies_,
                               .codes = *codes_,
                               .tokens = *tokens_,
                               .model = *model,
                               .digest = [this](absl::string_view bytes) {
                                 return register_.reg().digester().Digest("roll_row", bytes);
                               }});
}

int64_t Bench::RowsOfScreening() {
  int64_t rows = 0;
  EXPECT_THAT(register_.reg().engine().Read([&](sql::Session& session) {
    return session.Query(kRows, sql::Plan::kNow, {}, [&](const sql::Row& row) {
      rows = row.integer(0);
      return absl::OkStatus();
    });
  }),
              test::IsOk());
  return rows;
}

Call Bench::Requester(const std::string& principal, const std::string& organisation) {
  Call call;
  call.viewer.principal = principal;
  call.viewer.organisation = organisation;
  call.method = "probity.v1.ScreeningService/Test";
  call.request_id = absl::StrCat("r", ++request_);
  call.now = Noon();
  return call;
}

Call Bench::Adjudicator(const std::string& principal) {
  Call call = Requester(principal, "organisations/CDS");
  call.viewer.adjudicates = true;
  return call;
}

v1::Person Bench::AddPerson(const std::string& name, const std::string& birth,
                            const std::string& nationality) {
  v1::Person person;
  person.set_status(v1::Person::IDENTIFIED);
  person.set_creator("system");
  person.add_names()->set_full(name);
  if (!birth.empty()) person.add_dates_of_birth(birth);
  person.add_nationalities(nationality);
  EXPECT_THAT(store().WriteWindow(Adjudicator("system"),
                                  [&](storage::WriteTx& tx) -> absl::Status {
                                    auto made = tx.persons().Insert(person);
                                    if (made.ok()) person = *made;
                                    return made.status();
                                  }),
              test::IsOk());
  return person;
}

v1::ScreeningRecord Bench::AddRecord(const v1::Person& person, Class::RecordClass record_class,
                                     Family::Family family) {
  v1::ScreeningRecord record;
  record.set_person(person.name());
  record.set_record_class(record_class);
  record.set_family(family);
  record.set_effective_from("2015-06-01");
  record.set_status(Class::ACTIVE);
  record.set_owner("missions/UNMIL");
  EXPECT_THAT(store().WriteWindow(Adjudicator("system"),
                                  [&](storage::WriteTx& tx) -> absl::Status {
                                    auto made = tx.screening_records().Insert(record);
                                    if (made.ok()) record = *made;
                                    return made.status();
                                  }),
              test::IsOk());
  return record;
}

v1::ExternalRecord Bench::AddExternal(const std::string& name, const std::string& birth,
                                      const std::string& source) {
  v1::ExternalRecord record;
  record.set_source(source);
  record.set_source_id(absl::StrCat(source, ++request_));
  record.set_status(v1::ExternalRecord::LISTED);
  record.add_names()->set_full(name);
  record.add_dates_of_birth(birth);
  EXPECT_THAT(store().WriteWindow(Adjudicator("system"),
                                  [&](storage::WriteTx& tx) -> absl::Status {
                                    auto made = tx.external_records().Insert(record);
                                    if (made.ok()) record = *made;
                                    return made.status();
                                  }),
              test::IsOk());
  return record;
}

v1::Person Bench::OnRecord(const std::string& name, const std::string& birth,
                           Class::RecordClass record_class, Family::Family family) {
  v1::Person person = AddPerson(name, birth);
  AddRecord(person, record_class, family);
  return person;
}

void Bench::Update(const v1::ScreeningRecord& record) {
  EXPECT_THAT(store().WriteWindow(Adjudicator("system"),
                                  [&](storage::WriteTx& tx) {
                                    return tx.screening_records().Update(record).status();
                                  }),
              test::IsOk());
}

void Bench::Update(const v1::Person& person) {
  storage::Caller caller = Adjudicator("system");
  caller.viewer = storage::Viewer::System();
  EXPECT_THAT(
      store().WriteWindow(
          caller, [&](storage::WriteTx& tx) { return tx.persons().Update(person).status(); }),
      test::IsOk());
}

void Bench::Update(const v1::ExternalRecord& record) {
  EXPECT_THAT(store().WriteWindow(Adjudicator("system"),
                                  [&](storage::WriteTx& tx) {
                                    return tx.external_records().Update(record).status();
                                  }),
              test::IsOk());
}

v1::ScreeningRecord Bench::RecordOf(const v1::Person& person) {
  v1::ScreeningRecord record;
  EXPECT_THAT(store().Read(storage::Viewer::System(), {},
                           [&](const storage::ReadTx& tx) -> absl::Status {
                             auto found = tx.screening_records().ListByPerson(person.name());
                             if (!found.ok()) return found.status();
                             record = found->at(0);
                             return absl::OkStatus();
                           }),
              test::IsOk());
  return record;
}

v1::Candidate Bench::Candidate(const std::string& name, const std::string& birth) {
  v1::Candidate candidate;
  candidate.add_names()->set_full(name);
  if (!birth.empty()) candidate.add_dates_of_birth(birth);
  candidate.add_nationalities("LBR");
  return candidate;
}

v1::ScreenCandidateRequest Bench::Asking(const v1::Candidate& candidate,
                                         const std::string& agreement) {
  v1::ScreenCandidateRequest request;
  *request.mutable_candidate() = candidate;
  request.set_agreement(absl::StrCat("agreements/", agreement));
  request.set_channel(v1::PD_RECRUITMENT);
  request.set_purpose(v1::RECRUITMENT);
  return request;
}

absl::StatusOr<v1::Screening> Bench::Screen(const v1::Candidate& candidate) {
  Call call = Requester();
  v1::ScreenCandidateRequest request = Asking(candidate);
  request.set_request_id(call.request_id);
  return Await(handlers().ScreenCandidate(call, request));
}

v1::Screening Bench::Again(const v1::Screening& screening) {
  Call call = Requester();
  v1::GetScreeningRequest request;
  request.set_name(screening.name());
  absl::StatusOr<v1::Screening> found = handlers().GetScreening(call, request);
  EXPECT_THAT(found, test::IsOk());
  return found.value_or(v1::Screening());
}

std::vector<v1::Match> Bench::MatchesOf(const v1::Screening& screening) {
  std::vector<v1::Match> matches;
  EXPECT_THAT(store().Read(storage::Viewer::System(), {},
                           [&](const storage::ReadTx& tx) -> absl::Status {
                             auto found = tx.matches().ListByScreening(screening.name());
                             if (found.ok()) matches = *std::move(found);
                             return found.status();
                           }),
              test::IsOk());
  return matches;
}

absl::StatusOr<v1::Match> Bench::Confirm(const std::string& principal, const v1::Match& match) {
  Call call = Adjudicator(principal);
  v1::ConfirmMatchRequest request;
  request.set_name(match.name());
  request.set_etag(match.etag());
  request.set_request_id(call.request_id);
  return handlers().ConfirmMatch(call, request);
}

absl::StatusOr<v1::Match> Bench::Reject(const std::string& principal, const v1::Match& match) {
  Call call = Adjudicator(principal);
  v1::RejectMatchRequest request;
  request.set_name(match.name());
  request.set_etag(match.etag());
  request.set_reason(v1::Match::SUBJECT_CONFIRMED_DIFFERENT);
  request.set_request_id(call.request_id);
  return handlers().RejectMatch(call, request);
}

}  // namespace probity::screening

#include "tests/bench/bench_server.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "baseline.grpc.pb.h"
#include "grpcpp/grpcpp.h"
#include "proto/support/status_macros.h"
#include "proto/support/timestamp.h"
#include "services/matching/lab/synthetic_persons.h"
#include "services/rpc/json_log.h"
#include "services/rpc/static_tokens.h"
#include "services/server/server.h"
#include "tests/support/test_call.h"
#include "tests/support/test_register.h"

namespace probity::bench {
namespace {

constexpr int kPersonsPerWrite = 500;
constexpr int kCandidates = 20'000;

void Must(const absl::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "bench: %s\n", status.ToString().c_str());
  std::exit(1);
}

template <typename Message>
void SetIdentity(const matching::Identity& identity, Message& message) {
  for (const matching::Name& name : identity.names) {
    message.add_names()->set_full(name.full);
  }
  for (const matching::BirthDate& birth : identity.births) {
    if (birth.year == 0) continue;
    const bool day = birth.month > 0 && birth.day > 0;
    message.add_dates_of_birth(
        day ? absl::StrFormat("%04d-%02d-%02d", birth.year, birth.month, birth.day)
            : absl::StrFormat("%04d", birth.year));
  }
  for (const std::string& nationality : identity.nationalities) {
    message.add_nationalities(nationality);
  }
}

// Persons with an allegation and a live record each.
absl::Status Fill(storage::WriteTx& tx, const std::string& case_name,
                  const std::vector<matching::Subject>& subjects, size_t begin, size_t end) {
  for (size_t i = begin; i < end; ++i) {
    v1::Person person;
    SetIdentity(subjects[i].identity, person);
    PROBITY_ASSIGN_OR_RETURN(person, tx.persons().Insert(person));
    v1::ScreeningRecord record;
    record.set_person(person.name());
    record.set_record_class(v1::ScreeningRecord::A_BARRED);
    record.set_family(v1::MisconductType::SEA);
    record.set_serious(true);
    record.set_bar_scope(v1::ScreeningRecord::ALL_UN);
    record.set_status(v1::ScreeningRecord::ACTIVE);
    record.set_effective_from("2014-01-01");
    PROBITY_RETURN_IF_ERROR(tx.screening_records().Insert(record).status());
  }
  return tx.cases().Get(case_name).status();
}

class BaselineService final : public Baseline::Service {
 public:
  explicit BaselineService(Domains& domains) : domains_(domains) {}
  grpc::Status Empty(grpc::ServerContext*, const Nothing*, Nothing*) override {
    return grpc::Status::OK;
  }
  grpc::Status EchoRoll(
      grpc::ServerContext*,
      grpc::ServerReaderWriter<v1::ScreenRollRequest, v1::ScreenRollRequest>* stream) override {
    v1::ScreenRollRequest row;
    while (stream->Read(&row)) stream->Write(row);
    return grpc::Status::OK;
  }
  grpc::Status GetCaseUnaudited(grpc::ServerContext*, const v1::GetCaseRequest* request,
                                v1::Case* answer) override {
    test::TestCall call("bench", {v1::CDS_CASE_OFFICER});
    absl::StatusOr<v1::Case> found = domains_.cases.GetCase(call, *request);
    if (!found.ok()) return grpc::Status(grpc::StatusCode::INTERNAL, "");
    *answer = *std::move(found);
    return grpc::Status::OK;
  }

 private:
  Domains& domains_;
};

class RealServer final : public BenchServer {
 public:
  explicit RealServer(int persons) {
    for (int i = 0; i < persons; ++i)
      subjects_.push_back(matching::lab::MakePerson(i + 1, /*version=*/1));
    for (int i = 0; i < kCandidates; ++i) candidates_.push_back(MakeCandidate(i));
    reports_ = {MakeReport("missions/UNMIL"), MakeReport("missions/MONUSCO")};
    MakeRegister();
    Prepare();
  }
  int Serve() override {
    Stop();
    auto server = Server::Start({.config = config_,
                                 .store = register_.store(),
                                 .domains = *domains_,
                                 .clock = clock_,
                                 .log = *log_});
    Must(server.status());
    server_ = *std::move(server);
    return server_->port();
  }
  int ServeBaseline() override {
    Stop();
    int port = 0;
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&*baseline_);
    // A thread that has answered waits for the next call: made anew with each burst, threads cost a
    // fifth of what gRPC takes.
    builder.SetSyncServerOption(grpc::ServerBuilder::MAX_POLLERS, 128);
    baseline_server_ = builder.BuildAndStart();
    return port;
  }
  void AddToken(grpc::ClientContext& context) const override {
    context.AddMetadata("authorization", absl::StrCat("Bearer ", token_));
  }
  const v1::Candidate& CandidateOf(int64_t number) const override {
    return candidates_[number % candidates_.size()];
  }
  const v1::RecordAllegationRequest& ReportOf(int number) const override {
    return reports_[number % reports_.size()];
  }
  const std::string& case_name() const override { return case_name_; }
  int64_t leaves() override { return register_.store().Status()->ledger_leaves; }

 private:
  v1::Candidate MakeCandidate(int64_t number) const {
    std::mt19937_64 random(number);
    v1::Candidate candidate;
    if (number % 100 == 0) {
      const matching::Subject& known = subjects_[number / 100 % subjects_.size()];
      const auto respelt =
          matching::lab::Respell(known.identity, matching::lab::Mistake::kTypo, random);
      SetIdentity(respelt.value_or(known.identity), candidate);
    } else {
      SetIdentity(matching::lab::MakePerson(number, /*version=*/0).identity, candidate);
    }
    while (candidate.names_size() > 1) candidate.mutable_names()->RemoveLast();
    if (candidate.dates_of_birth().empty()) candidate.add_dates_of_birth("1980-05-17");
    return candidate;
  }
  static v1::RecordAllegationRequest MakeReport(const std::string& mission) {
    v1::RecordAllegationRequest request;
    v1::Report& report = *request.mutable_report();
    report.set_mission(mission);
    report.set_channel(v1::HOTLINE);
    *report.mutable_became_aware_time() = ToTimestamp(absl::FromUnixSeconds(1'400'000'000));
    report.set_narrative(
        "A generated report of some length, as reports have: what was seen, when, "
        "by whom, and what was done about it in the first hours after.");
    report.add_misconduct_types("TRANSACTIONAL_SEX");
    v1::ReportedSubject& subject = *report.add_subjects();
    subject.mutable_placeholder()->set_unit("Unit 7");
    subject.set_role(v1::PERPETRATOR);
    subject.set_subcategory("CONTINGENT_MEMBER");
    report.set_fictitious(true);
    return request;
  }
  void MakeRegister() {
    const storage::Caller caller{.viewer = storage::Viewer::System(),
                                 .method = "bench/Fill",
                                 .request_id = "",
                                 .now = absl::Now()};
    Must(register_.store().WriteWindow(caller, [&](storage::WriteTx& tx) -> absl::Status {
      v1::Case made;
      made.set_mission("missions/UNMIL");
      made.set_narrative("The case that is read.");
      PROBITY_ASSIGN_OR_RETURN(*made.mutable_reference(), tx.NextReference(made.mission(), 2014));
      PROBITY_ASSIGN_OR_RETURN(made, tx.cases().Insert(made));
      case_name_ = made.name();
      v1::Allegation allegation;
      allegation.set_case_name(case_name_);
      return tx.allegations().Insert(allegation).status();
    }));
    for (size_t begin = 0; begin < subjects_.size(); begin += kPersonsPerWrite) {
      const size_t end = std::min(subjects_.size(), begin + kPersonsPerWrite);
      Must(register_.store().WriteWindow(caller, [&](storage::WriteTx& tx) {
        return Fill(tx, case_name_, subjects_, begin, end);
      }));
    }
  }

  void Prepare() {
    token_ = rpc::MakeToken(register_.rng());
    config_.server.listen = "127.0.0.1:0";
    config_.principals.push_back({.name = "bench",
                                  .organisation = "organisations/DPO",
                                  .roles = {v1::CDT_OFFICER, v1::CDS_CASE_OFFICER, v1::PD_SCREENER},
                                  .all_missions = true,
                                  .missions = {},
                                  .token_hash = rpc::HashToken(token_)});
    auto log = rpc::JsonLog::Open(register_.folder().File("log"), rpc::LogLevel::kErrors);
    Must(log.status());
    log_ = *std::move(log);
    auto domains = Domains::Make({.store = register_.store(),
                                  .rng = register_.rng(),
                                  .clock = clock_,
                                  .token_key = {},
                                  .digest =
                                      [this](absl::string_view use, absl::string_view content) {
                                        return register_.reg().digester().Digest(use, content);
                                      },
                                  .operation = {},
                                  .version = "bench"});
    Must(domains.status());
    domains_ = *std::move(domains);
    baseline_.emplace(*domains_);
  }
  void Stop() {
    server_.reset();
    baseline_server_.reset();
  }

  std::vector<matching::Subject> subjects_;
  std::vector<v1::Candidate> candidates_;
  std::vector<v1::RecordAllegationRequest> reports_;
  test::TestRegister register_;
  core::SystemClock clock_;
  Config config_;
  std::string token_;
  std::string case_name_;
  std::unique_ptr<rpc::JsonLog> log_;
  std::unique_ptr<Domains> domains_;
  std::unique_ptr<Server> server_;
  std::optional<BaselineService> baseline_;
  std::unique_ptr<grpc::Server> baseline_server_;
};

}  // namespace

std::unique_ptr<BenchServer> BenchServer::Start(int persons) {
  return std::make_unique<RealServer>(persons);
}

}  // namespace probity::bench

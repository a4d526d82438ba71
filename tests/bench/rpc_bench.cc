// The server side by side with gRPC and nothing behind it. Prints ratios.
//   rpc_bench [PERSONS] [SECONDS a measurement] [ONLY, e.g. ScreenRoll]
#include <grpcpp/grpcpp.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <random>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "baseline.grpc.pb.h"
#include "probity/v1/case.grpc.pb.h"
#include "probity/v1/screening.grpc.pb.h"
#include "tests/bench/bench_server.h"
#include "tests/bench/channels.h"
#include "tests/bench/load.h"
#include "tests/bench/overload_bench.h"

namespace {
std::atomic<int64_t> syncs = 0;
}  // namespace

// SQLite's own calls of fdatasync and fsync come here: the executable's symbols win.
extern "C" int fdatasync(int file) {
  ++syncs;
  return static_cast<int>(syscall(SYS_fdatasync, file));
}
extern "C" int fsync(int file) {
  ++syncs;
  return static_cast<int>(syscall(SYS_fsync, file));
}

namespace probity::bench {
namespace {

constexpr int kRollRows = 20'000;

bool Check(const grpc::Status& status) {
  if (!status.ok()) std::fprintf(stderr, "call failed: %d\n", status.error_code());
  return status.ok();
}

Rate EmptyCalls(BenchServer& server, int callers, double seconds) {
  Stubs<Baseline> stubs(server.ServeBaseline(), callers);
  return Measure(callers, seconds, [&](int caller, int) {
    grpc::ClientContext context;
    Nothing answer;
    return Check(stubs.of(caller).Empty(&context, Nothing(), &answer));
  });
}

Rate Screenings(BenchServer& server, int callers, double seconds) {
  Stubs<v1::ScreeningService> stubs(server.Serve(), callers);
  return Measure(callers, seconds, [&](int caller, int n) {
    grpc::ClientContext context;
    server.AddToken(context);
    v1::ScreenCandidateRequest request;
    *request.mutable_candidate() = server.CandidateOf(caller * 1'250 + n);
    request.set_agreement("agreements/DPO-RECRUITMENT");
    request.set_channel(v1::PD_RECRUITMENT);
    request.set_purpose(v1::RECRUITMENT);
    request.set_request_id(absl::StrCat("s-", callers, "-", caller, "-", n));
    v1::Screening answer;
    return Check(stubs.of(caller).ScreenCandidate(&context, request, &answer));
  });
}

Rate Records(BenchServer& server, int callers, double seconds) {
  Stubs<v1::CaseService> stubs(server.Serve(), callers);
  return Measure(callers, seconds, [&](int caller, int n) {
    grpc::ClientContext context;
    server.AddToken(context);
    v1::RecordAllegationRequest request = server.ReportOf(n);
    request.set_request_id(absl::StrCat("r-", callers, "-", caller, "-", n));
    v1::Case answer;
    return Check(stubs.of(caller).RecordAllegation(&context, request, &answer));
  });
}

Rate Reads(BenchServer& server, int callers, double seconds, bool audited) {
  const int port = audited ? server.Serve() : server.ServeBaseline();
  Stubs<v1::CaseService> stubs(port, callers);
  Stubs<Baseline> plain(port, callers);
  v1::GetCaseRequest request;
  request.set_name(server.case_name());
  return Measure(callers, seconds, [&](int caller, int) {
    grpc::ClientContext context;
    v1::Case answer;
    if (!audited) return Check(plain.of(caller).GetCaseUnaudited(&context, request, &answer));
    server.AddToken(context);
    return Check(stubs.of(caller).GetCase(&context, request, &answer));
  });
}

// Rows a second through a stream that is written and read at once.
template <typename Stream, typename Response>
double StreamRows(BenchServer& server, Stream& stream, int rows, const std::string& roll) {
  const auto begin = std::chrono::steady_clock::now();
  std::thread writer([&] {
    for (int row = 1; row <= rows; ++row) {
      v1::ScreenRollRequest request;
      if (row == 1) request.set_roll(roll);
      request.set_row_number(row);
      *request.mutable_candidate() = server.CandidateOf(row);
      if (!stream.Write(request)) break;
    }
    stream.WritesDone();
  });
  Response response;
  int read = 0;
  while (stream.Read(&response)) ++read;
  writer.join();
  const double took =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return Check(stream.Finish()) && read == rows ? rows / took : 0;
}

double RollRows(BenchServer& server) {
  const auto stub = v1::ScreeningService::NewStub(ChannelTo(server.Serve(), 0));
  grpc::ClientContext making;
  server.AddToken(making);
  v1::CreateRollRequest request;
  request.mutable_roll()->set_agreement("agreements/DPO-RECRUITMENT");
  request.mutable_roll()->set_channel(v1::CONTINGENT_ROLL);
  request.mutable_roll()->set_purpose(v1::DEPLOYMENT);
  request.mutable_roll()->set_title("bench");
  request.set_request_id("roll-bench");
  v1::Roll roll;
  if (!Check(stub->CreateRoll(&making, request, &roll))) return 0;
  grpc::ClientContext context;
  server.AddToken(context);
  const auto stream = stub->ScreenRoll(&context);
  return StreamRows<decltype(*stream), v1::ScreenRollResponse>(server, *stream, kRollRows,
                                                               roll.name());
}

double EchoRows(BenchServer& server) {
  const auto stub = Baseline::NewStub(ChannelTo(server.ServeBaseline(), 0));
  grpc::ClientContext context;
  const auto stream = stub->EchoRoll(&context);
  return StreamRows<decltype(*stream), v1::ScreenRollRequest>(server, *stream, kRollRows * 5, "");
}

void Print(const char* what, const Rate& rate) {
  std::printf("  %-44s %9.0f /s   p50 %7.0f us   p99 %8.0f us   processor %5.0f us\n", what,
              rate.per_second, rate.p50_us, rate.p99_us, rate.cpu_us);
}

void BenchScreenCandidate(BenchServer& server, double seconds) {
  for (const int callers : {1, 16}) {
    std::printf("ScreenCandidate, %d caller(s)\n", callers);
    const Rate empty = EmptyCalls(server, callers, seconds);
    const Rate screened = Screenings(server, callers, seconds);
    Print("empty call", empty);
    Print("ScreenCandidate, recorded", screened);
    std::printf("  ratio of times at the median: %.2f (target at 16 callers: at most 4)\n",
                screened.p50_us / empty.p50_us);
  }
}

void BenchScreenRoll(BenchServer& server, double /*seconds*/) {
  std::printf("ScreenRoll\n");
  const double echo = EchoRows(server);
  const double rolled = RollRows(server);
  std::printf("  echo stream %.0f rows/s, ScreenRoll recorded %.0f rows/s: 1/%.1f (target 1/30)\n",
              echo, rolled, echo / rolled);
}

void BenchRecordAllegation(BenchServer& server, double seconds) {
  std::printf("RecordAllegation, 64 callers\n");
  const Rate empty = EmptyCalls(server, 64, seconds);
  const int64_t before = syncs;
  const int64_t leaves = server.leaves();
  const Rate recorded = Records(server, 64, seconds);
  const double per_hundred =
      100.0 * static_cast<double>(syncs - before) / static_cast<double>(server.leaves() - leaves);
  Print("empty call", empty);
  Print("RecordAllegation", recorded);
  std::printf(
      "  rate 1/%.2f of empty calls (target: 1/3); %.1f fsyncs per 100 writes (target: 10)\n",
      empty.per_second / recorded.per_second, per_hundred);
}

void BenchAuditedRead(BenchServer& server, double seconds) {
  std::printf("GetCase, 16 callers\n");
  const Rate unaudited = Reads(server, 16, seconds, false);
  const Rate audited = Reads(server, 16, seconds, true);
  Print("the same read, unaudited", unaudited);
  Print("audited: answered when its leaf is durable", audited);
  std::printf("  ratio of rates %.2f\n", unaudited.per_second / audited.per_second);
}

struct Bench {
  const char* name;
  void (*run)(BenchServer&, double seconds);
};
constexpr Bench kBenches[] = {{"ScreenCandidate", BenchScreenCandidate},
                              {"ScreenRoll", BenchScreenRoll},
                              {"RecordAllegation", BenchRecordAllegation},
                              {"GetCase", BenchAuditedRead},
                              {"Overload", BenchOverload}};

void Run(int persons, double seconds, absl::string_view only) {
  std::printf("register of %d persons with live screening records\n", persons);
  const std::unique_ptr<BenchServer> server = BenchServer::Start(persons);
  for (const Bench& bench : kBenches) {
    if (only.empty() || only == bench.name) bench.run(*server, seconds);
  }
}

}  // namespace
}  // namespace probity::bench

int main(int argc, char** argv) {
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);  // As services/main.cc.
  const int persons = argc > 1 ? std::atoi(argv[1]) : 100'000;
  const double seconds = argc > 2 ? std::atof(argv[2]) : 5;
  probity::bench::Run(persons, seconds, argc > 3 ? argv[3] : "");
}

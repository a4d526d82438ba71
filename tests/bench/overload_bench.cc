#include "tests/bench/overload_bench.h"

#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "grpcpp/generic/generic_stub.h"
#include "probity/v1/case.grpc.pb.h"
#include "tests/bench/channels.h"
#include "tests/bench/load.h"

namespace probity::bench {
namespace {

constexpr auto kBackOff = std::chrono::milliseconds(200);

double ResidentMegabytes() {
  int64_t pages = 0;
  int64_t resident = 0;
  std::ifstream("/proc/self/statm") >> pages >> resident;
  return static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1048576;
}

// Asks for health, one call after the other, until it is told to stop.
class HealthCaller {
 public:
  explicit HealthCaller(int port) : stub_(ChannelTo(port, 999)) {
    thread_ = std::thread([this] {
      while (!stopping_) {
        const auto before = std::chrono::steady_clock::now();
        if (!Check()) ++failed_;
        times_.push_back(
            std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - before)
                .count());
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
      }
    });
  }
  // The longest, in microseconds; negative if one failed.
  double Stop() {
    stopping_ = true;
    thread_.join();
    return failed_ > 0 ? -1 : Quantile(times_, 1);
  }

 private:
  // An empty question is about the whole server.
  bool Check() {
    grpc::ClientContext context;
    grpc::CompletionQueue queue;
    const grpc::Slice empty;
    const grpc::ByteBuffer question(&empty, 1);
    const auto call =
        stub_.PrepareUnaryCall(&context, "/grpc.health.v1.Health/Check", question, &queue);
    call->StartCall();
    grpc::ByteBuffer answer;
    grpc::Status status;
    call->Finish(&answer, &status, this);
    void* tag = nullptr;
    bool ok = false;
    return queue.Next(&tag, &ok) && status.ok();
  }

  grpc::GenericStub stub_;
  std::atomic<bool> stopping_ = false;
  int failed_ = 0;
  std::vector<double> times_;
  std::thread thread_;
};

struct Load {
  std::mutex mutex;
  std::vector<double> admitted_us;
  std::atomic<int64_t> refused = 0;
  std::atomic<int64_t> unexplained = 0;  // Refused without saying when to come again, or failed.
};

// Whoever is refused waits before he comes again.
bool Record(BenchServer& server, v1::CaseService::Stub& stub, const std::string& request_id, int n,
            Load& load) {
  const auto before = std::chrono::steady_clock::now();
  grpc::ClientContext context;
  server.AddToken(context);
  v1::RecordAllegationRequest request = server.ReportOf(n);
  request.set_request_id(request_id);
  v1::Case answer;
  const grpc::Status status = stub.RecordAllegation(&context, request, &answer);
  if (status.ok()) {
    const double took =
        std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - before)
            .count();
    const std::lock_guard lock(load.mutex);
    load.admitted_us.push_back(took);
    return true;
  }
  ++load.refused;
  if (status.error_code() != grpc::StatusCode::RESOURCE_EXHAUSTED ||
      !absl::StrContains(status.error_details(), "google.rpc.RetryInfo")) {
    ++load.unexplained;
  }
  std::this_thread::sleep_for(kBackOff);
  return true;
}

}  // namespace

void BenchOverload(BenchServer& server, double seconds) {
  std::printf("Overload: RecordAllegation by more and more callers of one principal\n");
  const int port = server.Serve();
  for (const int callers : {64, 256, 640}) {
    Stubs<v1::CaseService> stubs(port, callers);
    Load load;
    const double before = ResidentMegabytes();
    HealthCaller health(port);
    Measure(callers, seconds, [&](int caller, int n) {
      return Record(server, stubs.of(caller), absl::StrCat("o-", callers, "-", caller, "-", n), n,
                    load);
    });
    const double longest = health.Stop();
    std::printf(
        "  %3d callers: %6.0f /s recorded, p99 %7.0f us, refused %6.0f /s (%lld without saying "
        "when to come again); health at most %6.0f us; %+.0f MB, callers' own included\n",
        callers, static_cast<double>(load.admitted_us.size()) / seconds,
        Quantile(load.admitted_us, 0.99), static_cast<double>(load.refused) / seconds,
        static_cast<long long>(load.unexplained), longest, ResidentMegabytes() - before);
  }
}

}  // namespace probity::bench

// Sees every call first and every answer last. Says which answers leave a trace in the access log
// before they leave: those of reads, denials, and NOT_FOUND, which may be one; writes left theirs
// in their own transaction.
#ifndef PROBITY_SERVICES_RPC_OBSERVE_H_
#define PROBITY_SERVICES_RPC_OBSERVE_H_

#include <cstdint>
#include <mutex>
#include <optional>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/core/clock.h"
#include "services/rpc/call_log.h"
#include "services/rpc/exchange.h"
#include "storage/store.h"

namespace probity::rpc {

inline constexpr absl::string_view kAnonymous = "anonymous";

// How many denials of unknown callers the access log takes: enough to see an attack, too few to
// fill the disk with one. Thread-safe.
class DenialAllowance {
 public:
  static constexpr int kBurst = 100;
  static constexpr int kPerSecond = 10;

  // Whether this one is logged; counts it if not.
  bool Take(absl::Time now);
  // How many were not, since this was asked last.
  int64_t TakeUnlogged();

 private:
  std::mutex mutex_;
  absl::Time last_ = absl::InfinitePast();
  double tokens_ = kBurst;
  int64_t unlogged_ = 0;
};

class Observer {
 public:
  Observer(core::Clock& clock, CallLog& log) : clock_(clock), log_(log) {}

  // Before all stages: the time of arrival, and which method is called.
  void Arrive(Exchange& exchange);
  // The trace that must be durable before `answer` is given; none if it needs none.
  std::optional<storage::AccessEntry> TraceOf(const Exchange& exchange, const absl::Status& answer);
  // What is answered in the end.
  void Leave(const Exchange& exchange, const absl::Status& answer);

 private:
  core::Clock& clock_;
  CallLog& log_;
  DenialAllowance anonymous_;
};

}  // namespace probity::rpc

#endif  // PROBITY_SERVICES_RPC_OBSERVE_H_

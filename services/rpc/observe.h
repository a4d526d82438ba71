// The outermost stage: sees every call and every answer. Reads and denials leave their trace in the
// access log here, before the answer leaves, and so does NOT_FOUND, which may be one; writes left
// theirs in their own transaction.
#ifndef PROBITY_SERVICES_RPC_OBSERVE_H_
#define PROBITY_SERVICES_RPC_OBSERVE_H_

#include <cstdint>
#include <mutex>

#include "absl/time/time.h"
#include "services/rpc/stages.h"

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

class ObserveStage final : public Stage {
 public:
  ObserveStage(storage::Store& store, core::Clock& clock, CallLog& log)
      : store_(store), clock_(clock), log_(log) {}
  // UNAVAILABLE instead of any answer whose trace could not be made durable.
  absl::Status Run(Exchange& exchange, absl::FunctionRef<absl::Status()> next) override;

 private:
  absl::Status Trace(const Exchange& exchange, const absl::Status& answer);

  storage::Store& store_;
  core::Clock& clock_;
  CallLog& log_;
  DenialAllowance anonymous_;
};

}  // namespace probity::rpc

#endif  // PROBITY_SERVICES_RPC_OBSERVE_H_

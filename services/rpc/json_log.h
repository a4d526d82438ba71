// Log lines as JSON, one object a line, on standard error or into a file.
#ifndef PROBITY_SERVICES_RPC_JSON_LOG_H_
#define PROBITY_SERVICES_RPC_JSON_LOG_H_

#include <atomic>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/rpc/call_log.h"

namespace spdlog {
class async_logger;
class logger;
namespace details {
class thread_pool;
}
namespace sinks {
class sink;
}
}  // namespace spdlog

namespace probity::rpc {

enum class LogLevel { kCalls, kEvents, kErrors };

// Thread-safe. Lines are written by a thread of its own: nobody waits for a slow disk or a pipe
// that is not read. If too many wait, the oldest are dropped, and the next line says how many
// ("lost_lines").
class JsonLog final : public CallLog {
 public:
  // An empty path: standard error. PERMISSION_DENIED if the file cannot be opened.
  static absl::StatusOr<std::unique_ptr<JsonLog>> Open(const std::string& path, LogLevel level);

  // Writes what waits.
  ~JsonLog() override;

  void Write(const CallLine& line) override;

  using Facts = std::initializer_list<std::pair<const char*, absl::string_view>>;
  // Something that happened to the server: {"event": "listening", "address": ...}.
  void Event(absl::string_view event, absl::Time time, Facts facts = {});
  // Written when it returns.
  void Error(absl::string_view event, absl::Time time, Facts facts = {});

 private:
  JsonLog(std::shared_ptr<spdlog::sinks::sink> sink, LogLevel level);

  const std::shared_ptr<spdlog::details::thread_pool> thread_;
  const std::shared_ptr<spdlog::async_logger> lines_;
  const std::unique_ptr<spdlog::logger> errors_;
  const LogLevel level_;
  std::atomic<int64_t> told_lost_ = 0;
};

}  // namespace probity::rpc

#endif  // PROBITY_SERVICES_RPC_JSON_LOG_H_

// Log lines as JSON, one object a line, on standard error or into a file.
#ifndef PROBITY_SERVICES_RPC_JSON_LOG_H_
#define PROBITY_SERVICES_RPC_JSON_LOG_H_

#include <initializer_list>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/rpc/call_log.h"

namespace spdlog {
class logger;
}

namespace probity::rpc {

enum class LogLevel { kCalls, kEvents, kErrors };

// Thread-safe.
class JsonLog final : public CallLog {
 public:
  // An empty path: standard error. PERMISSION_DENIED if the file cannot be opened.
  static absl::StatusOr<std::unique_ptr<JsonLog>> Open(const std::string& path, LogLevel level);

  void Write(const CallLine& line) override;

  using Facts = std::initializer_list<std::pair<const char*, absl::string_view>>;
  // Something that happened to the server: {"event": "listening", "address": ...}.
  void Event(absl::string_view event, absl::Time time, Facts facts = {});
  void Error(absl::string_view event, absl::Time time, Facts facts = {});

 private:
  JsonLog(std::shared_ptr<spdlog::logger> logger, LogLevel level)
      : logger_(std::move(logger)), level_(level) {}

  const std::shared_ptr<spdlog::logger> logger_;
  const LogLevel level_;
};

}  // namespace probity::rpc

#endif  // PROBITY_SERVICES_RPC_JSON_LOG_H_

#include "services/rpc/json_log.h"

#include "nlohmann/json.hpp"
#include "spdlog/logger.h"
#include "spdlog/sinks/basic_file_sink.h"
#include "spdlog/sinks/stdout_sinks.h"

namespace probity::rpc {
namespace {

// Keys stay in the order in which they are set.
using Json = nlohmann::ordered_json;

std::string Text(absl::string_view text) { return std::string(text); }

std::string At(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", time, absl::UTCTimeZone());
}

// Whatever is not UTF-8 is replaced: a log line never fails.
std::string Dump(const Json& line) {
  return line.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json EventLine(const char* level, absl::string_view event, absl::Time time, JsonLog::Facts facts) {
  Json line = {{"time", At(time)}, {"level", level}, {"event", Text(event)}};
  for (const auto& [key, value] : facts) line[key] = Text(value);
  return line;
}

}  // namespace

absl::StatusOr<std::unique_ptr<JsonLog>> JsonLog::Open(const std::string& path, LogLevel level) {
  spdlog::sink_ptr sink;
  if (path.empty()) {
    sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
  } else {
    try {
      sink = std::make_shared<spdlog::sinks::basic_file_sink_mt>(path);
    } catch (const spdlog::spdlog_ex&) {
      return absl::PermissionDeniedError("the log file cannot be opened");
    }
  }
  auto logger = std::make_shared<spdlog::logger>("probityd", std::move(sink));
  logger->set_pattern("%v");
  logger->flush_on(spdlog::level::info);
  return std::unique_ptr<JsonLog>(new JsonLog(std::move(logger), level));
}

void JsonLog::Write(const CallLine& call) {
  if (level_ > LogLevel::kCalls) return;
  Json line = {{"time", At(call.arrived)},
               {"level", "info"},
               {"event", "call"},
               {"method", Text(call.method)},
               {"principal", Text(call.principal)},
               {"code", absl::StatusCodeToString(call.code)}};
  if (!call.reason.empty()) line["reason"] = Text(call.reason);
  line["micros"] = absl::ToInt64Microseconds(call.took);
  if (call.unlogged_denials > 0) line["unlogged_denials"] = call.unlogged_denials;
  logger_->info(Dump(line));
}

void JsonLog::Event(absl::string_view event, absl::Time time, Facts facts) {
  if (level_ > LogLevel::kEvents) return;
  logger_->info(Dump(EventLine("info", event, time, facts)));
}

void JsonLog::Error(absl::string_view event, absl::Time time, Facts facts) {
  logger_->error(Dump(EventLine("error", event, time, facts)));
}

}  // namespace probity::rpc

#include "services/rpc/json_log.h"

#include "nlohmann/json.hpp"
#include "spdlog/async_logger.h"
#include "spdlog/details/thread_pool.h"
#include "spdlog/logger.h"
#include "spdlog/sinks/basic_file_sink.h"
#include "spdlog/sinks/stdout_sinks.h"

namespace probity::rpc {
namespace {

// Keys stay in the order in which they are set.
using Json = nlohmann::ordered_json;

// Lines that wait for whoever takes them; the oldest are dropped then.
constexpr size_t kMostWaiting = 8192;

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
  sink->set_pattern("%v");
  return std::unique_ptr<JsonLog>(new JsonLog(std::move(sink), level));
}

JsonLog::JsonLog(std::shared_ptr<spdlog::sinks::sink> sink, LogLevel level)
    : thread_(std::make_shared<spdlog::details::thread_pool>(kMostWaiting, 1)),
      lines_(std::make_shared<spdlog::async_logger>("probityd", sink, thread_,
                                                    spdlog::async_overflow_policy::overrun_oldest)),
      errors_(std::make_unique<spdlog::logger>("probityd", std::move(sink))),
      level_(level) {
  lines_->flush_on(spdlog::level::info);
  errors_->flush_on(spdlog::level::info);
}

JsonLog::~JsonLog() = default;

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
  const auto lost = static_cast<int64_t>(thread_->overrun_counter());
  int64_t told = told_lost_;
  while (told < lost && !told_lost_.compare_exchange_weak(told, lost)) {
  }
  if (told < lost) line["lost_lines"] = lost - told;
  lines_->info(Dump(line));
}

void JsonLog::Event(absl::string_view event, absl::Time time, Facts facts) {
  if (level_ > LogLevel::kEvents) return;
  lines_->info(Dump(EventLine("info", event, time, facts)));
}

void JsonLog::Error(absl::string_view event, absl::Time time, Facts facts) {
  errors_->error(Dump(EventLine("error", event, time, facts)));
}

}  // namespace probity::rpc

#include "clients/cli/session.h"

#include <utility>

#include "clients/cli/text.h"
#include "clients/cli/view.h"
#include "clients/cpp/token.h"
#include "google/protobuf/util/json_util.h"
#include "proto/support/error.h"
#include "proto/support/status_macros.h"

namespace probity::cli {
namespace {

absl::StatusOr<std::string> Json(const google::protobuf::Message& message, bool lines) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = lines;
  options.preserve_proto_field_names = true;
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(message, &json, options).ok()) {
    return Internal("the answer cannot be written as JSON");
  }
  if (!lines) json += '\n';
  return json;
}

}  // namespace

ExitCode Session::Run(Command& program, const std::vector<std::string>& words) {
  const Command::Choice choice = program.Choose(words, terminal_.out, terminal_.err);
  if (!choice.action) return choice.ends_as;
  const absl::Status status = choice.action(*this);
  terminal_.out.flush();
  if (status.ok()) return done_as_;
  terminal_.err << ErrorText(status);
  return ExitCodeOf(status);
}

absl::StatusOr<client::Connection*> Session::Connect() {
  if (connection_ != nullptr) return connection_.get();
  client::ConnectionOptions options;
  options.address = settings_.server;
  options.token = settings_.token;
  options.deadline = absl::Seconds(settings_.deadline_seconds);
  if (!settings_.token_file.empty()) {
    PROBITY_ASSIGN_OR_RETURN(options.token, client::ReadTokenFile(settings_.token_file));
  } else if (!options.token.empty() && !client::IsToken(options.token)) {
    return InvalidArgument("PROBITY_TOKEN holds no token");
  }
  PROBITY_ASSIGN_OR_RETURN(connection_, client::Connection::Open(std::move(options)));
  return connection_.get();
}

absl::Status Session::Show(const google::protobuf::Message& message, const Table& table) {
  if (settings_.output != Output::kJson) return Show(table);
  PROBITY_ASSIGN_OR_RETURN(const std::string json, Json(message, true));
  terminal_.out << json;
  return absl::OkStatus();
}

absl::Status Session::Show(const Table& table) {
  switch (settings_.output) {
    case Output::kTable:
      terminal_.out << ToText(table);
      break;
    case Output::kCsv:
      terminal_.out << ToCsv(table);
      break;
    case Output::kJson:
      return Show(ToJson(table), table);
  }
  return absl::OkStatus();
}

absl::Status Session::ShowFields(const google::protobuf::Message& message) {
  return Show(message, FieldTable(message));
}

absl::Status Session::ShowLine(const google::protobuf::Message& message) {
  PROBITY_ASSIGN_OR_RETURN(const std::string json, Json(message, false));
  terminal_.out << json;
  return absl::OkStatus();
}

void Session::Note(absl::string_view text) { terminal_.err << Printable(text) << "\n"; }

}  // namespace probity::cli

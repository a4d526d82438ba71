// What every command of the program shares: the server, and how answers are shown.
#ifndef PROBITY_CLIENTS_CLI_SESSION_H_
#define PROBITY_CLIENTS_CLI_SESSION_H_

#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clients/cli/command.h"
#include "clients/cli/exit_code.h"
#include "clients/cli/table.h"
#include "clients/cpp/connection.h"
#include "google/protobuf/message.h"

namespace probity::cli {

enum class Output { kTable, kJson, kCsv };

struct Settings {
  std::string server;
  std::string token;  // From the environment.
  std::string token_file;
  Output output = Output::kTable;
  double deadline_seconds = 30;
};

struct Terminal {
  std::ostream& out;
  std::ostream& err;
  bool err_is_terminal = false;
};

class Session {
 public:
  explicit Session(Terminal terminal) : terminal_(terminal) {}

  // What the words after the program's name ask `program` for. Errors are told on the error output.
  ExitCode Run(Command& program, const std::vector<std::string>& words);

  // The server of the settings; the connection is made with the first call. INVALID_ARGUMENT if the
  // address or the token file is wrong.
  absl::StatusOr<client::Connection*> Connect();

  // One unary call.
  template <typename Service, typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (Service::*method)(grpc::ClientContext*,
                                                                const Request&, Response*),
                                const Request& request) {
    absl::StatusOr<client::Connection*> server = Connect();
    if (!server.ok()) return server.status();
    return (*server)->Call(method, request);
  }

  // All pages of a list as one answer.
  template <typename Service, typename Request, typename Response>
  absl::StatusOr<Response> CallAll(grpc::Status (Service::*method)(grpc::ClientContext*,
                                                                   const Request&, Response*),
                                   Request request) {
    constexpr int kRowsPerPage = 500;
    request.set_page_size(kRowsPerPage);
    Response all;
    do {
      absl::StatusOr<Response> page = Call(method, request);
      if (!page.ok()) return page.status();
      request.set_page_token(page->next_page_token());
      page->clear_next_page_token();
      all.MergeFrom(*page);
    } while (!request.page_token().empty());
    return all;
  }

  // Shows an answer on the standard output: the message as JSON, or the table.
  absl::Status Show(const google::protobuf::Message& message, const Table& table);
  // Shows what is no message of the contract.
  absl::Status Show(const Table& table);
  // One resource, a field a row.
  absl::Status ShowFields(const google::protobuf::Message& message);
  // One message as one line of JSON: for long results.
  absl::Status ShowLine(const google::protobuf::Message& message);
  // A line for people on the error output.
  void Note(absl::string_view text);

  Settings& settings() { return settings_; }
  const Terminal& terminal() const { return terminal_; }
  absl::Time Now() const { return absl::Now(); }

  // How a command ends that was done, and has something to tell: refused rows, a replay that
  // differs.
  void set_done_as(ExitCode code) { done_as_ = code; }

 private:
  Terminal terminal_;
  Settings settings_;
  std::unique_ptr<client::Connection> connection_;
  ExitCode done_as_ = ExitCode::kOk;
};

}  // namespace probity::cli

#endif  // PROBITY_CLIENTS_CLI_SESSION_H_

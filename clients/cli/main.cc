// probity: the command line of the register. README.md has examples and the exit codes.
#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "clients/cli/command.h"
#include "clients/cli/exit_code.h"
#include "clients/cli/nouns.h"
#include "clients/cli/session.h"

namespace probity::cli {
namespace {

constexpr char kFooter[] =
    "Environment: PROBITY_SERVER (as --server), PROBITY_TOKEN (the caller's token).\n"
    "Exit code: 0 done, 2 wrong command line, 3 not found, 4 invalid input (also one row of it),\n"
    "5 not allowed, 6 the register's state forbids it, 7 server unavailable or too slow,\n"
    "8 server error, 9 a replay differs from what was stored.";

const std::map<std::string, Output>& Outputs() {
  static const auto* const kOutputs = new std::map<std::string, Output>{
      {"table", Output::kTable}, {"json", Output::kJson}, {"csv", Output::kCsv}};
  return *kOutputs;
}

void AddSettings(Command& program, Settings& settings) {
  program.Text("--server", settings.server, "unix:/path or host:port on this machine")
      .Environment("PROBITY_SERVER")
      .ShowDefault();
  program.Text("--token-file", settings.token_file,
               "file whose first line is the token; wins over PROBITY_TOKEN");
  program
      .Word(
          "--output",
          [](const std::string& form) {
            return Outputs().contains(absl::AsciiStrToLower(form)) ? ""
                                                                   : "must be table, json or csv";
          },
          [&settings](const std::string& form) {
            settings.output = Outputs().at(absl::AsciiStrToLower(form));
          },
          "table, json or csv")
      .ShowDefault("table");
  program.Number("--deadline", settings.deadline_seconds, "seconds for one call with its tries")
      .Between(0.1, 3600.0)
      .ShowDefault();
}

ExitCode Main(const std::vector<std::string>& words) {
  Session session({.out = std::cout, .err = std::cerr, .err_is_terminal = isatty(2) == 1});
  session.settings().server = "127.0.0.1:7443";
  if (const char* token = std::getenv("PROBITY_TOKEN"); token != nullptr) {
    session.settings().token = token;
  }
  Command program(
      "probity", "Probity: records allegations of misconduct, and screens candidates against them.",
      kFooter, PROBITY_VERSION);
  AddSettings(program, session.settings());
  AddMission(program);
  AddTaxonomy(program);
  AddPerson(program);
  AddCase(program);
  AddScreen(program);
  AddMatch(program);
  AddImport(program);
  AddAdmin(program);
  return session.Run(program, words);
}

}  // namespace
}  // namespace probity::cli

int main(int argc, char** argv) {
  return static_cast<int>(probity::cli::Main({argv + 1, argv + argc}));
}

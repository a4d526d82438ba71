// probity: the command line of the register. README.md has examples and the exit codes.
#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <map>

#include "absl/strings/ascii.h"
#include "clients/cli/exit_code.h"
#include "clients/cli/nouns.h"

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

void AddSettings(CLI::App& app, Settings& settings) {
  app.add_option("--server", settings.server, "unix:/path or host:port on this machine")
      ->envname("PROBITY_SERVER")
      ->capture_default_str();
  app.add_option("--token-file", settings.token_file,
                 "file whose first line is the token; wins over PROBITY_TOKEN");
  app.add_option_function<std::string>(
         "--output",
         [&settings](const std::string& form) {
           settings.output = Outputs().at(absl::AsciiStrToLower(form));
         },
         "table, json or csv")
      ->check(CLI::Validator(
          [](std::string& form) {
            return Outputs().contains(absl::AsciiStrToLower(form))
                       ? std::string()
                       : std::string("must be table, json or csv");
          },
          ""))
      ->type_name("FORM")
      ->option_text("FORM        table (default), json or csv");
  app.add_option("--deadline", settings.deadline_seconds, "seconds for one call with its tries")
      ->check(CLI::Range(0.1, 3600.0))
      ->capture_default_str();
}

int Main(int argc, char** argv) {
  Session session({.out = std::cout, .err = std::cerr, .err_is_terminal = isatty(2) == 1});
  session.settings().server = "127.0.0.1:7443";
  if (const char* token = std::getenv("PROBITY_TOKEN"); token != nullptr) {
    session.settings().token = token;
  }
  CLI::App app("Probity: records allegations of misconduct, and screens candidates against them.",
               "probity");
  app.require_subcommand(1);
  app.fallthrough();
  app.footer(kFooter);
  AddSettings(app, session.settings());
  AddMission(app, session);
  AddTaxonomy(app, session);
  AddPerson(app, session);
  AddCase(app, session);
  AddScreen(app, session);
  AddMatch(app, session);
  AddImport(app, session);
  AddAdmin(app, session);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const bool asked_for_help = app.exit(error) == 0;
    return static_cast<int>(asked_for_help ? ExitCode::kOk : ExitCode::kUsage);
  }
  const absl::Status status = session.Run();
  std::cout.flush();
  if (status.ok()) return static_cast<int>(session.done_as());
  std::cerr << ErrorText(status);
  return static_cast<int>(ExitCodeOf(status));
}

}  // namespace
}  // namespace probity::cli

int main(int argc, char** argv) { return probity::cli::Main(argc, argv); }

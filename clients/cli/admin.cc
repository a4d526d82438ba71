#include <unistd.h>

#include <climits>
#include <memory>

#include "absl/strings/str_cat.h"
#include "clients/cli/nouns.h"
#include "proto/support/error.h"
#include "proto/support/status_macros.h"

namespace probity::cli {
namespace {

constexpr char kExamples[] =
    "  probity admin status\n"
    "  probity admin backup --id before-upgrade\n"
    "  probity admin restore /var/backups/probity/before-upgrade --config "
    "/etc/probity/probityd.toml";

// Of the program beside this one; without a folder if that cannot be told, so that PATH decides.
std::string ServerProgram() {
  char path[PATH_MAX];
  const ssize_t length = readlink("/proc/self/exe", path, sizeof(path));
  if (length <= 0 || length == static_cast<ssize_t>(sizeof(path))) return "probityd";
  const std::string self(path, static_cast<size_t>(length));
  return absl::StrCat(self.substr(0, self.rfind('/')), "/probityd");
}

// Becomes the server program: only it may open the files of a register.
absl::Status Restore(const std::string& config, const std::string& backup) {
  const std::string program = ServerProgram();
  execlp(program.c_str(), "probityd", "--config", config.c_str(), "--restore", backup.c_str(),
         static_cast<char*>(nullptr));
  return InvalidArgument("the server program cannot be started").With("program", program);
}

void AddStatus(CLI::App* noun, Session& session) {
  OnRun(noun->add_subcommand("status", "Shows the register's clock, versions and index"), session,
        [](Session& s) -> absl::Status {
          PROBITY_ASSIGN_OR_RETURN(
              const v1::RegisterStatus status,
              s.Call(&client::Admin::GetRegisterStatus, v1::GetRegisterStatusRequest()));
          return s.ShowFields(status);
        });
}

void AddBackup(CLI::App* noun, Session& session) {
  CLI::App* backup = noun->add_subcommand(
      "backup", "Copies the register, data and keys as a pair, while it runs; checks the copy");
  const auto id = std::make_shared<std::string>();
  backup->add_option("--id", *id, "name of the new folder; default: made from the time");
  OnRun(backup, session, [id](Session& s) -> absl::Status {
    // Copying takes as long as it takes; the contract lets it have an hour.
    constexpr double kHour = 3600;
    s.settings().deadline_seconds = kHour;
    v1::CreateBackupRequest request;
    request.set_backup_id(*id);
    PROBITY_ASSIGN_OR_RETURN(const v1::Backup made, s.Call(&client::Admin::CreateBackup, request));
    return s.ShowFields(made);
  });
}

void AddRestore(CLI::App* noun, Session& session) {
  struct Flags {
    std::string backup, config;
  };
  CLI::App* restore = noun->add_subcommand(
      "restore",
      "Puts a backup in the place of a register whose server is stopped. Runs\n"
      "probityd --restore, because only the server opens the files");
  const auto flags = std::make_shared<Flags>();
  restore->add_option("backup", flags->backup, "folder of the backup")
      ->required()
      ->check(CLI::ExistingDirectory);
  restore->add_option("--config", flags->config, "the server's configuration")
      ->required()
      ->check(CLI::ExistingFile);
  OnRun(restore, session,
        [flags](Session&) -> absl::Status { return Restore(flags->config, flags->backup); });
}

}  // namespace

void AddAdmin(CLI::App& app, Session& session) {
  CLI::App* noun = AddNoun(app, "admin", "Operation of the register", kExamples);
  AddStatus(noun, session);
  AddBackup(noun, session);
  AddRestore(noun, session);
}

}  // namespace probity::cli

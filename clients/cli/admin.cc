#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <climits>

#include "absl/strings/str_cat.h"
#include "clients/cli/nouns.h"
#include "clients/cli/session.h"
#include "clients/cpp/admin_service.h"
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

// How probityd ended (services/main.cc), which has said more about it.
absl::Status StatusOfServer(int ended) {
  constexpr int kNoRegister = 66;
  constexpr int kBadConfig = 78;
  constexpr int kCannot = 1;
  constexpr int kInUse = 73;
  switch (WIFEXITED(ended) ? WEXITSTATUS(ended) : -1) {
    case 0:
      return absl::OkStatus();
    case kNoRegister:
      return ErrorBuilder(absl::StatusCode::kNotFound, "there is no such backup");
    case kBadConfig:
      return InvalidArgument("the server's configuration is wrong");
    case kCannot:
    case kInUse:
      return FailedPrecondition("the backup cannot be restored there");
    default:
      return Internal("the server program failed");
  }
}

// By the server program: only it may open the files of a register.
absl::Status Restore(std::string config, std::string backup) {
  std::string program = ServerProgram();
  std::string options[] = {"--config", "--restore"};
  char* const arguments[] = {program.data(),    options[0].data(), config.data(),
                             options[1].data(), backup.data(),     nullptr};
  pid_t child = 0;
  if (posix_spawnp(&child, program.c_str(), nullptr, nullptr, arguments, environ) != 0) {
    return InvalidArgument("the server program cannot be started").With("program", program);
  }
  int ended = 0;
  while (waitpid(child, &ended, 0) < 0 && errno == EINTR) {
  }
  return StatusOfServer(ended);
}

void AddStatus(Command& noun) {
  noun.Verb("status", "Shows the register's clock, versions and index")
      .OnRun([](Session& s) -> absl::Status {
        PROBITY_ASSIGN_OR_RETURN(
            const v1::RegisterStatus status,
            s.Call(&client::Admin::GetRegisterStatus, v1::GetRegisterStatusRequest()));
        return s.ShowFields(status);
      });
}

void AddBackup(Command& noun) {
  Command& backup = noun.Verb(
      "backup", "Copies the register, data and keys as a pair, while it runs; checks the copy");
  auto& id = backup.Keep<std::string>();
  backup.Text("--id", id, "name of the new folder; default: made from the time");
  backup.OnRun([&id](Session& s) -> absl::Status {
    // Copying takes as long as it takes; the contract lets it have an hour.
    constexpr double kHour = 3600;
    s.settings().deadline_seconds = kHour;
    v1::CreateBackupRequest request;
    request.set_backup_id(id);
    PROBITY_ASSIGN_OR_RETURN(const v1::Backup made, s.Call(&client::Admin::CreateBackup, request));
    return s.ShowFields(made);
  });
}

void AddRestore(Command& noun) {
  struct Flags {
    std::string backup, config;
  };
  Command& restore =
      noun.Verb("restore",
                "Puts a backup in the place of a register whose server is stopped. Runs\n"
                "probityd --restore, because only the server opens the files");
  auto& flags = restore.Keep<Flags>();
  restore.Text("backup", flags.backup, "folder of the backup").Required().ExistingFolder();
  restore.Text("--config", flags.config, "the server's configuration").Required().ExistingFile();
  restore.OnRun([&flags](Session&) -> absl::Status { return Restore(flags.config, flags.backup); });
}

}  // namespace

void AddAdmin(Command& program) {
  Command& noun = program.Noun("admin", "Operation of the register", kExamples);
  AddStatus(noun);
  AddBackup(noun);
  AddRestore(noun);
}

}  // namespace probity::cli

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/cli/enums.h"
#include "clients/cli/nouns.h"
#include "clients/cli/progress.h"
#include "clients/cli/session.h"
#include "clients/cpp/admin_service.h"
#include "clients/cpp/exchange.h"
#include "proto/support/error.h"
#include "proto/support/status_macros.h"

namespace probity::cli {
namespace {

constexpr char kExamples[] =
    "  probity admin status\n"
    "  probity admin backup --id before-upgrade\n"
    "  probity admin restore /var/backups/probity/before-upgrade --config "
    "/etc/probity/probityd.toml\n"
    "  probity admin migrate sqlite postgresql";

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

constexpr const char* kPhases[] = {"",          "copying", "verifying", "comparing answers",
                                   "finishing", "moved"};

// Shows each phase as a line that is written over.
class ShownPhases {
 public:
  explicit ShownPhases(Session& session) : session_(session) {}
  void Show(const v1::MigrateRegisterResponse& told) {
    if (told.phase() != last_.phase() && v1::MigrateRegisterResponse::Phase_IsValid(told.phase())) {
      progress_.reset();
      progress_.emplace(session_.terminal().err, session_.terminal().err_is_terminal,
                        kPhases[told.phase()], told.total_leaves(),
                        [this] { return session_.Now(); });
    }
    if (progress_.has_value()) progress_->Update(told.leaves());
    last_ = told;
  }
  const v1::MigrateRegisterResponse& last() const { return last_; }

 private:
  Session& session_;
  v1::MigrateRegisterResponse last_;
  std::optional<Progress> progress_;
};

absl::Status Migrate(Session& session, const v1::MigrateRegisterRequest& request) {
  PROBITY_ASSIGN_OR_RETURN(client::Connection* const server, session.Connect());
  // As long as the contract lets it take.
  const auto context = server->NewContext(session.Now() + absl::Hours(24));
  client::Admin service(server->channel());
  const auto stream = service.MigrateRegister(context.get());
  bool sent = false;
  ShownPhases shown(session);
  const absl::Status ended =
      client::Exchange<v1::MigrateRegisterRequest, v1::MigrateRegisterResponse>(
          *stream,
          [&](v1::MigrateRegisterRequest& next) {
            next = request;
            return !std::exchange(sent, true);
          },
          [&](v1::MigrateRegisterResponse& told) { shown.Show(told); });
  // After that word nothing else counts: the server has nothing left to say it from.
  if (shown.last().phase() == v1::MigrateRegisterResponse::MOVED) {
    return session.ShowFields(shown.last());
  }
  if (!ended.ok()) return ended;
  return Internal("the server does not say that the register was moved");
}

void AddMigrate(Command& noun) {
  struct Flags {
    std::string from, to;
  };
  Command& migrate =
      noun.Verb("migrate",
                "Moves the whole register from one engine to another while it is read; what\n"
                "was stopped goes on. The server then ends: set register.engine, and start it");
  auto& flags = migrate.Keep<Flags>();
  const std::string engines = EnumChoices(*v1::Engine_descriptor());
  migrate.Text("from", flags.from, engines).Required();
  migrate.Text("to", flags.to, engines).Required();
  migrate.OnRun([&flags](Session& s) -> absl::Status {
    v1::MigrateRegisterRequest request;
    for (const auto& [text, set] : {std::pair(&flags.from, &v1::MigrateRegisterRequest::set_from),
                                    std::pair(&flags.to, &v1::MigrateRegisterRequest::set_to)}) {
      const std::optional<int> engine = ParseEnum(*v1::Engine_descriptor(), *text);
      if (!engine.has_value()) {
        return InvalidArgument("there is no such engine").With("engine", *text);
      }
      (request.*set)(static_cast<v1::Engine>(*engine));
    }
    return Migrate(s, request);
  });
}

}  // namespace

void AddAdmin(Command& program) {
  Command& noun = program.Noun("admin", "Operation of the register", kExamples);
  AddStatus(noun);
  AddBackup(noun);
  AddRestore(noun);
  AddMigrate(noun);
}

}  // namespace probity::cli

// probityd: the server.
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "google/protobuf/stubs/logging.h"
#include "proto/support/error.h"
#include "services/config/config.h"
#include "services/core/clock.h"
#include "services/rpc/json_log.h"
#include "services/rpc/static_tokens.h"
#include "services/server/domains.h"
#include "services/server/server.h"
#include "services/site/migrate.h"
#include "services/site/site.h"
#include "storage/moving/hand_over.h"
#include "storage/sealing/key_store.h"
#include "storage/sealing/system_rng.h"

namespace probity {
namespace {

// sysexits.h, where it has a number for it.
enum ExitCode : int {
  kDone = 0,
  kCannot = 1,
  kWrongUse = 64,
  kNoRegister = 66,
  kStopped = 70,
  kInUse = 73,
  kBadConfig = 78,
};

struct Options {
  std::string config;
  bool init = false;
  bool development = false;
  std::string restore;
  bool begin_epoch = false;
  std::string print_token;
  std::string organisation = "organisations/UN";
  std::vector<std::string> roles;
  std::vector<std::string> missions;
};

int Fail(ExitCode code, absl::string_view what) {
  std::cerr << "probityd: " << std::string(what) << "\n";
  return code;
}

// "what: key = path": the path, by the key of the configuration that named it.
std::string At(absl::string_view what, absl::string_view key, absl::string_view path) {
  return absl::StrCat(what, ": ", key, " = ", path);
}

// Of the register to another engine.
enum class Move {
  kNone,
  kRunning,
  kDone,       // There is nothing left to serve.
  kUndecided,  // Whether there is shows at the next start.
};

int FailToOpen(const absl::Status& status) {
  const absl::string_view what = status.message();
  if (absl::IsNotFound(status)) return Fail(kNoRegister, what);
  if (absl::IsUnimplemented(status)) return Fail(kWrongUse, what);
  const bool in_use = ReasonOf(status) == v1::ERROR_REASON_REGISTER_IN_USE;
  return Fail(in_use ? kInUse : kCannot, what);
}

// No core file, no debugger of the same user: keys are in this memory.
void Harden() {
  prctl(PR_SET_DUMPABLE, 0);
  const rlimit none = {.rlim_cur = 0, .rlim_max = 0};
  setrlimit(RLIMIT_CORE, &none);
  umask(0077);
}

// The first line is the token, for its holder; the rest is for the configuration.
int PrintToken(const Options& options) {
  sealing::SystemRng rng;
  const std::string token = rpc::MakeToken(rng);
  const auto block = PrincipalBlock({.name = options.print_token,
                                     .organisation = options.organisation,
                                     .roles = options.roles,
                                     .missions = options.missions,
                                     .token_hash = rpc::HashToken(token)});
  if (!block.ok()) return Fail(kWrongUse, block.status().message());
  std::cout << token << "\n\n" << *block;
  return kDone;
}

core::SealedTokens::Key TokenKey(sealing::Keyring& keyring) {
  const sealing::SecretKey& secret = keyring.ForRegister(sealing::Purpose::kTokens);
  core::SealedTokens::Key key;
  std::copy_n(secret.data(), key.size(), key.begin());
  return key;
}

rpc::LogLevel LevelOf(Config::Log::Level level) {
  switch (level) {
    case Config::Log::Level::kCalls:
      return rpc::LogLevel::kCalls;
    case Config::Log::Level::kEvents:
      return rpc::LogLevel::kEvents;
    case Config::Log::Level::kErrors:
      return rpc::LogLevel::kErrors;
  }
  return rpc::LogLevel::kCalls;
}

// Whoever waits for the file finds it whole.
bool WritePortFile(const std::string& path, int port) {
  const std::string partial = path + ".partial";
  std::ofstream(partial) << port << "\n";
  return std::rename(partial.c_str(), path.c_str()) == 0;
}

class EndSignals {
 public:
  // Before any other thread is made, so that all of them leave the signals to this one.
  EndSignals() {
    sigemptyset(&set_);
    sigaddset(&set_, SIGTERM);
    sigaddset(&set_, SIGINT);
    pthread_sigmask(SIG_BLOCK, &set_, nullptr);
    signal(SIGPIPE, SIG_IGN);
  }
  // The signal, or 0 after a tenth of a second without one.
  int Wait() const {
    const timespec tick = {.tv_sec = 0, .tv_nsec = 100'000'000};
    return std::max(0, sigtimedwait(&set_, nullptr, &tick));
  }

 private:
  sigset_t set_;
};

// A second signal ends the process at once: every acknowledged write is durable without us.
void Drain(Server& server, const Config::Server& config, const EndSignals& signals) {
  std::atomic<bool> done = false;
  std::thread drain([&] {
    server.StopServing();
    absl::SleepFor(absl::Seconds(config.drain_notice_seconds));
    server.Drain(absl::Seconds(config.drain_seconds));
    done = true;
  });
  while (!done) {
    if (const int signal = signals.Wait(); signal != 0) std::_Exit(128 + signal);
  }
  drain.join();
}

int Serve(const Config& config) {
  const EndSignals signals;
  // Debian's library looks for cycles at each lock of gRPC's, under one lock for all.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  core::SystemClock clock;
  sealing::SystemRng rng;
  auto log = rpc::JsonLog::Open(config.log.file, LevelOf(config.log.level));
  if (!log.ok()) return Fail(kCannot, At(log.status().message(), "log.file", config.log.file));
  auto reg = OpenRegister(config.reg, PROBITY_VERSION, rng);
  if (!reg.ok()) return FailToOpen(reg.status());
  (*log)->Event("opened", clock.Now(),
                {{"engine", (*reg)->engine_description()},
                 {"checked", (*reg)->recovered() ? "the last process did not close it" : "no"}});
  storage::Store& store = (*reg)->store();
  std::atomic<Move> move = Move::kNone;
  const auto migrate = [&](v1::Engine from, v1::Engine to, auto told) {
    move = Move::kRunning;
    const absl::Status status = MigrateRegister(config.reg, **reg, from, to, rng, told);
    move = status.ok() ? Move::kDone : moving::IsUndecided(status) ? Move::kUndecided : Move::kNone;
    return status;
  };
  auto domains =
      Domains::Make({.store = store,
                     .rng = rng,
                     .clock = clock,
                     .token_key = TokenKey((*reg)->keyring()),
                     .digest =
                         [&reg](absl::string_view use, absl::string_view content) {
                           return (*reg)->digester().Digest(use, content);
                         },
                     .operation = {.backup_folder = config.reg.backups, .migrate = migrate},
                     .version = PROBITY_VERSION,
                     .freshness = {.bound = absl::Seconds(config.reg.index_bound_seconds)}});
  if (!domains.ok()) return Fail(kCannot, domains.status().message());
  auto server = Server::Start(
      {.config = config, .store = store, .domains = **domains, .clock = clock, .log = **log});
  if (!server.ok()) return Fail(kCannot, server.status().message());
  const std::string port = absl::StrCat((*server)->port());
  if (!config.server.port_file.empty() &&
      !WritePortFile(config.server.port_file, (*server)->port())) {
    return Fail(kCannot,
                At("the port file cannot be written", "server.port_file", config.server.port_file));
  }
  (*log)->Event("listening", clock.Now(),
                {{"address", config.server.listen}, {"port", port}, {"version", PROBITY_VERSION}});
  bool fresh = true;  // As the log and the health service know it.
  while (move != Move::kDone && signals.Wait() == 0) {
    const absl::Status followed = (*domains)->follower().last();
    // What was followed is not what is there: nothing that is answered here can be believed. But a
    // move ends the register's history itself, before it is done. (Asked after `followed`.)
    const bool lost = absl::IsDataLoss(followed) && move == Move::kNone;
    if (move == Move::kDone) break;
    const bool undecided = move == Move::kUndecided;
    if (store.stopped() || lost || undecided) {
      (*server)->Drain(absl::Seconds(1));
      (*log)->Error(undecided         ? "move_undecided"
                    : store.stopped() ? "store_stopped"
                                      : "register_lost",
                    clock.Now());
      // Nothing is written any more, not even at the end of the process.
      std::_Exit(kStopped);
    }
    if (fresh != (*domains)->index.fresh()) {
      // Screening answers UNAVAILABLE until the index has caught up; casework goes on.
      fresh = !fresh;
      if (fresh) {
        (*log)->Event("index_fresh", clock.Now());
      } else {
        (*log)->Error("index_stale", clock.Now(),
                      {{"reason", v1::ErrorReason_Name(ReasonOf(followed))}});
      }
      (*server)->ServeScreening(fresh);
    }
  }
  if (move == Move::kDone) (*log)->Event("moved", clock.Now());
  (*log)->Event("draining", clock.Now());
  Drain(**server, config.server, signals);
  (*log)->Event("stopped", clock.Now());
  return kDone;
}

int Init(const Options& options, const Config& config) {
  sealing::SystemRng rng;
  const absl::Status made = CreateRegister(config.reg, options.development, rng);
  if (!made.ok()) return FailToOpen(made);
  std::cout << (options.development ? "made a register for development\n" : "made a register\n");
  return kDone;
}

int Restore(const Options& options, const Config& config) {
  sealing::SystemRng rng;
  const absl::Status restored = RestoreRegister(options.restore, config.reg, rng);
  if (!restored.ok()) return FailToOpen(restored);
  std::cout << "restored\n";
  return kDone;
}

int NewEpoch(const Config& config) {
  sealing::SystemRng rng;
  const absl::Status begun = BeginEpoch(config.reg, rng);
  if (!begun.ok()) return FailToOpen(begun);
  std::cout << "began an epoch\n";
  return kDone;
}

int Run(const Options& options) {
  if (!options.print_token.empty()) return PrintToken(options);
  // Library texts may quote input; ours go to the log.
  google::protobuf::SetLogHandler(nullptr);
  Harden();
  const auto config = ReadConfig(options.config);
  if (!config.ok()) return Fail(kBadConfig, config.status().message());
  if (options.init) return Init(options, *config);
  if (!options.restore.empty()) return Restore(options, *config);
  if (options.begin_epoch) return NewEpoch(*config);
  return Serve(*config);
}

}  // namespace
}  // namespace probity

int main(int argc, char** argv) {
  probity::Options options;
  CLI::App app("The register of misconduct and its screening service.", "probityd");
  app.set_version_flag("--version", PROBITY_VERSION);
  auto* config = app.add_option("--config", options.config, "the configuration file");
  auto* init = app.add_flag("--init", options.init, "make a register where the configuration says");
  init->needs(config);
  app.add_flag("--development", options.development,
               "with --init: static tokens will work on it, for ever")
      ->needs(init);
  auto* restore =
      app.add_option("--restore", options.restore,
                     "put this backup where the configuration says; no register may be there")
          ->needs(config)
          ->excludes(init);
  app.add_flag(
         "--begin-epoch", options.begin_epoch,
         "after other tools have put a copy back: what the copy lacks is never taken for what "
         "comes next; or after a move that has not ended and whose other place is lost")
      ->needs(config)
      ->excludes(init)
      ->excludes(restore);
  auto* token =
      app.add_option("--print-token", options.print_token,
                     "make a token for this principal, and its part of the configuration");
  token->excludes(config);
  app.add_option("--organisation", options.organisation,
                 "with --print-token: whose principal it is, organisations/CODE")
      ->capture_default_str()
      ->needs(token);
  app.add_option(
         "--role", options.roles,
         "with --print-token: a role, as CDT_OFFICER (proto/probity/v1/roles.proto); may be "
         "given again")
      ->needs(token);
  app.add_option("--mission", options.missions,
                 "with --print-token: whose cases and persons it sees, missions/CODE, or '*' for "
                 "all; may be given again; default: of none")
      ->needs(token);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? probity::kDone : probity::kWrongUse;
  }
  if (options.config.empty() && options.print_token.empty()) {
    std::cerr << app.help();
    return probity::kWrongUse;
  }
  return probity::Run(options);
}

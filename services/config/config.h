// The server's configuration, read from a TOML file. Every key, with its default, stands in
// deploy/probityd.example.toml.
#ifndef PROBITY_SERVICES_CONFIG_CONFIG_H_
#define PROBITY_SERVICES_CONFIG_CONFIG_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "probity/v1/roles.pb.h"

namespace probity {

struct Config {
  struct Server {
    // "127.0.0.1:PORT", "[::1]:PORT" or "unix:/PATH"; port 0: one that the system
    // chooses.
    std::string listen = "127.0.0.1:7443";
    // Written with the port, once the server listens. Empty: none.
    std::string port_file;
    bool reflection = false;
    // Of calls that read or search; each stream has one besides.
    int max_threads = 128;
    int max_streams = 32;
    int max_streams_per_principal = 8;
    int stream_idle_seconds = 120;
    // Between "not serving" and the end of new calls, so that balancers notice.
    int drain_notice_seconds = 5;
    // For calls that are open then.
    int drain_seconds = 20;
  };
  // Where the two halves of a register are.
  struct Places {
    std::string data;
    std::string keys;
  };
  enum class Engine { kSqlite, kPostgresql };
  struct Register {
    Engine engine = Engine::kSqlite;
    std::string root_key;
    // New backups are made below this folder. Empty: none can be made.
    std::string backups;
    int readers = 4;
    int64_t instance = 1;
    // Of a register that other servers write to: the longest that their writes may be missing in
    // this one's answers to screenings.
    int index_bound_seconds = 5;
    Places sqlite;      // Files.
    Places postgresql;  // What libpq takes, words or a URI. With a password, perhaps: never shown.
  };
  struct Log {
    std::string file;  // Empty: standard error.
    enum class Level { kCalls, kEvents, kErrors };
    Level level = Level::kCalls;
  };
  struct Principal {
    std::string name;
    std::string organisation;
    std::vector<v1::Role> roles;
    bool all_missions = false;
    std::vector<std::string> missions;
    std::string token_hash;
  };

  Server server;
  Register reg;
  Log log;
  std::vector<Principal> principals;
};

// INVALID_ARGUMENT with "file:line: what" for anything that the example does not have, a value of
// the wrong type or out of its range, or a place of the register that is missing.
absl::StatusOr<Config> ParseConfig(absl::string_view text, absl::string_view file);

// NOT_FOUND if the file cannot be read; else as ParseConfig.
absl::StatusOr<Config> ReadConfig(const std::string& file);

// What somebody types about a principal.
struct PrincipalText {
  std::string name;
  std::string organisation;
  std::vector<std::string> roles;
  std::vector<std::string> missions;
  std::string token_hash;
};

// The block of a configuration file that names the principal. INVALID_ARGUMENT for one that
// ParseConfig would refuse.
absl::StatusOr<std::string> PrincipalBlock(const PrincipalText& principal);

}  // namespace probity

#endif  // PROBITY_SERVICES_CONFIG_CONFIG_H_

#include "services/config/config.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "proto/support/resource_name.h"
#include "services/config/config_table.h"

namespace probity {
namespace {

// Plaintext binds to loopback or a Unix socket only: whoever can reach the port can read what
// passes.
bool IsLocal(absl::string_view listen) {
  if (absl::ConsumePrefix(&listen, "unix:")) return absl::StartsWith(listen, "/");
  const bool loopback =
      absl::ConsumePrefix(&listen, "127.0.0.1:") || absl::ConsumePrefix(&listen, "[::1]:");
  int port = -1;
  return loopback && absl::SimpleAtoi(listen, &port) && port >= 0 && port <= 65535;
}

Config::Server ReadServer(const toml::table& toml, ConfigErrors& errors) {
  ConfigTable table(toml, errors);
  Config::Server server;
  server.listen = table.Text("listen", server.listen);
  if (!IsLocal(server.listen)) {
    errors.Add(
        table.Where("listen"),
        "listen is 127.0.0.1:PORT, [::1]:PORT or unix:/PATH: without certificates the server "
        "listens nowhere else");
  }
  server.port_file = table.Text("port_file");
  server.reflection = table.Flag("reflection", server.reflection);
  table.SetNumber("max_threads", 4, 4096, server.max_threads);
  table.SetNumber("max_streams", 1, 1024, server.max_streams);
  table.SetNumber("max_streams_per_principal", 1, 1024, server.max_streams_per_principal);
  table.SetNumber("stream_idle_seconds", 1, 3600, server.stream_idle_seconds);
  table.SetNumber("drain_notice_seconds", 0, 300, server.drain_notice_seconds);
  table.SetNumber("drain_seconds", 0, 3600, server.drain_seconds);
  table.Finish();
  return server;
}

// The section of an engine: needed of the one in use, whole if it is there.
Config::Places ReadPlaces(ConfigTable& root, const char* engine, bool in_use,
                          ConfigErrors& errors) {
  const toml::table& toml = root.Table(engine);
  Config::Places places;
  if (toml.empty()) {
    if (in_use) {
      errors.Add(root.Where("register"),
                 absl::StrCat("the register is on ", engine, ", but [", engine, "] is missing"));
    }
    return places;
  }
  ConfigTable table(toml, errors);
  places.data = table.NeededText("data");
  places.keys = table.NeededText("keys");
  if (places.data == places.keys) errors.Add(table.Where("keys"), "data and keys are two places");
  table.Finish();
  return places;
}

Config::Register ReadRegister(const toml::table& toml, ConfigErrors& errors) {
  ConfigTable table(toml, errors);
  Config::Register reg;
  const std::string engine = table.Text("engine", "sqlite");
  if (engine == "postgresql") {
    reg.engine = Config::Engine::kPostgresql;
  } else if (engine != "sqlite") {
    errors.Add(table.Where("engine"), "engine is sqlite or postgresql");
  }
  reg.root_key = table.NeededText("root_key");
  reg.backups = table.Text("backups");
  table.SetNumber("readers", 1, 64, reg.readers);
  reg.instance = table.Number("instance", 1, 1'000'000, reg.instance);
  table.SetNumber("index_bound_seconds", 1, 300, reg.index_bound_seconds);
  table.Finish();
  return reg;
}

Config::Log ReadLog(const toml::table& toml, ConfigErrors& errors) {
  ConfigTable table(toml, errors);
  Config::Log log;
  log.file = table.Text("file");
  const std::string level = table.Text("level", "calls");
  if (level == "events") {
    log.level = Config::Log::Level::kEvents;
  } else if (level == "errors") {
    log.level = Config::Log::Level::kErrors;
  } else if (level != "calls") {
    errors.Add(table.Where("level"), "level is calls, events or errors");
  }
  table.Finish();
  return log;
}

bool IsTokenHash(absl::string_view text) {
  return text.size() == 64 && std::all_of(text.begin(), text.end(),
                                          [](unsigned char c) { return absl::ascii_isxdigit(c); });
}

Config::Principal ReadPrincipal(const toml::table& toml, ConfigErrors& errors) {
  ConfigTable table(toml, errors);
  Config::Principal principal;
  principal.name = table.NeededText("name");
  if (principal.name == "system" || principal.name == "anonymous") {
    errors.Add(table.Where("name"), "the server itself uses this name");
  }
  principal.organisation = table.NeededText("organisation");
  if (!ParseCodeName("organisations", principal.organisation).ok()) {
    errors.Add(table.Where("organisation"), "an organisation is written organisations/CODE");
  }
  for (const std::string& name : table.Texts("roles")) {
    v1::Role role = v1::ROLE_UNSPECIFIED;
    if (v1::Role_Parse(name, &role) && role != v1::ROLE_UNSPECIFIED) {
      principal.roles.push_back(role);
    } else {
      errors.Add(table.Where("roles"), absl::StrCat("there is no role ", name));
    }
  }
  if (principal.roles.empty()) errors.Add(table.Where("roles"), "roles is missing");
  for (std::string& mission : table.Texts("missions")) {
    if (mission == "*") {
      principal.all_missions = true;
    } else if (ParseCodeName("missions", mission).ok()) {
      principal.missions.push_back(std::move(mission));
    } else {
      errors.Add(table.Where("missions"),
                 "a mission is written missions/CODE; \"*\" is all of them");
    }
  }
  principal.token_hash = table.NeededText("token_hash");
  if (!IsTokenHash(principal.token_hash)) {
    errors.Add(table.Where("token_hash"),
               "a token's hash is 64 hexadecimal digits: probityd --print-token makes one");
  }
  table.Finish();
  return principal;
}

}  // namespace

absl::StatusOr<Config> ParseConfig(absl::string_view text, absl::string_view file) {
  ConfigErrors errors(file);
  const toml::parse_result parsed =
      toml::parse(std::string_view(text.data(), text.size()), std::string(file));
  if (!parsed) {
    const std::string_view what = parsed.error().description();
    errors.Add(parsed.error().source(), absl::string_view(what.data(), what.size()));
    return errors.first();
  }
  ConfigTable root(parsed.table(), errors);
  Config config;
  config.server = ReadServer(root.Table("server"), errors);
  config.reg = ReadRegister(root.Table("register"), errors);
  const bool on_sqlite = config.reg.engine == Config::Engine::kSqlite;
  config.reg.sqlite = ReadPlaces(root, "sqlite", on_sqlite, errors);
  config.reg.postgresql = ReadPlaces(root, "postgresql", !on_sqlite, errors);
  config.log = ReadLog(root.Table("log"), errors);
  std::set<std::string> names;
  std::set<std::string> tokens;
  for (const toml::table* table : root.Tables("principal")) {
    config.principals.push_back(ReadPrincipal(*table, errors));
    if (!names.insert(config.principals.back().name).second) {
      errors.Add(table->source(), "two principals have the same name");
    }
    if (!tokens.insert(absl::AsciiStrToLower(config.principals.back().token_hash)).second) {
      errors.Add(table->source(), "two principals have the same token");
    }
  }
  root.Finish();
  if (!errors.first().ok()) return errors.first();
  return config;
}

absl::StatusOr<std::string> PrincipalBlock(const PrincipalText& principal) {
  const auto array = [](const std::vector<std::string>& texts) {
    toml::array values;
    for (const std::string& text : texts) values.push_back(text);
    return values;
  };
  const toml::table block{{"name", principal.name},
                          {"organisation", principal.organisation},
                          {"roles", array(principal.roles)},
                          {"missions", array(principal.missions)},
                          {"token_hash", principal.token_hash}};
  std::ostringstream text;
  text << toml::default_formatter(toml::table{{"principal", toml::array{block}}},
                                  toml::format_flags::none)
       << "\n";
  // As the server will read it.
  const toml::parse_result parsed = toml::parse(text.str());
  ConfigErrors errors("principal");
  if (!parsed) return absl::InvalidArgumentError("the name is not a text");
  ConfigTable root(parsed.table(), errors);
  for (const toml::table* table : root.Tables("principal")) ReadPrincipal(*table, errors);
  if (!errors.first().ok()) return errors.first();
  return text.str();
}

absl::StatusOr<Config> ReadConfig(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  stream.peek();  // A folder can be opened, but not read.
  if (!stream.is_open() || stream.bad())
    return absl::NotFoundError(absl::StrCat(file, ": the file cannot be read"));
  const std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  return ParseConfig(text, file);
}

}  // namespace probity

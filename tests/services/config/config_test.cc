#include "services/config/config.h"

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace probity {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::StartsWith;

constexpr char kLeast[] = R"([sqlite]
data = "d"
keys = "k"
[register]
root_key = "r"
)";
constexpr char kPrincipal[] = R"(
[[principal]]
name = "amina"
organisation = "organisations/UN"
roles = ["CDT_OFFICER"]
missions = ["missions/UNMIL"]
token_hash = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
)";

constexpr char kHash[] = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

std::string Example() {
  std::ifstream file("deploy/probityd.example.toml");
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::string ErrorOf(absl::string_view text) {
  return std::string(ParseConfig(text, "c.toml").status().message());
}

void ExpectDefaults(const Config& config) {
  const Config defaults;
  EXPECT_EQ(config.server.listen, defaults.server.listen);
  EXPECT_EQ(config.server.port_file, defaults.server.port_file);
  EXPECT_EQ(config.server.reflection, defaults.server.reflection);
  EXPECT_EQ(config.server.max_threads, defaults.server.max_threads);
  EXPECT_EQ(config.server.max_streams, defaults.server.max_streams);
  EXPECT_EQ(config.server.max_streams_per_principal, defaults.server.max_streams_per_principal);
  EXPECT_EQ(config.server.stream_idle_seconds, defaults.server.stream_idle_seconds);
  EXPECT_EQ(config.server.drain_notice_seconds, defaults.server.drain_notice_seconds);
  EXPECT_EQ(config.server.drain_seconds, defaults.server.drain_seconds);
  EXPECT_EQ(config.reg.backups, defaults.reg.backups);
  EXPECT_EQ(config.reg.readers, defaults.reg.readers);
  EXPECT_EQ(config.reg.instance, defaults.reg.instance);
  EXPECT_EQ(config.reg.index_bound_seconds, defaults.reg.index_bound_seconds);
  EXPECT_EQ(config.log.file, defaults.log.file);
  EXPECT_EQ(config.log.level, defaults.log.level);
}

// "#key = value" becomes "key = value".
std::string WithEveryKey(absl::string_view example) {
  std::vector<std::string> lines = absl::StrSplit(example, '\n');
  for (std::string& line : lines) {
    const size_t end = line.find_first_not_of("abcdefghijklmnopqrstuvwxyz_", 1);
    if (end == std::string::npos || end == 1 || line[0] != '#') continue;
    if (absl::StartsWith(absl::string_view(line).substr(end), " = ")) line.erase(0, 1);
  }
  return absl::StrJoin(lines, "\n");
}

TEST(Config, FilesOfTheRegisterAreEnough) {
  const auto config = ParseConfig(kLeast, "c.toml");
  ASSERT_TRUE(config.ok()) << config.status();
  EXPECT_EQ(config->reg.sqlite.data, "d");
  EXPECT_EQ(config->reg.sqlite.keys, "k");
  EXPECT_THAT(config->principals, IsEmpty());
  ExpectDefaults(*config);
}

TEST(Config, ExampleShowsTheDefaults) {
  const auto as_it_is = ParseConfig(Example(), "example");
  ASSERT_TRUE(as_it_is.ok()) << as_it_is.status();
  ExpectDefaults(*as_it_is);
  // Every "#key = value" taken in gives the same.
  const std::string all = WithEveryKey(Example());
  ASSERT_NE(all, Example());
  const auto config = ParseConfig(all, "example");
  ASSERT_TRUE(config.ok()) << config.status();
  ExpectDefaults(*config);
}

TEST(Config, PrincipalIsReadWhole) {
  const auto config = ParseConfig(absl::StrCat(kLeast, kPrincipal), "c.toml");
  ASSERT_TRUE(config.ok()) << config.status();
  ASSERT_EQ(config->principals.size(), 1u);
  const Config::Principal& principal = config->principals[0];
  EXPECT_EQ(principal.name, "amina");
  EXPECT_EQ(principal.organisation, "organisations/UN");
  EXPECT_THAT(principal.roles, ElementsAre(v1::CDT_OFFICER));
  EXPECT_THAT(principal.missions, ElementsAre("missions/UNMIL"));
  EXPECT_FALSE(principal.all_missions);
}

TEST(Config, StarIsAllMissions) {
  const auto config = ParseConfig(
      absl::StrReplaceAll(absl::StrCat(kLeast, kPrincipal), {{"missions/UNMIL", "*"}}), "c.toml");
  ASSERT_TRUE(config.ok()) << config.status();
  EXPECT_TRUE(config->principals[0].all_missions);
}

TEST(Config, RegisterIsNeeded) {
  EXPECT_THAT(ErrorOf(""), StartsWith("c.toml:"));
  EXPECT_EQ(ErrorOf("[register]\nroot_key = \"r\"\n"),
            "c.toml:1: the register is on sqlite, but [sqlite] is missing");
  EXPECT_EQ(ErrorOf("[register]\nroot_key = \"r\"\n[sqlite]\nkeys = \"k\"\n"),
            "c.toml:3: data is missing");
  EXPECT_EQ(ErrorOf("[register]\nroot_key = \"r\"\n[sqlite]\ndata = \"\"\nkeys = \"k\"\n"),
            "c.toml:4: data is missing");
}

TEST(Config, OneKeyMovesTheRegisterToItsOtherEngine) {
  const std::string both =
      absl::StrCat("[postgresql]\ndata = \"dbname=d\"\nkeys = \"dbname=k\"\n", kLeast);
  const auto on_sqlite = ParseConfig(both, "c.toml");
  ASSERT_TRUE(on_sqlite.ok()) << on_sqlite.status();
  EXPECT_EQ(on_sqlite->reg.engine, Config::Engine::kSqlite);
  const auto moved = ParseConfig(absl::StrCat(both, "engine = \"postgresql\"\n"), "c.toml");
  ASSERT_TRUE(moved.ok()) << moved.status();
  EXPECT_EQ(moved->reg.engine, Config::Engine::kPostgresql);
  EXPECT_EQ(moved->reg.postgresql.data, "dbname=d");
  EXPECT_EQ(moved->reg.postgresql.keys, "dbname=k");
  EXPECT_EQ(moved->reg.sqlite.data, "d");
}

TEST(Config, EngineNeedsItsSection) {
  EXPECT_EQ(ErrorOf(absl::StrCat(kLeast, "engine = \"postgresql\"\n")),
            "c.toml:4: the register is on postgresql, but [postgresql] is missing");
  EXPECT_EQ(ErrorOf(absl::StrCat(kLeast, "engine = \"oracle\"\n")),
            "c.toml:6: engine is sqlite or postgresql");
}

struct Wrong {
  const char* more;
  const char* error;
};
class WrongConfig : public testing::TestWithParam<Wrong> {};
TEST_P(WrongConfig, IsRefusedWithItsLine) {
  EXPECT_THAT(ErrorOf(absl::StrCat(kLeast, GetParam().more)), StartsWith(GetParam().error));
}
INSTANTIATE_TEST_SUITE_P(
    Config, WrongConfig,
    testing::Values(
        Wrong{"colour = 1\n", "c.toml:6: there is no key colour"},
        Wrong{"[sever]\n", "c.toml:6: there is no key sever"},
        Wrong{"readers = \"four\"\n", "c.toml:6: readers is a number from 1 to 64"},
        Wrong{"readers = 0\n", "c.toml:6: readers is a number from 1 to 64"},
        Wrong{"backups = 7\n", "c.toml:6: backups is a text"},
        Wrong{"[server]\n\nreflection = 1\n", "c.toml:8: reflection is true or false"},
        Wrong{"[server]\nlisten = \"0.0.0.0:7443\"\n", "c.toml:7: listen is 127.0.0.1:PORT"},
        Wrong{"[server]\nlisten = \"127.0.0.1:70000\"\n", "c.toml:7: listen is 127.0.0.1:PORT"},
        Wrong{"[server]\nlisten = \"unix:relative\"\n", "c.toml:7: listen is 127.0.0.1:PORT"},
        Wrong{"[log]\nlevel = \"loud\"\n", "c.toml:7: level is calls, events or errors"},
        Wrong{"[log\n", "c.toml:6:"}, Wrong{"log = 1\n", "c.toml:6:"},
        Wrong{"[[principal]]\nname = \"system\"\n", "c.toml:7: the server itself uses this name"},
        Wrong{"[[principal]]\nname = \"a\"\norganisation = \"UN\"\n",
              "c.toml:8: an organisation is written"},
        Wrong{"[[principal]]\nname = \"a\"\norganisation = \"organisations/UN\"\nroles = "
              "[\"KING\"]\n",
              "c.toml:9: there is no role KING"},
        Wrong{"[[principal]]\nname = \"a\"\norganisation = \"organisations/UN\"\nroles = [1]\n",
              "c.toml:9: roles is a list of texts"},
        Wrong{"[principal]\nname = \"a\"\n", "c.toml:6: principal is written as [[principal]]"}));

TEST(Config, TwoPrincipalsOfOneNameAreRefused) {
  EXPECT_EQ(ErrorOf(absl::StrCat(kLeast, kPrincipal, kPrincipal)),
            "c.toml:14: two principals have the same name");
}

TEST(Config, ATokenIsOnePrincipalsAndItsHashIsOne) {
  const std::string other = absl::StrReplaceAll(kPrincipal, {{"amina", "bo"}});
  EXPECT_EQ(ErrorOf(absl::StrCat(kLeast, kPrincipal, other)),
            "c.toml:14: two principals have the same token");
  EXPECT_EQ(ErrorOf(absl::StrCat(kLeast, absl::StrReplaceAll(kPrincipal, {{"cdef", "cdeg"}}))),
            "c.toml:12: a token's hash is 64 hexadecimal digits: probityd --print-token makes one");
}

TEST(Config, DataAndKeysAreTwoPlaces) {
  EXPECT_EQ(ErrorOf(absl::StrReplaceAll(kLeast, {{"keys = \"k\"", "keys = \"d\""}})),
            "c.toml:3: data and keys are two places");
}

TEST(Config, LoopbackAndUnixSocketsAreLocal) {
  for (const char* listen : {"127.0.0.1:0", "[::1]:7443", "unix:/run/p.sock"}) {
    EXPECT_EQ(ErrorOf(absl::StrCat(kLeast, "[server]\nlisten = \"", listen, "\"\n")), "");
  }
}

TEST(Config, FileThatIsNotThereIsNotFound) {
  EXPECT_EQ(ReadConfig("no/such/file.toml").status().code(), absl::StatusCode::kNotFound);
}

TEST(PrincipalBlock, IsReadBackAsItWasGiven) {
  const auto block = PrincipalBlock({.name = "Ng'ang'a \"Jo\"\n[server]\\",
                                     .organisation = "organisations/UN",
                                     .roles = {"CDT_OFFICER", "CDT_CHIEF"},
                                     .missions = {"missions/UNMIL"},
                                     .token_hash = kHash});
  ASSERT_TRUE(block.ok()) << block.status();
  const auto config = ParseConfig(absl::StrCat(kLeast, *block), "c.toml");
  ASSERT_TRUE(config.ok()) << config.status();
  ASSERT_EQ(config->principals.size(), 1u);
  EXPECT_EQ(config->principals[0].name, "Ng'ang'a \"Jo\"\n[server]\\");
  EXPECT_THAT(config->principals[0].roles, ElementsAre(v1::CDT_OFFICER, v1::CDT_CHIEF));
  EXPECT_THAT(config->principals[0].missions, ElementsAre("missions/UNMIL"));
}

TEST(PrincipalBlock, WhatTheServerWouldRefuseIsRefused) {
  const PrincipalText good = {.name = "amina",
                              .organisation = "organisations/UN",
                              .roles = {"CDT_OFFICER"},
                              .missions = {"*"},
                              .token_hash = kHash};
  ASSERT_TRUE(PrincipalBlock(good).ok());
  PrincipalText wrong = good;
  wrong.missions = {"UNMIL"};
  EXPECT_FALSE(PrincipalBlock(wrong).ok());
  wrong = good;
  wrong.roles = {"COOK"};
  EXPECT_FALSE(PrincipalBlock(wrong).ok());
  wrong = good;
  wrong.name = "system";
  EXPECT_FALSE(PrincipalBlock(wrong).ok());
}

}  // namespace
}  // namespace probity

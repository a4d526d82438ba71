#include "tests/layering/layering.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "tests/support/temp_folder.h"

namespace probity::layering {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;

// Tests run in the repository root (probity_test).
std::string Read(const char* path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

Rules OurRules() {
  absl::StatusOr<Rules> rules = Rules::Parse(Read("tests/layering/allowed.txt"));
  EXPECT_TRUE(rules.ok() && !rules->rows().empty()) << rules.status();
  rules->AllowBareErrors(Read("tests/layering/bare_errors.txt"));
  return *std::move(rules);
}

TEST(Layering, ThisTreeKeepsTheRules) { EXPECT_THAT(Breaches(".", OurRules()), IsEmpty()); }

TEST(Layering, NoGrantIsUnused) { EXPECT_THAT(UnusedGrants(".", OurRules()), IsEmpty()); }

TEST(Layering, EveryNameInTheTableIsARowAHeaderOrALibrary) {
  const Rules rules = OurRules();
  for (const auto& [row, allowed] : rules.rows()) {
    for (const std::string& name : allowed) {
      EXPECT_TRUE(name == "*" || name == "grpc" || name == "protobuf" || name == "sqlite3" ||
                  name == "libpq" || name == "absl_synchronization" ||
                  rules.rows().contains(name) || fs::exists(name))
          << row << " may include " << name << ", which does not exist";
    }
  }
}

TEST(Layering, WhoMayMakeABareErrorExists) {
  const Rules rules = OurRules();
  for (const std::string& file : rules.bare_errors()) EXPECT_TRUE(fs::exists(file)) << file;
}

TEST(Layering, ATableWithTwoRowsForOneFolderIsRefused) {
  EXPECT_FALSE(Rules::Parse("proto\nstorage proto\nproto storage\n").ok());
}

TEST(Layering, EveryPackageHasARowInTheReadmesTable) {
  const std::string readme = Read("README.md");
  const std::string packages = Read("deploy/packages.txt");
  std::set<std::string> named;
  for (const absl::string_view line : absl::StrSplit(readme, '\n')) {
    const std::vector<absl::string_view> cells = absl::StrSplit(line, '|');
    if (cells.size() < 3) continue;
    for (const absl::string_view name : absl::StrSplit(cells[1], ',')) {
      named.emplace(absl::StripAsciiWhitespace(name));
    }
  }
  for (const absl::string_view line : absl::StrSplit(packages, '\n')) {
    const std::string name(line.substr(0, line.find_first_of(" #")));
    EXPECT_TRUE(name.empty() || named.contains(name)) << name;
  }
}

// A tree of our own making; each test puts one wrong thing into it.
class BadTree : public testing::Test {
 protected:
  void Put(const std::string& path, const std::string& content) {
    const fs::path folder = (root_ / path).parent_path();
    fs::create_directories(folder);
    std::ofstream(root_ / path) << content;
    if (readmes_) std::ofstream(folder / "README.md") << "what this is\n";
  }
  std::vector<std::string> Found() { return Breaches(root_, OurRules()); }

  const test::TempFolder folder_;
  const fs::path root_ = folder_.path();
  bool readmes_ = true;
};

TEST_F(BadTree, EachForbiddenDirectionIsFound) {
  const struct {
    const char* path;
    const char* included;
  } kForbidden[] = {
      {"proto/support/a.cc", "storage/store.h"},
      {"proto/support/a.cc", "grpcpp/grpcpp.h"},
      {"storage/a.cc", "storage/sql/session.h"},
      {"storage/a.cc", "services/core/call.h"},
      {"storage/a.cc", "sqlite3.h"},
      {"storage/sqlite/a.cc", "libpq-fe.h"},
      {"storage/sqlite/a.cc", "storage/postgres/pg_engine.h"},
      {"storage/sql/a.cc", "storage/sqlite/engine.h"},
      {"storage/ledger/a.cc", "storage/sql/register.h"},
      {"storage/sealing/a.cc", "storage/ledger/leaf.h"},
      {"storage/sqlite/a.cc", "absl/synchronization/mutex.h"},
      {"storage/sql/embed/a.cc", "storage/store.h"},
      {"services/core/a.cc", "services/cases/handlers.h"},
      {"services/core/a.cc", "grpcpp/server.h"},
      {"services/matching/a.cc", "google/protobuf/message.h"},
      {"services/matching/a.cc", "probity/v1/person.pb.h"},
      {"services/matching/a.cc", "storage/store.h"},
      {"services/matching/a.cc", "services/core/call.h"},
      {"services/cases/a.cc", "services/persons/handlers.h"},
      {"services/cases/a.cc", "services/matching/score.h"},
      {"services/cases/a.cc", "services/rpc/server.h"},
      {"services/cases/a.cc", "probity/v1/case.grpc.pb.h"},
      {"services/cases/a.cc", "storage/sql/session.h"},
      {"services/screening/a.cc", "storage/sqlite/engine.h"},
      {"services/rpc/a.cc", "storage/sqlite/engine.h"},
      {"services/rpc/a.cc", "storage/sql/register.h"},
      {"services/rpc/a.cc", "services/matching/score.h"},
      {"clients/cli/a.cc", "services/core/call.h"},
      {"clients/cpp/a.cc", "storage/store.h"},
      {"clients/cpp/a.cc", "clients/cli/main.h"},
  };
  for (const auto& [path, included] : kForbidden) {
    Put(path, std::string("#include \"") + included + "\"\n");
    EXPECT_THAT(Found(), ElementsAre(std::string(path) + ": may not include " + included));
    fs::remove(root_ / path);
  }
}

TEST_F(BadTree, AngleBracketsAndBlanksHideNothing) {
  Put("services/cases/a.cc", "  #  include  <grpcpp/server.h>\n");
  EXPECT_THAT(Found(), ElementsAre("services/cases/a.cc: may not include grpcpp/server.h"));
}

TEST_F(BadTree, WhatIsAllowedIsNotFound) {
  Put("services/cases/a.cc",
      "#include <string>\n#include \"absl/status/status.h\"\n#include \"probity/v1/case.pb.h\"\n"
      "#include \"services/core/call.h\"\n#include \"storage/store.h\"\n");
  Put("services/main.cc", "#include \"storage/sqlite/engine.h\"\n#include <grpcpp/server.h>\n");
  Put("services/matching/a.cc", "#include \"services/matching/tables/names.h\"\n");
  EXPECT_THAT(Found(), IsEmpty());
}

TEST_F(BadTree, AFolderWithoutARowIsFound) {
  Put("services/gossip/a.cc", "int x;\n");
  EXPECT_THAT(Found(), ElementsAre("services/gossip/a.cc: no row of allowed.txt covers it"));
}

TEST_F(BadTree, AFolderOfCodeWithoutAReadmeIsFoundButNotAMirrorUnderTests) {
  readmes_ = false;
  Put("services/cases/a.cc", "int x;\n");
  Put("services/cases/golden/a.sql", "-- a\n");
  Put("tests/services/cases/a.cc", "int x;\n");
  EXPECT_THAT(Found(), ElementsAre("services/cases: has no README.md"));
}

TEST_F(BadTree, AnIncludeFromTheOwnFolderIsFound) {
  Put("services/cases/b.h",
      "#ifndef PROBITY_SERVICES_CASES_B_H_\n#define PROBITY_SERVICES_CASES_B_H_\n#endif\n");
  Put("services/cases/a.cc", "#include \"b.h\"\n");
  EXPECT_THAT(Found(),
              ElementsAre("services/cases/a.cc: includes b.h not from the repository root"));
}

TEST_F(BadTree, AWrongIncludeGuardIsFound) {
  const std::string what = "storage/a.h: the include guard must be PROBITY_STORAGE_A_H_";
  Put("storage/a.h", "#ifndef PROBITY_A_H_\n#define PROBITY_A_H_\n#endif\n");
  EXPECT_THAT(Found(), ElementsAre(what));
  Put("storage/a.h", "#ifndef PROBITY_STORAGE_A_H_\n#define PROBITY_STORAGE_B_H_\n#endif\n");
  EXPECT_THAT(Found(), ElementsAre(what));
  Put("storage/a.h", "#pragma once\n");
  EXPECT_THAT(Found(), ElementsAre(what));
}

TEST_F(BadTree, AnErrorWithoutAReasonIsFound) {
  const std::string what =
      "storage/a.cc: makes an error without a reason; see proto/support/error.h";
  Put("storage/a.cc", "absl::Status F() { return absl::UnavailableError(\"gone\"); }\n");
  EXPECT_THAT(Found(), ElementsAre(what));
  Put("storage/a.cc", "bool F(absl::Status s) { return FileError(s) || absl::IsNotFound(s); }\n");
  EXPECT_THAT(Found(), IsEmpty());
  Put("services/config/config.cc", "auto x = absl::NotFoundError(\"file\");\n");
  EXPECT_THAT(Found(), IsEmpty()) << "read at start, and told to the operator alone";
}

TEST_F(BadTree, AFilePast400LinesIsFound) {
  for (const char* path :
       {"storage/a.cc", "proto/probity/v1/a.proto", "tests/a.py", "tests/a.sh"}) {
    Put(path, std::string(400, '\n'));
    EXPECT_THAT(Found(), IsEmpty()) << path;
    Put(path, std::string(401, '\n'));
    EXPECT_THAT(Found(), ElementsAre(std::string(path) + ": 401 lines; split it"));
    fs::remove(root_ / path);
  }
}

}  // namespace
}  // namespace probity::layering

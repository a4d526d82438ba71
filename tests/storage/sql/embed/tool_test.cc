// The tool as the build calls it: what it refuses ends with file:line on its error stream.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "tests/support/temp_folder.h"

namespace probity::embed {
namespace {

namespace fs = std::filesystem;

class Tool : public testing::Test {
 protected:
  void Put(const std::string& path, const std::string& content) {
    fs::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path) << content;
  }

  struct Outcome {
    int exit_code;
    std::string output;
  };
  Outcome Run(const std::string& arguments) {
    const std::string command =
        "cd " + root_.string() + " && " PROBITY_EMBED " " + arguments + " 2>&1";
    FILE* pipe = popen(command.c_str(), "r");
    std::string output;
    for (int c = fgetc(pipe); c != EOF; c = fgetc(pipe)) output += static_cast<char>(c);
    return {WEXITSTATUS(pclose(pipe)), output};
  }

  const test::TempFolder folder_;
  const fs::path root_ = folder_.path();
};

TEST_F(Tool, RefusesAWrongStatementWithFileAndLine) {
  Put("sql/a.sql", "-- name: a\nSELECT 1\n");
  const Outcome outcome = Run("statements . out/a.sql.h probity h.h - sql/a.sql");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_EQ(outcome.output, "sql/a.sql:1: 'a' does not end with a semicolon\n");
  EXPECT_FALSE(fs::exists(root_ / "out"));
}

TEST_F(Tool, RefusesAWrongFragment) {
  Put("sql/a.sql", "-- name: a\nSELECT 1;\n");
  Put("sql/fragments.sql", "-- fragment: v(c)\n$c.x = 1 AND\n{{gone $c}};\n");
  const Outcome outcome = Run("statements . o.h probity h.h sql/fragments.sql sql/a.sql");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_EQ(outcome.output, "sql/fragments.sql:3: there is no macro 'gone'\n");
}

TEST_F(Tool, RefusesWhatItCannotRead) {
  EXPECT_EQ(Run("statements . o.h probity h.h - none.sql").exit_code, 1);
  EXPECT_EQ(Run("files . o.h o.cc probity::kFiles none.bin").exit_code, 1);
  Put("empty.sql", "-- nothing\n");
  EXPECT_EQ(Run("statements . o.h probity h.h - empty.sql").exit_code, 1);
}

TEST_F(Tool, RefusesTwoFilesOfOneName) {
  Put("a/x.bin", "1");
  Put("b/x.bin", "2");
  const Outcome outcome = Run("files . o.h o.cc probity::kFiles a/x.bin b/x.bin");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_EQ(outcome.output, "b/x.bin:0: two files have this name\n");
}

TEST_F(Tool, RefusesWrongArguments) { EXPECT_EQ(Run("statements .").exit_code, 2); }

}  // namespace
}  // namespace probity::embed

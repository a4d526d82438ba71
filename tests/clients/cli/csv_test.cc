#include "clients/cli/csv.h"

#include <sstream>

#include "absl/strings/str_cat.h"
#include "clients/cpp/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proto/support/error.h"
#include "tests/support/status_matchers.h"

namespace probity::cli {
namespace {

using test::Fails;
using testing::ElementsAre;

using Records = std::vector<std::vector<std::string>>;

struct ReadAll {
  absl::Status status;  // Of the header.
  Records records;
  std::vector<int64_t> lines;
  std::vector<int64_t> bad;  // Lines of the records that are none.
};

ReadAll Read(const std::string& text, char separator = ',',
             const std::vector<std::string>& required = {}) {
  std::istringstream file(text);
  ReadAll all;
  absl::StatusOr<CsvReader> reader = CsvReader::Open(file, separator, required);
  if (!reader.ok()) return {reader.status(), {}, {}, {}};
  for (auto record = reader->Next(); record.has_value(); record = reader->Next()) {
    if (!record->status.ok()) {
      EXPECT_EQ(ReasonOf(record->status), v1::ERROR_REASON_INVALID_CSV);
      EXPECT_EQ(client::FactsOf(record->status)["line"], absl::StrCat(record->line));
      all.bad.push_back(record->line);
      continue;
    }
    all.records.push_back(record->fields);
    all.lines.push_back(record->line);
  }
  return all;
}

auto BrokenCsv() { return Fails(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_INVALID_CSV); }

TEST(CsvReader, ReadsQuotesSeparatorsAndLinesInsideAField) {
  const ReadAll all = Read("a,b\n1,\"x, \"\"y\"\"\"\n2,\"two\nlines\"\n3,\n");
  EXPECT_EQ(all.status, absl::OkStatus());
  EXPECT_EQ(all.records, (Records{{"1", "x, \"y\""}, {"2", "two\nlines"}, {"3", ""}}));
  EXPECT_THAT(all.lines, ElementsAre(2, 3, 5));
}

TEST(CsvReader, TakesByteOrderMarkCrlfCommentsAndAMissingLastNewline) {
  const ReadAll all = Read("\xef\xbb\xbf# generated\r\na;b\r\n\r\n1;2\r\n#;4", ';', {"a", "b"});
  EXPECT_EQ(all.status, absl::OkStatus());
  EXPECT_EQ(all.records, (Records{{"1", "2"}, {"#", "4"}}));
  EXPECT_THAT(all.lines, ElementsAre(4, 5));
}

TEST(CsvReader, FindsFieldsByTitle) {
  std::istringstream file("a,b\n1\n");
  const auto reader = CsvReader::Open(file, ',', {"a"});
  ASSERT_THAT(reader, test::IsOk());
  EXPECT_EQ(reader->Field({.line = 2, .fields = {"1"}}, "a"), "1");
  EXPECT_EQ(reader->Field({.line = 2, .fields = {"1"}}, "b"), "");
  EXPECT_EQ(reader->Field({.line = 2, .fields = {"1"}}, "c"), "");
}

TEST(CsvReader, RefusesAHeaderThatCannotServe) {
  EXPECT_THAT(Read("").status, BrokenCsv());
  EXPECT_THAT(Read("a,a\n").status, BrokenCsv());
  EXPECT_THAT(Read("a,b\n", ',', {"row_no"}).status, BrokenCsv());
  const absl::Status separator = Read("row_no;name\n1;x\n", ',', {"row_no"}).status;
  EXPECT_THAT(separator, BrokenCsv());
  EXPECT_THAT(separator.message(), testing::HasSubstr("separator"));
}

TEST(CsvReader, AStrayQuoteCostsOneLine) {
  const ReadAll all = Read("a,b\n\"x\"y,1\nfine,2\n\"open,3\nfine,4\nfine,5\n");
  EXPECT_EQ(all.records, (Records{{"fine", "2"}, {"fine", "4"}, {"fine", "5"}}));
  EXPECT_THAT(all.lines, ElementsAre(3, 5, 6));
  EXPECT_THAT(all.bad, ElementsAre(2, 4));
}

TEST(CsvReader, AnOpenQuoteThatMeetsAnotherOneCostsItsOwnLine) {
  const ReadAll all = Read("a,b\n\"open,1\n\"whole\",2\n");
  EXPECT_EQ(all.records, (Records{{"whole", "2"}}));
  EXPECT_THAT(all.bad, ElementsAre(2));
}

TEST(CsvReader, HoldsABoundedRecordWhateverComes) {
  const std::string wide(CsvReader::kMaxRecordBytes + 1, 'x');
  const ReadAll all = Read("a\n" + wide + "\nfine\n");
  EXPECT_THAT(all.bad, ElementsAre(2));
  EXPECT_EQ(all.records, (Records{{"fine"}}));
  std::string lines = "a\n\"";
  for (size_t i = 0; i < CsvReader::kMaxRecordBytes; ++i) lines += "\n";
  EXPECT_THAT(Read(lines + "fine\n").bad, ElementsAre(2));
}

}  // namespace
}  // namespace probity::cli

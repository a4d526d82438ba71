#include "services/imports/csv_reader.h"

#include <algorithm>
#include <ostream>
#include <random>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace probity::imports {

void PrintTo(const CsvRecord& record, std::ostream* out) {
  *out << "line " << record.line << ": " << absl::StrJoin(record.fields, "|");
}
void PrintTo(const CsvError& error, std::ostream* out) {
  *out << "line " << error.line << ": " << Describe(error.code) << " " << error.column;
}

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr size_t kCap = 64 * 1024;

std::vector<CsvItem> ReadInChunks(absl::string_view file, size_t chunk, CsvOptions options = {}) {
  CsvReader reader(std::move(options));
  std::vector<CsvItem> all;
  const auto take = [&all](std::vector<CsvItem> items) {
    std::move(items.begin(), items.end(), std::back_inserter(all));
  };
  for (size_t i = 0; i < file.size(); i += chunk) take(reader.Feed(file.substr(i, chunk)));
  take(reader.Finish());
  return all;
}

// Reads the file whole and in pieces of several sizes, which must not make a difference.
std::vector<CsvItem> Read(absl::string_view file, const CsvOptions& options = {}) {
  const std::vector<CsvItem> all = ReadInChunks(file, file.size() + 1, options);
  for (const size_t chunk : {1, 2, 3, 7, 4096}) {
    EXPECT_EQ(ReadInChunks(file, chunk, options), all) << "in pieces of " << chunk;
  }
  return all;
}

CsvItem Record(int64_t line, std::vector<std::string> fields) {
  return CsvRecord{.line = line, .fields = std::move(fields)};
}
CsvItem Error(int64_t line, CsvErrorCode code, std::string column = "", char separator = 0) {
  return CsvError{
      .line = line, .code = code, .column = std::move(column), .likely_separator = separator};
}
CsvOptions Columns(std::vector<CsvColumn> columns) { return {.columns = std::move(columns)}; }

TEST(CsvReader, RecordsCarryTheirLines) {
  EXPECT_THAT(Read("a,b\n1,2\n3,4\n"), ElementsAre(Record(2, {"1", "2"}), Record(3, {"3", "4"})));
}

TEST(CsvReader, LastLineNeedsNoNewline) {
  EXPECT_THAT(Read("a,b\n1,2"), ElementsAre(Record(2, {"1", "2"})));
  EXPECT_THAT(Read("a,b\n1,\"2\""), ElementsAre(Record(2, {"1", "2"})));
}

TEST(CsvReader, CarriageReturnsByteOrderMarkCommentsAndBlankLinesAreNoData) {
  EXPECT_THAT(Read("\xEF\xBB\xBF# note, \"quoted\r\na,b\r\n1,2\r\n\r\n\"3\",\"4\"\r\n#5,6\r\n"),
              ElementsAre(Record(3, {"1", "2"}), Record(5, {"3", "4"}), Record(6, {"#5", "6"})));
}

TEST(CsvReader, QuotedFieldsHoldSeparatorsQuotesAndNewlines) {
  EXPECT_THAT(Read("a,b\n\"x,y\",\"say \"\"no\"\"\"\n\"two\r\nlines\n\n\",\n\"\",z\n"),
              ElementsAre(Record(2, {"x,y", "say \"no\""}), Record(3, {"two\r\nlines\n\n", ""}),
                          Record(7, {"", "z"})));
}

TEST(CsvReader, ColumnsComeInTheOrderAskedFor) {
  EXPECT_THAT(
      Read("a, b ,c\n1,2,3\n", Columns({{"c"}, {"x", false}, {"b"}})),
      ElementsAre(CsvItem(CsvError{.line = 1, .code = CsvErrorCode::kUnknownColumn, .place = 1})));
  EXPECT_THAT(
      Read("a, b ,c\n1,2,3\n", {.columns = {{"c"}, {"x", false}, {"b"}}, .ignored = {"a", "z"}}),
      ElementsAre(Record(2, {"3", "", "2"})));
}

TEST(CsvReader, LinesThatEndWithACarriageReturnAloneAreNoHeader) {
  EXPECT_THAT(Read("a,b\r1,2\r3,4\r"), ElementsAre(Error(1, CsvErrorCode::kLineEnds)));
}

TEST(CsvReader, HeaderTellsAllColumnsOfTheFile) {
  CsvReader reader({.columns = {{"c"}}, .ignored = {"a", "b"}});
  reader.Feed("a,b,c\n");
  EXPECT_THAT(reader.header(), ElementsAre("a", "b", "c"));
}

TEST(CsvReader, MissingOrDuplicateColumnIsNamedAndEndsTheReading) {
  EXPECT_THAT(Read("a,b\n1,2\n", Columns({{"a"}, {"dob"}})),
              ElementsAre(Error(1, CsvErrorCode::kMissingColumn, "dob")));
  EXPECT_THAT(Read("a,b,a\n1,2,3\n", Columns({{"a"}})),
              ElementsAre(Error(1, CsvErrorCode::kDuplicateColumn, "a")));
}

TEST(CsvReader, WrongSeparatorIsRecognised) {
  const CsvOptions options = Columns({{"name"}, {"dob"}});
  EXPECT_THAT(Read("name;dob\nx;y\n", options),
              ElementsAre(Error(1, CsvErrorCode::kWrongSeparator, "", ';')));
  EXPECT_THAT(Read("name\tdob\nx\ty\n", options),
              ElementsAre(Error(1, CsvErrorCode::kWrongSeparator, "", '\t')));
  EXPECT_THAT(Read("name\nx\n", options),
              ElementsAre(Error(1, CsvErrorCode::kMissingColumn, "dob")));
  EXPECT_THAT(Read("name;dob\nx;y,z\n", {.columns = options.columns, .separator = ';'}),
              ElementsAre(Record(2, {"x", "y,z"})));
  EXPECT_THAT(Read("name,dob\nx,y\n", {.columns = options.columns, .separator = ';'}),
              ElementsAre(Error(1, CsvErrorCode::kWrongSeparator, "", ',')));
}

TEST(CsvReader, FileWithoutHeaderIsAnError) {
  EXPECT_THAT(Read(""), ElementsAre(Error(1, CsvErrorCode::kEmptyFile)));
  EXPECT_THAT(Read("\n\n# x\n"), ElementsAre(Error(4, CsvErrorCode::kEmptyFile)));
}

TEST(CsvReader, WrongNumberOfFieldsIsReportedAndTheOthersGoOn) {
  EXPECT_THAT(Read("a,b\n1\n1,2,3\n1,2\n"),
              ElementsAre(Error(2, CsvErrorCode::kTooFewFields),
                          Error(3, CsvErrorCode::kTooManyFields), Record(4, {"1", "2"})));
}

TEST(CsvReader, BytesThatAreNoTextAreReportedWithTheirLine) {
  const std::string file =
      absl::StrCat("a,b\n\xC3,2\n", absl::string_view("1\0,2\n", 5),
                   "\xED\xA0\x80,surrogate\n\xC0\xAF,overlong\n\"x\n\xFF\",2\nmüd,2\n");
  EXPECT_THAT(
      Read(file),
      ElementsAre(Error(2, CsvErrorCode::kInvalidUtf8), Error(3, CsvErrorCode::kNulByte),
                  Error(4, CsvErrorCode::kInvalidUtf8), Error(5, CsvErrorCode::kInvalidUtf8),
                  Error(6, CsvErrorCode::kInvalidUtf8), Record(8, {"müd", "2"})));
}

TEST(CsvReader, HeaderInUtf16EndsTheReading) {
  EXPECT_THAT(Read(absl::string_view("\xFF\xFE"
                                     "a\0,\0b\0\n\0",
                                     10)),
              ElementsAre(Error(1, CsvErrorCode::kNulByte)));
  EXPECT_THAT(Read("\xFF\xFE,b\n1,2\n"), ElementsAre(Error(1, CsvErrorCode::kInvalidUtf8)));
}

TEST(CsvReader, StrayQuoteCostsItsOwnLine) {
  EXPECT_THAT(Read("a,b\n1\"x,2\n3,4\n\"5\"x,6\n7,8\n"),
              ElementsAre(Error(2, CsvErrorCode::kStrayQuote), Record(3, {"3", "4"}),
                          Error(4, CsvErrorCode::kStrayQuote), Record(5, {"7", "8"})));
}

TEST(CsvReader, UnclosedQuoteCostsItsOwnLine) {
  EXPECT_THAT(Read("a,b\n1,\"x\n3,4\n5,6\n"),
              ElementsAre(Error(2, CsvErrorCode::kUnclosedQuote), Record(3, {"3", "4"}),
                          Record(4, {"5", "6"})));
  // Closed by the opening quote of a sound record further down.
  EXPECT_THAT(Read("a,b\n1,\"x\n3,4\n5,\"6\"\n7,8\n"),
              ElementsAre(Error(2, CsvErrorCode::kUnclosedQuote), Record(3, {"3", "4"}),
                          Record(4, {"5", "6"}), Record(5, {"7", "8"})));
  // Closed by another stray quote: the fields give it away.
  EXPECT_THAT(Read("a,b\n\"1,2\n3,4\n5,6\"\n7,8\n"),
              ElementsAre(Error(2, CsvErrorCode::kTooFewFields), Record(3, {"3", "4"}),
                          Error(4, CsvErrorCode::kStrayQuote), Record(5, {"7", "8"})));
}

TEST(CsvReader, UnclosedQuoteDoesNotSwallowALargeFile) {
  std::string file = "a,b\n0,\"x\n";
  for (int i = 0; i < 100'000; ++i) absl::StrAppend(&file, i, ",ok\n");
  const std::vector<CsvItem> items = ReadInChunks(file, 1000);
  ASSERT_EQ(items.size(), 100'001U);
  EXPECT_EQ(items[0], Error(2, CsvErrorCode::kUnclosedQuote));
  EXPECT_EQ(items[1], Record(3, {"0", "ok"}));
  EXPECT_EQ(items.back(), Record(100'002, {"99999", "ok"}));
}

TEST(CsvReader, QuoteOnEveryLineDoesNotMakeItReadTheFileManyTimes) {
  // Each line alone is unclosed; in pairs they close one another with the wrong number of fields.
  // Were each unclosed quote followed to the limit, this would read 64 GiB.
  std::string file = "a,b\n";
  for (int i = 0; i < 1'000'000; ++i) file += "1,2,\"\n";
  int errors = 0;
  for (const CsvItem& item : ReadInChunks(file, 1 << 16)) {
    errors += std::holds_alternative<CsvError>(item) ? 1 : 0;
  }
  EXPECT_EQ(errors, 1'000'000);
}

TEST(CsvReader, LineAtTheLimitIsReadAndOneByteMoreIsNot) {
  const std::string longest(kCap - 2, 'x');
  EXPECT_THAT(ReadInChunks(absl::StrCat("a,b\n1,", longest, "\n1,", longest, "x\n3,4\n"), 1000),
              ElementsAre(Record(2, {"1", longest}), Error(3, CsvErrorCode::kLineTooLong),
                          Record(4, {"3", "4"})));
}

TEST(CsvReader, QuotesInsideATooLongLineDoNotMatter) {
  const std::string filler(kCap + 1, 'x');
  EXPECT_THAT(
      ReadInChunks(absl::StrCat("a,b\n1,\"", filler, "\n3,4\n5,\"open\n", filler, "\n7,8\n"), 999),
      ElementsAre(Error(2, CsvErrorCode::kLineTooLong), Record(3, {"3", "4"}),
                  Error(4, CsvErrorCode::kUnclosedQuote), Error(5, CsvErrorCode::kLineTooLong),
                  Record(6, {"7", "8"})));
}

TEST(CsvReader, OneGigabyteInOneLineIsSkippedAndTheNextLineRead) {
  CsvReader reader({});
  EXPECT_THAT(reader.Feed("a,b\n1,\""), IsEmpty());
  const std::string chunk(1 << 20, 'x');
  std::vector<CsvItem> items;
  for (int i = 0; i < 1024; ++i) {
    std::vector<CsvItem> more = reader.Feed(chunk);
    std::move(more.begin(), more.end(), std::back_inserter(items));
  }
  EXPECT_THAT(items, ElementsAre(Error(2, CsvErrorCode::kLineTooLong)));
  EXPECT_THAT(reader.Feed("\"\n3,4\n"), ElementsAre(Record(3, {"3", "4"})));
  EXPECT_THAT(reader.Finish(), IsEmpty());
}

TEST(CsvReader, HeaderThatIsTooLongEndsTheReading) {
  EXPECT_THAT(ReadInChunks(absl::StrCat(std::string(kCap + 1, 'x'), "\n1\n"), 4096),
              ElementsAre(Error(1, CsvErrorCode::kLineTooLong)));
}

TEST(CsvReader, EveryLineIsAnsweredOnceWhateverTheBytes) {
  std::mt19937 random(7);  // One seed is one run.
  const std::string alphabet("ab1,,\"\"\n\n\r\xC3\xA9;", 13);
  for (int round = 0; round < 3000; ++round) {
    std::string file = "a,b\n";
    for (unsigned i = random() % 60; i > 0; --i) file.push_back(alphabet[random() % 13]);
    int64_t last = 1;
    for (const CsvItem& item : Read(file)) {
      const int64_t line = std::visit([](const auto& value) { return value.line; }, item);
      EXPECT_GT(line, last) << file;
      last = line;
    }
  }
}

}  // namespace
}  // namespace probity::imports

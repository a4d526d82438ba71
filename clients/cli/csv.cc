#include "clients/cli/csv.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "proto/support/error.h"
#include "proto/support/status_macros.h"

namespace probity::cli {
namespace {

constexpr absl::string_view kByteOrderMark = "\xef\xbb\xbf";

ErrorBuilder Wrong(absl::string_view message, int64_t line) {
  return InvalidArgument(message)
      .Reason(v1::ERROR_REASON_INVALID_CSV)
      .With("line", absl::StrCat(line));
}

// The fields of a record whose lines have been read so far.
class Splitter {
 public:
  enum class Result { kDone, kOpen, kTextAfterQuote };

  explicit Splitter(char separator) : separator_(separator) {}

  Result Add(absl::string_view line) {
    for (size_t i = 0; i < line.size(); ++i) {
      const char c = line[i];
      if (state_ == State::kQuoted) {
        if (c != '"') {
          field_ += c;
        } else if (i + 1 < line.size() && line[i + 1] == '"') {
          field_ += '"';
          ++i;
        } else {
          state_ = State::kAfterQuote;
        }
      } else if (c == separator_) {
        EndField();
      } else if (state_ == State::kAfterQuote) {
        return Result::kTextAfterQuote;
      } else if (c == '"' && state_ == State::kStart) {
        state_ = State::kQuoted;
      } else {
        field_ += c;
        state_ = State::kPlain;
      }
    }
    if (state_ == State::kQuoted) {
      field_ += '\n';
      return Result::kOpen;
    }
    EndField();
    return Result::kDone;
  }

  std::vector<std::string> Take() { return std::move(fields_); }

 private:
  enum class State { kStart, kPlain, kQuoted, kAfterQuote };

  void EndField() {
    fields_.push_back(std::exchange(field_, ""));
    state_ = State::kStart;
  }

  const char separator_;
  State state_ = State::kStart;
  std::string field_;
  std::vector<std::string> fields_;
};

}  // namespace

absl::StatusOr<CsvReader> CsvReader::Open(std::istream& file, char separator,
                                          const std::vector<std::string>& required) {
  CsvReader reader(file, separator);
  PROBITY_ASSIGN_OR_RETURN(std::optional<CsvRecord> header, reader.ReadRecord());
  if (!header.has_value()) return Wrong("the file is empty", reader.line_);
  reader.header_ = std::move(header->fields);
  for (size_t i = 0; i < reader.header_.size(); ++i) {
    if (!reader.places_.emplace(reader.header_[i], i).second) {
      return Wrong("a column stands twice", header->line);
    }
  }
  for (const std::string& title : required) {
    if (reader.places_.contains(title)) continue;
    if (reader.header_.size() == 1) {
      return Wrong("the header has one column: is the separator right?", header->line);
    }
    return Wrong("a column is missing", header->line).With("column", title);
  }
  return reader;
}

absl::StatusOr<std::optional<std::string>> CsvReader::ReadLine() {
  std::string line;
  int c = 0;
  while ((c = file_.get()) != std::istream::traits_type::eof() && c != '\n') {
    line += static_cast<char>(c);
    if (line.size() > kMaxRecordBytes) return Wrong("a line is too long", line_ + 1);
  }
  if (line.empty() && c != '\n') return std::nullopt;
  ++line_;
  if (absl::EndsWith(line, "\r")) line.pop_back();
  if (line_ == 1 && absl::StartsWith(line, kByteOrderMark)) line.erase(0, kByteOrderMark.size());
  return line;
}

absl::StatusOr<std::optional<CsvRecord>> CsvReader::ReadRecord() {
  CsvRecord record;
  Splitter splitter(separator_);
  size_t bytes = 0;
  while (true) {
    PROBITY_ASSIGN_OR_RETURN(const std::optional<std::string> line, ReadLine());
    const bool began = record.line > 0;
    if (!line.has_value()) {
      if (began) return Wrong("a quote is not closed", record.line);
      return std::nullopt;
    }
    if (!began && (line->empty() || (header_.empty() && (*line)[0] == '#'))) continue;
    if (!began) record.line = line_;
    bytes += line->size() + 1;
    if (bytes > kMaxRecordBytes) return Wrong("a record is too long", record.line);
    switch (splitter.Add(*line)) {
      case Splitter::Result::kOpen:
        continue;
      case Splitter::Result::kTextAfterQuote:
        return Wrong("there is text after a closing quote", record.line);
      case Splitter::Result::kDone:
        record.fields = splitter.Take();
        return record;
    }
  }
}

absl::string_view CsvReader::Field(const CsvRecord& record, absl::string_view title) const {
  const auto place = places_.find(title);
  if (place == places_.end() || place->second >= record.fields.size()) return "";
  return record.fields[place->second];
}

}  // namespace probity::cli

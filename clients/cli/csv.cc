#include "clients/cli/csv.h"

#include <iterator>
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
  std::optional<CsvRecord> header = reader.Next();
  if (!header.has_value()) return Wrong("the file is empty", reader.line_);
  PROBITY_RETURN_IF_ERROR(header->status);
  reader.header_ = std::move(header->fields);
  for (size_t i = 0; i < reader.header_.size(); ++i) {
    if (absl::StrContains(reader.header_[i], '\r')) {
      return Wrong("the lines end with a carriage return alone: save the file with line feeds",
                   header->line);
    }
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

std::optional<CsvReader::Line> CsvReader::ReadLine() {
  Line line;
  bool any = false;
  int c = 0;
  while ((c = file_.get()) != std::istream::traits_type::eof() && c != '\n') {
    any = true;
    if (line.text.size() == kMaxRecordBytes) line.too_long = true;
    if (!line.too_long) line.text += static_cast<char>(c);
  }
  if (!any && c != '\n') return std::nullopt;
  line.number = ++line_;
  if (absl::EndsWith(line.text, "\r")) line.text.pop_back();
  if (line_ == 1 && absl::StartsWith(line.text, kByteOrderMark)) {
    line.text.erase(0, kByteOrderMark.size());
  }
  return line;
}

std::optional<CsvReader::Line> CsvReader::NextLine() {
  if (again_.empty()) return ReadLine();
  Line line = std::move(again_.front());
  again_.pop_front();
  return line;
}

CsvRecord CsvReader::Reject(std::vector<Line> lines, absl::string_view message) {
  const int64_t number = lines.front().number;
  again_.insert(again_.begin(), std::make_move_iterator(lines.begin() + 1),
                std::make_move_iterator(lines.end()));
  return {.line = number, .fields = {}, .status = Wrong(message, number)};
}

std::optional<CsvRecord> CsvReader::Next() {
  std::vector<Line> lines;
  Splitter splitter(separator_);
  size_t bytes = 0;
  while (true) {
    std::optional<Line> line = NextLine();
    if (!line.has_value()) {
      if (lines.empty()) return std::nullopt;
      return Reject(std::move(lines), "a quote is not closed");
    }
    const std::string& text = line->text;
    if (lines.empty() && (text.empty() || (header_.empty() && text[0] == '#'))) continue;
    bytes += text.size() + 1;
    const bool too_long = line->too_long || bytes > kMaxRecordBytes;
    lines.push_back(*std::move(line));
    if (too_long) {
      const bool first = lines.size() == 1;
      return Reject(std::move(lines), first ? "a line is too long" : "a quote is not closed");
    }
    switch (splitter.Add(lines.back().text)) {
      case Splitter::Result::kOpen:
        continue;
      case Splitter::Result::kTextAfterQuote: {
        const bool first = lines.size() == 1;
        return Reject(std::move(lines),
                      first ? "there is text after a closing quote" : "a quote is not closed");
      }
      case Splitter::Result::kDone:
        return CsvRecord{.line = lines.front().number, .fields = splitter.Take(), .status = {}};
    }
  }
}

absl::string_view CsvReader::Field(const CsvRecord& record, absl::string_view title) const {
  const auto place = places_.find(title);
  if (place == places_.end() || place->second >= record.fields.size()) return "";
  return record.fields[place->second];
}

}  // namespace probity::cli

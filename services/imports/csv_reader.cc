#include "services/imports/csv_reader.h"

#include <algorithm>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "services/core/text.h"

namespace probity::imports {
namespace {

constexpr absl::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr absl::string_view kSeparators = ",;\t";

// The one that occurs most often in a header which `separator` did not part; 0 if none does.
char LikelySeparator(absl::string_view header, char separator) {
  char likely = 0;
  std::ptrdiff_t most = 0;
  for (const char candidate : kSeparators) {
    const auto count = std::count(header.begin(), header.end(), candidate);
    if (candidate == separator || count <= most) continue;
    likely = candidate;
    most = count;
  }
  return likely;
}

}  // namespace

absl::string_view Describe(CsvErrorCode code) {
  switch (code) {
    case CsvErrorCode::kEmptyFile:
      return "the file has no header line";
    case CsvErrorCode::kWrongSeparator:
      return "the header is one column: the file uses another separator";
    case CsvErrorCode::kMissingColumn:
      return "a column is missing in the header";
    case CsvErrorCode::kDuplicateColumn:
      return "a column stands twice in the header";
    case CsvErrorCode::kLineEnds:
      return "the lines end with a carriage return alone: save the file with line feeds";
    case CsvErrorCode::kUnknownColumn:
      return "a column of the file is none that is read: name the field that it holds, or have it "
             "ignored";
    case CsvErrorCode::kTooFewFields:
      return "the record has fewer fields than the header";
    case CsvErrorCode::kTooManyFields:
      return "the record has more fields than the header";
    case CsvErrorCode::kInvalidUtf8:
      return "the record is not valid UTF-8";
    case CsvErrorCode::kNulByte:
      return "the record holds a NUL byte";
    case CsvErrorCode::kStrayQuote:
      return "a quote stands inside an unquoted field, or text after a closing quote";
    case CsvErrorCode::kUnclosedQuote:
      return "a quoted field that begins on this line is not closed";
    case CsvErrorCode::kLineTooLong:
      return "the line is too long";
  }
  return "";
}

CsvReader::CsvReader(CsvOptions options) : options_(std::move(options)) {}

std::vector<CsvItem> CsvReader::Feed(absl::string_view chunk) {
  while (!chunk.empty() && !failed_) {
    const size_t newline = chunk.find('\n');
    const absl::string_view piece = chunk.substr(0, newline);
    if (!skipping_ && partial_.size() + piece.size() > options_.max_record_bytes) {
      RejectOpenRecord();
      Report(line_number_, CsvErrorCode::kLineTooLong);
      partial_.clear();
      skipping_ = true;
    }
    if (!skipping_) partial_.append(piece.data(), piece.size());
    if (newline == absl::string_view::npos) break;
    EndLine();
    chunk.remove_prefix(newline + 1);
  }
  return std::exchange(items_, {});
}

std::vector<CsvItem> CsvReader::Finish() {
  if (!failed_ && !partial_.empty()) EndLine();
  RejectOpenRecord();
  if (!failed_ && !have_header_) Report(line_number_, CsvErrorCode::kEmptyFile);
  return std::exchange(items_, {});
}

void CsvReader::EndLine() {
  if (!skipping_) {
    if (line_number_ == 1 && absl::StartsWith(partial_, kByteOrderMark)) {
      partial_.erase(0, kByteOrderMark.size());
    }
    const bool comment = !have_header_ && lines_.empty() && absl::StartsWith(partial_, "#");
    if (!comment) {
      lines_bytes_ += partial_.size() + 1;
      lines_.push_back({line_number_, std::move(partial_)});
      ReadOn();
    }
  }
  skipping_ = false;
  partial_.clear();
  ++line_number_;
}

void CsvReader::ReadOn() {
  while (next_line_ < lines_.size() && !failed_) {
    const std::string& line = lines_[next_line_++].text;
    const bool blank = line.empty() || line == "\r";
    if (blank && next_line_ == 1) {
      EndRecord();
    } else if (!Scan(line)) {
      Reject(next_line_ == 1 ? CsvErrorCode::kStrayQuote : CsvErrorCode::kUnclosedQuote);
    } else if (state_ != State::kQuoted) {
      EndField();
      EndRecord();
    } else if (lines_bytes_ > options_.max_record_bytes) {
      Reject(CsvErrorCode::kUnclosedQuote);
    } else {
      field_.push_back('\n');
    }
  }
}

bool CsvReader::Scan(absl::string_view line) {
  nul_byte_ = nul_byte_ || line.find('\0') != absl::string_view::npos;
  invalid_utf8_ = invalid_utf8_ || !core::IsUtf8(line);
  for (size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (state_ == State::kQuoted) {
      if (c == '"') {
        state_ = State::kAfterQuote;
      } else {
        field_.push_back(c);
      }
    } else if (c == options_.separator) {
      EndField();
    } else if (c == '\r' && i + 1 == line.size()) {
      continue;
    } else if (c == '"') {
      if (state_ == State::kPlain) return false;
      if (state_ == State::kAfterQuote) field_.push_back(c);
      state_ = State::kQuoted;
    } else {
      if (state_ == State::kAfterQuote) return false;
      state_ = State::kPlain;
      field_.push_back(c);
    }
  }
  return true;
}

void CsvReader::EndField() {
  ++field_count_;
  if (!have_header_ || field_count_ <= header_.size()) fields_.push_back(std::move(field_));
  field_.clear();
  state_ = State::kFieldStart;
}

void CsvReader::EndRecord() {
  const int64_t line = lines_.front().number;
  const bool wrong_count = have_header_ && field_count_ != header_.size();
  if (field_count_ == 0) {
    // An empty line.
  } else if (nul_byte_) {
    Report(line, CsvErrorCode::kNulByte);
  } else if (invalid_utf8_) {
    Report(line, CsvErrorCode::kInvalidUtf8);
  } else if (wrong_count) {
    return Reject(field_count_ < header_.size() ? CsvErrorCode::kTooFewFields
                                                : CsvErrorCode::kTooManyFields);
  } else if (!have_header_) {
    TakeHeader();
  } else {
    CsvRecord record{.line = line};
    for (const int source : sources_) {
      record.fields.push_back(source < 0 ? "" : std::move(fields_[static_cast<size_t>(source)]));
    }
    items_.emplace_back(std::move(record));
  }
  for (; next_line_ > 0; --next_line_) {
    lines_bytes_ -= lines_.front().text.size() + 1;
    lines_.pop_front();
  }
  ResetRecord();
}

void CsvReader::TakeHeader() {
  have_header_ = true;
  for (const std::string& name : fields_) header_.emplace_back(absl::StripAsciiWhitespace(name));
  if (options_.columns.empty()) {
    for (size_t i = 0; i < header_.size(); ++i) sources_.push_back(static_cast<int>(i));
  }
  for (const CsvColumn& column : options_.columns) {
    const auto found = absl::c_find(header_, column.name);
    sources_.push_back(found == header_.end() ? -1 : static_cast<int>(found - header_.begin()));
  }
  std::optional<CsvError> error = CheckHeader();
  if (!error.has_value()) return;
  error->line = lines_.front().number;
  items_.emplace_back(*std::move(error));
  failed_ = true;
}

std::optional<CsvError> CsvReader::CheckHeader() const {
  if (absl::c_any_of(fields_,
                     [](absl::string_view name) { return absl::StrContains(name, '\r'); })) {
    return CsvError{.code = CsvErrorCode::kLineEnds};
  }
  for (const CsvColumn& column : options_.columns) {
    const auto count = absl::c_count(header_, column.name);
    if (count > 1) return CsvError{.code = CsvErrorCode::kDuplicateColumn, .column = column.name};
    if (count == 1 || !column.required) continue;
    const char likely = LikelySeparator(header_[0], options_.separator);
    if (header_.size() == 1 && likely != 0) {
      return CsvError{.code = CsvErrorCode::kWrongSeparator, .likely_separator = likely};
    }
    return CsvError{.code = CsvErrorCode::kMissingColumn, .column = column.name};
  }
  for (size_t i = 0; i < header_.size() && !options_.columns.empty(); ++i) {
    const bool known = absl::c_any_of(
        options_.columns, [&](const CsvColumn& column) { return column.name == header_[i]; });
    if (known || absl::c_linear_search(options_.ignored, header_[i])) continue;
    return CsvError{.code = CsvErrorCode::kUnknownColumn, .place = i + 1};
  }
  return std::nullopt;
}

void CsvReader::Reject(CsvErrorCode code) {
  const int64_t line = lines_.front().number;
  lines_bytes_ -= lines_.front().text.size() + 1;
  lines_.pop_front();
  next_line_ = 0;
  ResetRecord();
  Report(line, code);
}

void CsvReader::RejectOpenRecord() {
  while (!lines_.empty() && !failed_) {
    Reject(CsvErrorCode::kUnclosedQuote);
    ReadOn();
  }
}

void CsvReader::ResetRecord() {
  state_ = State::kFieldStart;
  field_.clear();
  fields_.clear();
  field_count_ = 0;
  invalid_utf8_ = false;
  nul_byte_ = false;
}

void CsvReader::Report(int64_t line, CsvErrorCode code) {
  items_.emplace_back(CsvError{.line = line, .code = code});
  if (!have_header_) failed_ = true;
}

}  // namespace probity::imports

// Reads CSV (RFC 4180, UTF-8) that arrives in pieces, with bounded memory whatever is sent. A bad
// record is an error with its line; the others go on. No error holds anything of the file.
//
// - CRLF or LF; a byte-order mark is skipped; lines that begin with '#' before the header and empty
//   lines everywhere are skipped; a last line without a newline counts.
// - A record may span lines inside quotes. If such a record turns out bad (wrong number of fields,
//   text after a closing quote, longer than max_record_bytes, never closed), its first line is
//   reported and reading goes on with its second, so that one stray quote costs one line and not
//   the file. Each byte is read a bounded number of times.
// - A single line longer than max_record_bytes is reported and skipped to its newline.
#ifndef PROBITY_SERVICES_IMPORTS_CSV_READER_H_
#define PROBITY_SERVICES_IMPORTS_CSV_READER_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/strings/string_view.h"

namespace probity::imports {

enum class CsvErrorCode {
  // About the header: nothing of the file is read.
  kEmptyFile,
  kWrongSeparator,   // CsvError::likely_separator tells which one was meant.
  kLineEnds,         // Lines end with a carriage return alone.
  kMissingColumn,    // CsvError::column
  kDuplicateColumn,  // CsvError::column
  kUnknownColumn,    // CsvError::place
  // About one record; in the header they end the reading too.
  kTooFewFields,
  kTooManyFields,
  kInvalidUtf8,
  kNulByte,
  kStrayQuote,  // A quote inside an unquoted field, or text after a closing quote.
  kUnclosedQuote,
  kLineTooLong,
};

// A constant sentence for people.
absl::string_view Describe(CsvErrorCode code);

struct CsvError {
  int64_t line = 0;  // 1 is the file's first line. Where the record begins.
  CsvErrorCode code = CsvErrorCode::kEmptyFile;
  std::string column = "";    // One of CsvOptions::columns or empty; never text of the file.
  char likely_separator = 0;  // kWrongSeparator only.
  size_t place = 0;           // kUnknownColumn only: of the column in the header, from 1.

  friend bool operator==(const CsvError&, const CsvError&) = default;
};

struct CsvRecord {
  int64_t line = 0;
  std::vector<std::string> fields = {};  // In the order of CsvOptions::columns.

  friend bool operator==(const CsvRecord&, const CsvRecord&) = default;
};

using CsvItem = std::variant<CsvRecord, CsvError>;

struct CsvColumn {
  std::string name;
  bool required = true;  // One that is not required reads as empty in a file without it.
};

struct CsvOptions {
  // Which columns to read, in this order. Empty: all, in the file's order.
  std::vector<CsvColumn> columns;
  // Those that are left out if the file has them. Any other is refused: it may be one of `columns`,
  // misspelt, and what stands in it would be lost without a word.
  std::vector<std::string> ignored = {};
  char separator = ',';
  size_t max_record_bytes = 64 * 1024;
};

// Not thread-safe. Holds at most about three times max_record_bytes.
class CsvReader {
 public:
  explicit CsvReader(CsvOptions options);

  // Takes the next bytes of the file; returns what they complete, in the order of the file.
  std::vector<CsvItem> Feed(absl::string_view chunk);
  // The file ends here. To be called once, and nothing after it.
  std::vector<CsvItem> Finish();

  // True once the header was refused: the rest of the file is not looked at.
  bool failed() const { return failed_; }
  // The file's own column names, once its header was read.
  const std::vector<std::string>& header() const { return header_; }

 private:
  enum class State { kFieldStart, kPlain, kQuoted, kAfterQuote };
  struct Line {
    int64_t number;
    std::string text;  // Without the newline.
  };

  void EndLine();
  void ReadOn();
  // Takes the line into the record; false if it breaks the rules of quoting.
  bool Scan(absl::string_view line);
  void EndField();
  void EndRecord();
  void TakeHeader();
  // What is wrong with it; nothing if it can be read.
  std::optional<CsvError> CheckHeader() const;
  // Reports the open record's first line and begins again at its second.
  void Reject(CsvErrorCode code);
  void RejectOpenRecord();
  void ResetRecord();
  void Report(int64_t line, CsvErrorCode code);

  const CsvOptions options_;
  bool failed_ = false;
  bool have_header_ = false;
  std::vector<std::string> header_;
  std::vector<int> sources_;  // For each wanted column its place in the file, or -1.

  int64_t line_number_ = 1;
  std::string partial_;    // The line that has not ended yet.
  bool skipping_ = false;  // It was too long; its newline is awaited.

  std::deque<Line> lines_;  // Of the open record, and those to be read again after a Reject.
  size_t lines_bytes_ = 0;
  size_t next_line_ = 0;  // The first in lines_ that is not yet scanned.

  State state_ = State::kFieldStart;
  std::string field_;
  std::vector<std::string> fields_;
  size_t field_count_ = 0;  // Fields beyond the header's are counted, not kept.
  bool invalid_utf8_ = false;
  bool nul_byte_ = false;

  std::vector<CsvItem> items_;
};

}  // namespace probity::imports

#endif  // PROBITY_SERVICES_IMPORTS_CSV_READER_H_

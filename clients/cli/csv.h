// Reads CSV (RFC 4180, UTF-8) one record at a time: a roll is read here, reports are read by the
// server. A byte-order mark is skipped, CRLF and LF both end a line, empty lines and lines that
// begin with '#' before the header are skipped.
#ifndef PROBITY_CLIENTS_CLI_CSV_H_
#define PROBITY_CLIENTS_CLI_CSV_H_

#include <cstdint>
#include <deque>
#include <istream>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace probity::cli {

struct CsvRecord {
  int64_t line = 0;  // Where it begins, from 1.
  std::vector<std::string> fields = {};
  // INVALID_ARGUMENT (INVALID_CSV) with the line, and no fields: a quote that is not closed, text
  // after a closing quote, a record that is too long.
  absl::Status status = {};
};

class CsvReader {
 public:
  static constexpr size_t kMaxRecordBytes = 64 * 1024;

  // Reads the header. INVALID_ARGUMENT (INVALID_CSV) if the file is empty, a title stands twice,
  // one of `required` is missing, or the header looks parted by something else than `separator`.
  static absl::StatusOr<CsvReader> Open(std::istream& file, char separator,
                                        const std::vector<std::string>& required);

  // The next record, or the next line that is none; nothing at the end. After a record that is bad
  // the reader goes on with its second line, as the server's reader does: a stray quote costs one
  // line. The number of fields is the caller's to judge.
  std::optional<CsvRecord> Next();

  // Titles as in the file.
  const std::vector<std::string>& header() const { return header_; }
  bool Has(absl::string_view title) const { return places_.contains(title); }
  // The field of that title; empty if the file has no such column, or the record is too short.
  absl::string_view Field(const CsvRecord& record, absl::string_view title) const;

 private:
  CsvReader(std::istream& file, char separator) : file_(file), separator_(separator) {}

  struct Line {
    int64_t number = 0;
    std::string text;  // Without its end.
    bool too_long = false;
  };

  // The next line, of those to be read again or of the file; nothing at the end.
  std::optional<Line> NextLine();
  std::optional<Line> ReadLine();
  // Gives back all lines of a record but the first, which is bad.
  CsvRecord Reject(std::vector<Line> lines, absl::string_view message);

  std::istream& file_;
  const char separator_;
  int64_t line_ = 0;
  std::deque<Line> again_;
  std::vector<std::string> header_;
  absl::flat_hash_map<std::string, size_t> places_;
};

}  // namespace probity::cli

#endif  // PROBITY_CLIENTS_CLI_CSV_H_

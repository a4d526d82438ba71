#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"
#include "proto/support/error.h"
#include "proto/support/row_error.h"
#include "proto/support/status_macros.h"
#include "services/imports/csv_reader.h"
#include "services/imports/import_handlers.h"
#include "services/imports/report_row.h"

namespace probity::imports {
namespace {

constexpr size_t kMaxChunkBytes = 256 * 1024;
constexpr size_t kMaxSourceChars = 64;

using Header = v1::ImportReportsRequest::Header;
using Response = v1::ImportReportsResponse;

absl::Status InvalidCsv(absl::string_view message, absl::string_view field) {
  return InvalidArgument(message).Reason(v1::ERROR_REASON_INVALID_CSV).Field(field);
}

absl::Status CheckSource(absl::string_view source) {
  const bool allowed = std::all_of(source.begin(), source.end(), [](char c) {
    return absl::ascii_isalnum(c) || c == '-' || c == '_' || c == '.';
  });
  if (source.empty()) {
    return InvalidArgument("a source is needed")
        .Reason(v1::ERROR_REASON_MISSING_FIELD)
        .Field("header.source");
  }
  if (source.size() <= kMaxSourceChars && allowed) return absl::OkStatus();
  return InvalidArgument("a source has letters, digits and - _ . only, 64 at most")
      .Reason(v1::ERROR_REASON_INVALID_FIELD)
      .Field("header.source");
}

// How the file is to be read: the fields in their order, under the names of its columns.
absl::StatusOr<CsvOptions> OptionsOf(const Header& header) {
  PROBITY_RETURN_IF_ERROR(CheckSource(header.source()));
  CsvOptions options;
  options.columns = ReportFields();
  for (const v1::ColumnMapping& mapping : header.columns()) {
    const auto field =
        std::find_if(options.columns.begin(), options.columns.end(),
                     [&](const CsvColumn& column) { return column.name == mapping.field(); });
    const size_t at = field - options.columns.begin();
    if (field == options.columns.end() || mapping.column().empty()) {
      return InvalidArgument("the column map names a field that reports lack")
          .Reason(v1::ERROR_REASON_INVALID_FIELD)
          .Field("header.columns");
    }
    // A column that is named must be there.
    options.columns[at] = {.name = mapping.column(), .required = true};
  }
  if (!header.separator().empty()) options.separator = header.separator()[0];
  const bool known = absl::string_view(",;\t").find(options.separator) != absl::string_view::npos;
  if (header.separator().size() > 1 || !known) {
    return InvalidArgument("a separator is a comma, a semicolon or a tab")
        .Reason(v1::ERROR_REASON_INVALID_FIELD)
        .Field("header.separator");
  }
  return options;
}

// What becomes of one line on its way through a window.
struct Line {
  int64_t number = 0;
  std::string reference;
  std::optional<cases::DraftReport> draft;
  Response result;
};

void Fail(Line& line, const absl::Status& status) {
  line.draft.reset();
  *line.result.mutable_error() = ToRowError(status);
}

Line LineOf(const CsvItem& item, const Header& header, const cases::ReportRecorder& recorder,
            const Call& call) {
  Line line;
  if (const CsvError* error = std::get_if<CsvError>(&item)) {
    line.number = error->line;
    line.result.set_line(error->line);
    Fail(line, InvalidCsv(Describe(error->code), error->column));
    return line;
  }
  const CsvRecord& record = std::get<CsvRecord>(item);
  line.number = record.line;
  line.result.set_line(record.line);
  line.reference = std::string(ReferenceOf(record.fields));
  absl::StatusOr<v1::Report> report = ReportOf(record.fields);
  if (report.ok() && header.fictitious()) report->set_fictitious(true);
  absl::StatusOr<cases::DraftReport> draft =
      report.ok() ? recorder.Prepare(call, *report) : report.status();
  if (draft.ok()) {
    line.draft = *std::move(draft);
  } else {
    Fail(line, draft.status());
  }
  return line;
}

// Records one line, or answers with the case that it has become before.
absl::Status Record(storage::WriteTx& tx, absl::string_view source,
                    const cases::ReportRecorder& recorder, Line& line) {
  PROBITY_ASSIGN_OR_RETURN(const std::optional<std::string> known,
                           tx.imported_lines().FindCase(source, line.reference));
  line.result.set_repeated_line(known.has_value());
  if (known.has_value()) {
    line.result.set_case_name(*known);
    return absl::OkStatus();
  }
  PROBITY_ASSIGN_OR_RETURN(const v1::Case recorded, recorder.Record(tx, *line.draft));
  line.result.set_case_name(recorded.name());
  return tx.imported_lines().Remember(source, line.reference, recorded.name());
}

// Whether the fault is the line's own, so that the others can go on.
bool IsOfTheLine(const absl::Status& status) {
  return absl::IsInvalidArgument(status) || absl::IsNotFound(status) ||
         absl::IsPermissionDenied(status) || absl::IsFailedPrecondition(status);
}

// One write for all lines; if the register refuses one of them, one write a line.
absl::Status RecordWindow(storage::Store& store, const Call& call, absl::string_view source,
                          const cases::ReportRecorder& recorder, std::vector<Line>& lines) {
  const absl::Status together = store.WriteWindow(call, [&](storage::WriteTx& tx) -> absl::Status {
    for (Line& line : lines) {
      if (line.draft.has_value()) {
        PROBITY_RETURN_IF_ERROR(Record(tx, source, recorder, line));
      }
    }
    return absl::OkStatus();
  });
  if (together.ok() || !IsOfTheLine(together)) return together;
  for (Line& line : lines) {
    if (!line.draft.has_value()) continue;
    const absl::Status alone = store.WriteWindow(
        call, [&](storage::WriteTx& tx) { return Record(tx, source, recorder, line); });
    if (alone.ok()) continue;
    if (!IsOfTheLine(alone)) return alone;
    Fail(line, alone);
  }
  return absl::OkStatus();
}

// The header of the file was refused: the stream ends with what is wrong in it.
absl::Status HeaderError(const std::vector<CsvItem>& items) {
  const CsvError& error = std::get<CsvError>(items.back());
  return InvalidCsv(Describe(error.code), error.column.empty() ? "header" : error.column);
}

}  // namespace

absl::Status ImportHandlers::ImportReports(Call& call, Source<v1::ImportReportsRequest>& in,
                                           Sink<v1::ImportReportsResponse>& out) {
  std::vector<v1::ImportReportsRequest> parts = in.NextWindow(1);
  if (parts.empty() || !parts.front().has_header()) {
    return InvalidArgument("the first message must be the header")
        .Reason(v1::ERROR_REASON_MISSING_FIELD)
        .Field("header");
  }
  const Header header = parts.front().header();
  PROBITY_ASSIGN_OR_RETURN(const CsvOptions options, OptionsOf(header));
  CsvReader reader(options);

  const auto take = [&](const std::vector<CsvItem>& items) -> absl::Status {
    if (reader.failed()) return HeaderError(items);
    for (size_t begin = 0; begin < items.size(); begin += kRowsPerWrite) {
      if (call.cancelled()) return Cancelled("the caller left");
      std::vector<Line> lines;
      const size_t end = std::min(items.size(), begin + kRowsPerWrite);
      for (size_t i = begin; i < end; ++i) {
        lines.push_back(LineOf(items[i], header, recorder_, call));
      }
      PROBITY_RETURN_IF_ERROR(RecordWindow(store_, call, header.source(), recorder_, lines));
      for (const Line& line : lines) PROBITY_RETURN_IF_ERROR(out.Send(line.result));
    }
    return absl::OkStatus();
  };

  for (parts = in.NextWindow(1); !parts.empty(); parts = in.NextWindow(1)) {
    const v1::ImportReportsRequest& part = parts.front();
    if (!part.has_chunk() || part.chunk().size() > kMaxChunkBytes) {
      return InvalidArgument("after the header come chunks of at most 256 KiB")
          .Reason(v1::ERROR_REASON_TOO_LARGE)
          .Field("chunk");
    }
    PROBITY_RETURN_IF_ERROR(take(reader.Feed(part.chunk())));
  }
  return take(reader.Finish());
}

}  // namespace probity::imports

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "proto/support/error.h"
#include "proto/support/row_error.h"
#include "proto/support/status_macros.h"
#include "services/core/audited.h"
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
  options.ignored.assign(header.ignored_columns().begin(), header.ignored_columns().end());
  if (!header.separator().empty()) options.separator = header.separator()[0];
  const bool known = absl::string_view(",;\t").find(options.separator) != absl::string_view::npos;
  if (header.separator().size() > 1 || !known) {
    return InvalidArgument("a separator is a comma, a semicolon or a tab")
        .Reason(v1::ERROR_REASON_INVALID_FIELD)
        .Field("header.separator");
  }
  return options;
}

// One import: how its lines are read and recorded.
struct Import {
  const Call& call;
  const Header& header;
  const std::vector<CsvColumn>& columns;
  const cases::ReportRecorder& recorder;
  const ImportHandlers::Digest& digest;
};

// What becomes of one line on its way through a window.
struct Line {
  std::vector<std::string> fields;
  std::optional<cases::DraftReport> draft;
  v1::ImportedLine imported;  // But the case
  Response result;
};

// The line's error, about the column that it comes from.
void Fail(const Import& import, const absl::Status& status, Line& line) {
  v1::RowError& error = *line.result.mutable_error();
  error = ToRowError(status);
  const std::optional<size_t> at = FieldAt(error.field(), line.fields);
  if (at.has_value()) error.set_field(import.columns[*at].name);
}

Line LineOf(const CsvItem& item, const Import& import) {
  Line line;
  if (const CsvError* error = std::get_if<CsvError>(&item)) {
    line.result.set_line(error->line);
    *line.result.mutable_error() = ToRowError(InvalidCsv(Describe(error->code), error->column));
    return line;
  }
  const CsvRecord& record = std::get<CsvRecord>(item);
  line.fields = record.fields;
  line.result.set_line(record.line);
  line.imported.set_source(import.header.source());
  line.imported.set_line_reference(std::string(ReferenceOf(record.fields)));
  absl::StatusOr<v1::Report> report = ReportOf(record.fields);
  if (report.ok() && import.header.fictitious()) report->set_fictitious(true);
  absl::StatusOr<cases::DraftReport> draft =
      report.ok() ? import.recorder.Prepare(import.call, *report) : report.status();
  if (!draft.ok()) {
    Fail(import, draft.status(), line);
    return line;
  }
  line.imported.set_content_digest(import.digest(
      absl::StrCat(report->fictitious() ? "fictitious;" : "real;", ContentOf(record.fields))));
  line.draft = *std::move(draft);
  return line;
}

// Records one line, or answers with the case that it has become before.
absl::Status Record(storage::WriteTx& tx, const Import& import, Line& line) {
  line.result.clear_result();
  line.result.set_repeated_line(false);
  PROBITY_ASSIGN_OR_RETURN(
      const std::optional<v1::ImportedLine> known,
      tx.imported_lines().Find(line.imported.source(), line.imported.line_reference()));
  if (!known.has_value()) {
    PROBITY_ASSIGN_OR_RETURN(const v1::Case recorded, import.recorder.Record(tx, *line.draft));
    line.result.set_case_name(recorded.name());
    v1::ImportedLine imported = line.imported;
    imported.set_case_name(recorded.name());
    return tx.imported_lines().Remember(imported);
  }
  if (known->content_digest() == line.imported.content_digest()) {
    line.result.set_case_name(known->case_name());
    line.result.set_repeated_line(true);
    return absl::OkStatus();
  }
  Fail(import,
       FailedPrecondition("a line with this reference was recorded with other content")
           .Reason(v1::ERROR_REASON_LINE_ALREADY_RECORDED)
           .Field("external_ref"),
       line);
  return absl::OkStatus();
}

// Whether the fault is the line's own, so that the others can go on.
bool IsOfTheLine(const absl::Status& status) {
  return absl::IsInvalidArgument(status) || absl::IsNotFound(status) ||
         absl::IsPermissionDenied(status) || absl::IsFailedPrecondition(status);
}

// One write for all lines; if the register refuses one of them, one write a line.
absl::Status RecordWindow(storage::Store& store, const Import& import, std::vector<Line>& lines) {
  const absl::Status together =
      store.WriteWindow(import.call, [&](storage::WriteTx& tx) -> absl::Status {
        for (Line& line : lines) {
          if (line.draft.has_value()) PROBITY_RETURN_IF_ERROR(Record(tx, import, line));
        }
        return absl::OkStatus();
      });
  if (together.ok() || !IsOfTheLine(together)) return together;
  for (Line& line : lines) {
    if (!line.draft.has_value()) continue;
    const absl::Status alone = store.WriteWindow(
        import.call, [&](storage::WriteTx& tx) { return Record(tx, import, line); });
    if (alone.ok()) continue;
    if (!IsOfTheLine(alone)) return alone;
    Fail(import, alone, line);
  }
  return absl::OkStatus();
}

// What the window tells that no write has logged: cases it answers again, and lines it denies.
absl::Status LogWindow(storage::Store& store, const Call& call, const std::vector<Line>& lines) {
  std::vector<absl::string_view> repeated;
  int64_t denied = 0;
  for (const Line& line : lines) {
    if (line.result.repeated_line()) repeated.push_back(line.result.case_name());
    if (line.result.error().code() == static_cast<int>(absl::StatusCode::kPermissionDenied)) {
      ++denied;
    }
  }
  PROBITY_RETURN_IF_ERROR(core::LogRepeatedRows(store, call, "", repeated));
  return core::LogDeniedRows(store, call, denied);
}

// The header of the file was refused: the stream ends with what is wrong in it.
absl::Status HeaderError(absl::Span<const CsvItem> items) {
  const CsvError& error = std::get<CsvError>(items.back());
  const std::string column =
      error.place > 0 ? absl::StrCat("header[", error.place - 1, "]") : error.column;
  ErrorBuilder told = InvalidArgument(Describe(error.code))
                          .Reason(v1::ERROR_REASON_INVALID_CSV)
                          .Field(column.empty() ? "header" : column);
  if (error.likely_separator == '\t') return std::move(told).With("separator", "tab");
  if (error.likely_separator == 0) return told;
  return std::move(told).With("separator", std::string(1, error.likely_separator));
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
  const Import import = {call, header, options.columns, recorder_, digest_};

  const auto take = [&](absl::Span<const CsvItem> items) -> absl::Status {
    if (reader.failed()) return HeaderError(items);
    for (; !items.empty(); items.remove_prefix(std::min(items.size(), kRowsPerWrite))) {
      if (call.cancelled()) return Cancelled("the caller left");
      std::vector<Line> lines;
      for (const CsvItem& item : items.subspan(0, kRowsPerWrite)) {
        lines.push_back(LineOf(item, import));
      }
      PROBITY_RETURN_IF_ERROR(RecordWindow(store_, import, lines));
      PROBITY_RETURN_IF_ERROR(LogWindow(store_, call, lines));
      for (Line& line : lines) PROBITY_RETURN_IF_ERROR(out.Send(std::move(line.result)));
    }
    return absl::OkStatus();
  };

  // Small chunks that have arrived together are one write.
  for (parts = in.NextWindow(kRowsPerWrite); !parts.empty(); parts = in.NextWindow(kRowsPerWrite)) {
    std::vector<CsvItem> items;
    for (const v1::ImportReportsRequest& part : parts) {
      if (!part.has_chunk() || part.chunk().size() > kMaxChunkBytes) {
        return InvalidArgument("after the header come chunks of at most 256 KiB")
            .Reason(v1::ERROR_REASON_TOO_LARGE)
            .Field("chunk");
      }
      std::vector<CsvItem> some = reader.Feed(part.chunk());
      std::move(some.begin(), some.end(), std::back_inserter(items));
    }
    PROBITY_RETURN_IF_ERROR(take(items));
  }
  return take(reader.Finish());
}

}  // namespace probity::imports

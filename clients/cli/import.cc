#include "clients/cpp/import.h"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/cli/input_file.h"
#include "clients/cli/nouns.h"
#include "clients/cli/progress.h"
#include "clients/cli/session.h"
#include "proto/support/error.h"
#include "proto/support/status_macros.h"

namespace probity::cli {
namespace {

constexpr char kExamples[] =
    "  probity import reports allegations_2013.csv --source TIP-2014 --fictitious\n"
    "  probity import reports odd.csv --source UNIT7 --separator ';' --map mission=Place\n"
    "  probity import sc-list consolidated.xml";

struct Flags {
  std::string file, source, separator = ",";
  std::vector<std::string> map, ignored;
  bool fictitious = false;
};

struct ListFlags {
  std::string file;
  bool allow_delisting = false;
};

using Results = std::vector<v1::ImportReportsResponse>;

// Lines of the file; it is read again from its start afterwards.
int64_t CountLines(std::istream& file) {
  const int64_t lines =
      std::count(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>(), '\n');
  file.clear();
  file.seekg(0);
  return lines;
}

v1::ImportReportsRequest::Header HeaderOf(const Flags& flags) {
  v1::ImportReportsRequest::Header header;
  header.set_source(flags.source);
  header.set_separator(std::string(1, SeparatorOf(flags.separator)));
  header.set_fictitious(flags.fictitious);
  for (const std::string& text : flags.map) {
    const std::pair<std::string, std::string> parts = absl::StrSplit(text, absl::MaxSplits('=', 1));
    v1::ColumnMapping& column = *header.add_columns();
    column.set_field(parts.first);
    column.set_column(parts.second);
  }
  for (const std::string& title : flags.ignored) header.add_ignored_columns(title);
  return header;
}

Table ResultTable(const Results& results, bool errors_only) {
  Table table{.columns = {{"line", true}, {"case"}, {"reason"}, {"field"}, {"message"}},
              .rows = {}};
  for (const auto& result : results) {
    if (errors_only && !result.has_error()) continue;
    table.rows.push_back({absl::StrCat(result.line()), result.case_name(), result.error().reason(),
                          result.error().field(), result.error().message()});
  }
  return table;
}

absl::Status ShowResults(Session& session, const Results& results) {
  switch (session.settings().output) {
    case Output::kJson:
      for (const auto& result : results) PROBITY_RETURN_IF_ERROR(session.ShowLine(result));
      return absl::OkStatus();
    case Output::kCsv:
      return session.Show(ResultTable(results, false));
    case Output::kTable:
      break;
  }
  const auto errors = std::count_if(results.begin(), results.end(),
                                    [](const auto& result) { return result.has_error(); });
  const auto repeated = std::count_if(results.begin(), results.end(),
                                      [](const auto& result) { return result.repeated_line(); });
  const auto all = static_cast<int64_t>(results.size());
  PROBITY_RETURN_IF_ERROR(
      session.Show({.columns = {{"lines"}, {"count", true}},
                    .rows = {{"recorded", absl::StrCat(all - errors - repeated)},
                             {"recorded before", absl::StrCat(repeated)},
                             {"refused", absl::StrCat(errors)}}}));
  if (errors == 0) return absl::OkStatus();
  session.terminal().out << "\n";
  return session.Show(ResultTable(results, true));
}

absl::Status ImportReports(Session& session, const Flags& flags) {
  PROBITY_ASSIGN_OR_RETURN(std::ifstream file, OpenFile(flags.file));
  PROBITY_ASSIGN_OR_RETURN(client::Connection* const server, session.Connect());
  Results results;
  absl::Status status;
  {
    const auto& terminal = session.terminal();
    Progress progress(terminal.err, terminal.err_is_terminal, "lines",
                      terminal.err_is_terminal ? CountLines(file) : 0,
                      [&session] { return session.Now(); });
    status = client::ImportReports(*server, HeaderOf(flags), file,
                                   [&](const v1::ImportReportsResponse& result) {
                                     results.push_back(result);
                                     progress.Update(result.line());
                                   });
  }
  PROBITY_RETURN_IF_ERROR(ShowResults(session, results));
  const bool refused = std::any_of(results.begin(), results.end(),
                                   [](const auto& result) { return result.has_error(); });
  if (refused) session.set_done_as(ExitCode::kInvalid);
  // Of what is wrong with the file itself, nothing changes by sending it again.
  if (!status.ok() && ExitCodeOf(status) != ExitCode::kInvalid) {
    session.Note("The same file may be sent again: no line is recorded twice.");
  }
  return status;
}

void AddReports(Command& noun) {
  Command& reports =
      noun.Verb("reports", "Records reports from a CSV file; a bad line is told, the others go on");
  auto& flags = reports.Keep<Flags>();
  reports.Text("file", flags.file, "CSV file").Required();
  reports.Text("--source", flags.source, "names the source: 1 to 64 of A-Za-z0-9-_.").Required();
  reports.Texts("--map", flags.map, "FIELD=COLUMN where the file names it otherwise; repeat")
      .Check([](const std::string& text) {
        return text.find('=') == std::string::npos ? "must be FIELD=COLUMN" : "";
      });
  reports.Texts("--ignore", flags.ignored,
                "a column of the file that holds nothing for the report; repeat");
  AddSeparator(reports, flags.separator);
  reports.Flag("--fictitious", flags.fictitious, "marks every report as made up");
  reports.OnRun([&flags](Session& s) -> absl::Status { return ImportReports(s, flags); });
}

void AddList(Command& noun) {
  Command& list = noun.Verb(
      "sc-list", "Imports the Security Council's consolidated list (XML) as external records");
  auto& flags = list.Keep<ListFlags>();
  list.Text("file", flags.file, "XML file").Required();
  list.Flag("--allow-delisting", flags.allow_delisting,
            "it is right that more than a tenth are no longer on the list");
  list.OnRun([&flags](Session& s) -> absl::Status {
    PROBITY_ASSIGN_OR_RETURN(std::ifstream file, OpenFile(flags.file));
    v1::ImportSecurityCouncilListRequest::Header header;
    header.set_allow_delisting(flags.allow_delisting);
    PROBITY_ASSIGN_OR_RETURN(client::Connection* const server, s.Connect());
    file.seekg(0, std::ios::end);
    const auto bytes = static_cast<int64_t>(file.tellg());
    file.clear();
    file.seekg(0);
    absl::StatusOr<v1::ImportSecurityCouncilListResponse> answer;
    {
      Progress progress(s.terminal().err, s.terminal().err_is_terminal, "bytes", bytes,
                        [&s] { return s.Now(); });
      answer = client::ImportSecurityCouncilList(
          *server, header, file, [&progress](int64_t sent) { progress.Update(sent); });
    }
    PROBITY_RETURN_IF_ERROR(answer.status());
    if (answer->refused() > 0) s.set_done_as(ExitCode::kInvalid);
    return s.ShowFields(*answer);
  });
}

}  // namespace

void AddImport(Command& program) {
  Command& noun =
      program.Noun("import", "Reports, and lists of other bodies, from files", kExamples);
  AddReports(noun);
  AddList(noun);
}

}  // namespace probity::cli

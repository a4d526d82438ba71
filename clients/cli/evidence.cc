#include "clients/cli/evidence.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "clients/cli/text.h"

namespace probity::cli {

std::string Bits(int64_t millibits) {
  const int64_t size = millibits < 0 ? -millibits : millibits;
  const int64_t tenths = (size + 50) / 100;
  const absl::string_view sign = tenths == 0 ? "" : (millibits < 0 ? "-" : "+");
  return absl::StrFormat("%s%d.%d", sign, tenths / 10, tenths % 10);
}

Table EvidenceTable(const v1::Evidence& evidence) {
  Table table{.columns = {{"field"}, {"candidate"}, {"record"}, {"level"}, {"bits", true}},
              .rows = {}};
  for (const v1::EvidenceLine& line : evidence.lines()) {
    table.rows.push_back({line.field(), line.candidate_value(), line.record_value(), line.level(),
                          Bits(line.millibits())});
  }
  table.rows.push_back({"total", "", "", "", Bits(evidence.total_millibits())});
  return table;
}

std::string MatchText(const v1::Match& match) {
  const std::string& record = match.person().empty() ? match.external_record() : match.person();
  std::string text = absl::StrCat(
      Printable(match.name()), "  ", v1::Match::Band_Name(match.band()), "  ",
      Bits(match.total_millibits()), " bits  ", v1::Match::State_Name(match.state()), "  against ",
      Printable(record), ", ", v1::ScreeningRecord::RecordClass_Name(match.record_class()), "\n");
  if (match.has_evidence()) {
    absl::StrAppend(&text, ToText(EvidenceTable(match.evidence())));
    if (!match.evidence().what_would_decide().empty()) {
      absl::StrAppend(&text, Printable(match.evidence().what_would_decide()), "\n");
    }
  }
  return text;
}

}  // namespace probity::cli

#include "clients/cli/roll_report.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"

namespace probity::cli {
namespace {

// After all decisions.
constexpr int kErrorRank = v1::CLEARED + 1;

int Rank(const v1::ScreenRollResponse& result) {
  return result.has_error() ? kErrorRank : static_cast<int>(result.screening().decision());
}

std::vector<std::string> Row(const v1::ScreenRollResponse& result, const RollFile& file) {
  const auto name = file.names.find(result.row_number());
  std::vector<std::string> row = {result.row_number() == 0 ? "" : absl::StrCat(result.row_number()),
                                  name == file.names.end() ? "" : name->second};
  if (result.has_error()) {
    const v1::RowError& error = result.error();
    row.insert(row.end(), {"ERROR",
                           absl::StrCat(error.reason(), error.field().empty() ? "" : " at ",
                                        error.field(), ": ", error.message()),
                           ""});
  } else {
    const v1::Screening& screening = result.screening();
    row.insert(row.end(), {v1::Decision_Name(screening.decision()),
                           v1::ReasonCode_Name(screening.reason_code()), screening.name()});
  }
  return row;
}

Table RowsOf(const std::vector<const v1::ScreenRollResponse*>& results, const RollFile& file) {
  Table table{.columns = {{"row_no", true}, {"name"}, {"decision"}, {"reason"}, {"screening"}},
              .rows = {}};
  for (const auto* result : results) table.rows.push_back(Row(*result, file));
  return table;
}

}  // namespace

v1::ScreenRollResponse ResultOf(const BadRow& bad) {
  v1::ScreenRollResponse result;
  result.set_row_number(bad.row_number);
  *result.mutable_error() = bad.error;
  result.mutable_error()->set_message(absl::StrCat("line ", bad.line, ": ", bad.error.message()));
  return result;
}

Table SummaryTable(const RollResults& results) {
  std::map<int, int> counts;
  for (const auto& result : results) ++counts[Rank(result)];
  Table table{.columns = {{"decision"}, {"rows", true}}, .rows = {}};
  for (int rank = v1::NOT_CLEARED; rank <= v1::CLEARED; ++rank) {
    table.rows.push_back(
        {v1::Decision_Name(static_cast<v1::Decision>(rank)), absl::StrCat(counts[rank])});
  }
  table.rows.push_back({"ERROR", absl::StrCat(counts[kErrorRank])});
  table.rows.push_back({"all", absl::StrCat(results.size())});
  return table;
}

Table HumanTable(const RollResults& results, const RollFile& file) {
  std::vector<const v1::ScreenRollResponse*> rows;
  for (const auto& result : results) {
    if (Rank(result) != v1::CLEARED) rows.push_back(&result);
  }
  std::stable_sort(rows.begin(), rows.end(), [](const auto* a, const auto* b) {
    return std::pair(Rank(*a), a->row_number()) < std::pair(Rank(*b), b->row_number());
  });
  return RowsOf(rows, file);
}

Table ResultTable(const RollResults& results, const RollFile& file) {
  std::vector<const v1::ScreenRollResponse*> rows;
  rows.reserve(results.size());
  for (const auto& result : results) rows.push_back(&result);
  return RowsOf(rows, file);
}

}  // namespace probity::cli

// What a screened roll is told as: a summary by decision, and the rows that need a human.
#ifndef PROBITY_CLIENTS_CLI_ROLL_REPORT_H_
#define PROBITY_CLIENTS_CLI_ROLL_REPORT_H_

#include <vector>

#include "clients/cli/roll_file.h"
#include "clients/cli/table.h"
#include "probity/v1/screening.pb.h"

namespace probity::cli {

using RollResults = std::vector<v1::ScreenRollResponse>;

// Rows that were never sent as results like the others, with row number 0 where they have none.
v1::ScreenRollResponse ResultOf(const BadRow& bad);

// decision, rows: worst first, each decision though it be zero, then errors, then all.
Table SummaryTable(const RollResults& results);

// Every result but CLEARED, worst first, errors last: row_no, name, decision, reason, screening.
Table HumanTable(const RollResults& results, const RollFile& file);

// Every result, in the order of arrival.
Table ResultTable(const RollResults& results, const RollFile& file);

}  // namespace probity::cli

#endif  // PROBITY_CLIENTS_CLI_ROLL_REPORT_H_

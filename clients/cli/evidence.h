// The evidence behind a possible match, as people weigh it.
#ifndef PROBITY_CLIENTS_CLI_EVIDENCE_H_
#define PROBITY_CLIENTS_CLI_EVIDENCE_H_

#include <cstdint>
#include <string>

#include "clients/cli/table.h"
#include "probity/v1/match.pb.h"

namespace probity::cli {

// Thousandths of a bit as bits with one decimal, rounded half away from zero: 12345 is "12.3",
// -50 is "-0.1". Always with its sign but for zero, for evidence counts for or against.
std::string Bits(int64_t millibits);

// Columns: field, candidate, record, level, bits. The last row is the total.
Table EvidenceTable(const v1::Evidence& evidence);

// Headline, evidence, and what would decide, for a terminal.
std::string MatchText(const v1::Match& match);

}  // namespace probity::cli

#endif  // PROBITY_CLIENTS_CLI_EVIDENCE_H_

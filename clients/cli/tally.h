// The published table, computed from the register: allegations of a year by public group or by
// mission, and the share that involved children. Pure.
#ifndef PROBITY_CLIENTS_CLI_TALLY_H_
#define PROBITY_CLIENTS_CLI_TALLY_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "clients/cli/table.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "probity/v1/case.pb.h"
#include "probity/v1/registry.pb.h"

namespace probity::cli {

struct TallyCount {
  int64_t allegations = 0;
  // Of cases with at least one victim under 18.
  int64_t with_minor = 0;
  // Of cases that are marked as made up.
  int64_t fictitious = 0;
};

struct Tally {
  // By what they were counted by, in the order of printing.
  std::vector<std::pair<std::string, TallyCount>> rows;
  TallyCount total;
  // Not in the total: of personnel that the publication has no group for (partners, other forces).
  int64_t without_group = 0;
  // Not in the total: counted under the report that they duplicate.
  int64_t duplicates = 0;
};

using CaseList = google::protobuf::RepeatedPtrField<v1::Case>;

// By group of the subject's subcategory: civilian, military, police, other, each of them printed
// though it be zero. `categories` is the mapping of the year.
Tally TallyByCategory(const CaseList& cases,
                      const google::protobuf::RepeatedPtrField<v1::PersonnelCategory>& categories);

// By mission, most first. An allegation counts here as it does by category.
Tally TallyByMission(const CaseList& cases,
                     const google::protobuf::RepeatedPtrField<v1::PersonnelCategory>& categories,
                     const google::protobuf::RepeatedPtrField<v1::Mission>& missions);

// The share in per cent, rounded half up: 18 of 66 is 27. 0 of 0 is 0.
int64_t PercentHalfUp(int64_t part, int64_t whole);

// Columns: `by`, allegations, with_minor, share, fictitious. The last row is the total.
Table TallyTable(const Tally& tally, absl::string_view by);

// What must be read with the table, one sentence a line: base, made-up reports, what is left out.
std::vector<std::string> TallyNotes(const Tally& tally, int year);

}  // namespace probity::cli

#endif  // PROBITY_CLIENTS_CLI_TALLY_H_

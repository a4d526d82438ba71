// The rows of a policy file, and the words in them.
#ifndef PROBITY_SERVICES_SCREENING_POLICY_ROWS_H_
#define PROBITY_SERVICES_SCREENING_POLICY_ROWS_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/generated_enum_reflection.h"
#include "proto/support/status_macros.h"
#include "services/screening/policy_table.h"

namespace probity::screening {

// One line that is not empty, without its comment. The views live as long as the file's text.
struct PolicyRow {
  int line = 0;
  std::vector<absl::string_view> words;  // words[0] says what the row is.
  absl::string_view rest;                // What follows words[0], as written.
};

std::vector<PolicyRow> SplitRows(absl::string_view text);

// What is wrong with a row; the line is added by whoever reads the file.
absl::Status Fault(absl::string_view what);

// Digest of the words alone: comments and spaces do not change a version. Guards against a
// forgotten change of the number, not against malice.
std::string DigestOf(const std::vector<PolicyRow>& rows);

// "B_SANCTIONED" of the enum; the values 0 are not words.
absl::StatusOr<int> ParseNumber(const google::protobuf::EnumDescriptor& type,
                                absl::string_view word);

template <typename Enum>
absl::StatusOr<Enum> ParseMember(absl::string_view word) {
  PROBITY_ASSIGN_OR_RETURN(const int value,
                           ParseNumber(*google::protobuf::GetEnumDescriptor<Enum>(), word));
  return static_cast<Enum>(value);
}

// YYYY-MM-DD.
absl::StatusOr<absl::CivilDay> ParseDay(absl::string_view word);

// Names that stand for sets.
class Groups {
 public:
  // `set` may name earlier groups.
  absl::Status Add(absl::string_view name, absl::string_view set);
  // "SEA|SH", "grave|FRAUD", "any": members of the enum.
  absl::StatusOr<EnumSet> Resolve(const google::protobuf::EnumDescriptor& type,
                                  absl::string_view set) const;

 private:
  absl::flat_hash_map<std::string, std::string> groups_;  // Names to sets without groups.
};

}  // namespace probity::screening

#endif  // PROBITY_SERVICES_SCREENING_POLICY_ROWS_H_

// The rows of an agreement in a policy file.
#ifndef PROBITY_SERVICES_SCREENING_POLICY_AGREEMENT_H_
#define PROBITY_SERVICES_SCREENING_POLICY_AGREEMENT_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/screening/policy_rows.h"
#include "services/screening/policy_table.h"

namespace probity::screening {

class AgreementRows {
 public:
  static absl::StatusOr<AgreementRows> Begin(absl::string_view code);
  // Each kind of row once, but for `external`.
  absl::Status Row(const PolicyRow& row, const Groups& groups);
  // Every row but `external` is needed.
  absl::StatusOr<Agreement> End() const;
  absl::string_view name() const { return agreement_.name; }

 private:
  absl::Status Parties(absl::string_view codes);
  absl::Status External(const PolicyRow& row);
  absl::Status Valid(const PolicyRow& row);

  Agreement agreement_;
  std::vector<std::string> said_;
};

}  // namespace probity::screening

#endif  // PROBITY_SERVICES_SCREENING_POLICY_AGREEMENT_H_

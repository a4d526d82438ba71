#include "services/screening/policy_table.h"

#include <utility>

#include "proto/support/status_macros.h"
#include "services/screening/policy/versions.h"

namespace probity::screening {

const Agreement* Policy::FindAgreement(absl::string_view name) const {
  for (const Agreement& agreement : agreements) {
    if (agreement.name == name) return &agreement;
  }
  return nullptr;
}

PolicySet::PolicySet(std::vector<Policy> versions) : versions_(std::move(versions)) {}

absl::StatusOr<PolicySet> PolicySet::BuiltIn() {
  std::vector<Policy> versions;
  for (const embed::EmbeddedFile& file : kPolicyVersions) {
    PROBITY_ASSIGN_OR_RETURN(Policy policy,
                             ParsePolicy(file.name, absl::string_view(file.data, file.size)));
    versions.push_back(std::move(policy));
  }
  return PolicySet(std::move(versions));
}

const Policy* PolicySet::Find(absl::string_view version) const {
  for (const Policy& policy : versions_) {
    if (policy.version == version) return &policy;
  }
  return nullptr;
}

}  // namespace probity::screening

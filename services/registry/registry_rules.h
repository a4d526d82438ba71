// What missions, organisations and their facts may be. Pure; field paths are within the message.
#ifndef PROBITY_SERVICES_REGISTRY_REGISTRY_RULES_H_
#define PROBITY_SERVICES_REGISTRY_REGISTRY_RULES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "probity/v1/registry.pb.h"
#include "services/core/codes.h"

namespace probity::registry {

absl::Status CheckMission(const v1::Mission& mission, const core::Codes& codes);

absl::Status CheckOrganisation(const v1::Organisation& organisation);

// A NIL return is signed: only then does a report print "no reported allegations"
// (storage/reference/README.md).
absl::Status CheckFacts(const v1::OrganisationFacts& facts, absl::Time now);

// "organisationFacts/OSCE-2013". INVALID_NAME if `organisation` is no organisation's name.
absl::StatusOr<std::string> FactsName(const v1::OrganisationFacts& facts);

}  // namespace probity::registry

#endif  // PROBITY_SERVICES_REGISTRY_REGISTRY_RULES_H_

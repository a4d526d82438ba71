// Whether the places where a person served are in the register.
#ifndef PROBITY_SERVICES_PERSONS_SERVICE_ENTITIES_H_
#define PROBITY_SERVICES_PERSONS_SERVICE_ENTITIES_H_

#include "absl/status/status.h"
#include "probity/v1/person.pb.h"
#include "storage/store.h"

namespace probity::persons {

// That the mission or organisation of each service record is in the register: UNKNOWN_CODE at
// "service_records[0].entity" otherwise.
absl::Status CheckEntities(const storage::ReadTx& tx, const v1::Person& person);

}  // namespace probity::persons

#endif  // PROBITY_SERVICES_PERSONS_SERVICE_ENTITIES_H_

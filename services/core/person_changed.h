// What follows from a change of a person, in the same transaction: the persons' handlers call it,
// the workflows that make records about persons implement it.
#ifndef PROBITY_SERVICES_CORE_PERSON_CHANGED_H_
#define PROBITY_SERVICES_CORE_PERSON_CHANGED_H_

#include "absl/status/status.h"
#include "probity/v1/person.pb.h"
#include "storage/store.h"

namespace probity::core {

class PersonChanged {
 public:
  virtual ~PersonChanged() = default;
  // `after` is stored already. An error undoes the change. May be called again for the same change,
  // as every write's body.
  virtual absl::Status OnPersonChanged(storage::WriteTx& tx, const v1::Person& after) = 0;
};

}  // namespace probity::core

#endif  // PROBITY_SERVICES_CORE_PERSON_CHANGED_H_

// What a person of the register may be. Pure; field paths are within the person.
#ifndef PROBITY_SERVICES_PERSONS_PERSON_RULES_H_
#define PROBITY_SERVICES_PERSONS_PERSON_RULES_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/field_mask.pb.h"
#include "probity/v1/person.pb.h"
#include "services/core/codes.h"

namespace probity::persons {

// Identity and service records. Whether the entities of service records exist, the store knows.
absl::Status CheckPerson(const v1::Person& person, const core::Codes& codes, absl::Time now);

// What the server itself says of a person: IDENTIFIED with a date of birth or an identifier,
// scripts of names where the caller gave none.
void Complete(v1::Person& person);

// INVALID_MASK at "update_mask" if it is empty or has a path that no caller may replace.
absl::Status CheckMask(const google::protobuf::FieldMask& mask);
// `current` with the fields of a checked mask taken from `changed`.
v1::Person Replace(const v1::Person& current, const v1::Person& changed,
                   const google::protobuf::FieldMask& mask);

// Whether the service ended while an investigation or disciplinary process was pending.
bool LeftWhilePending(const v1::ServiceRecord& record);

// The field by which `changed` says less than `current` of who the person is, or no longer that he
// left while a matter was pending; "" if nothing of that is taken away. Names, dates of birth,
// identifiers, nationalities and a known gender are what a screening finds somebody by.
absl::string_view TakesAway(const v1::Person& current, const v1::Person& changed);

// `current` with the end of one service record. INVALID_FIELD for an index that it lacks,
// INVALID_DATE for a day in the future or before the record begins, FAILED_PRECONDITION if the
// record has a separation already (UpdatePerson corrects one).
absl::StatusOr<v1::Person> Separate(v1::Person current, const v1::RecordSeparationRequest& request,
                                    absl::Time now);

}  // namespace probity::persons

#endif  // PROBITY_SERVICES_PERSONS_PERSON_RULES_H_

// The one place where messages of the contract and values of the matching engine become each other.
#ifndef PROBITY_SERVICES_SCREENING_CONVERSIONS_H_
#define PROBITY_SERVICES_SCREENING_CONVERSIONS_H_

#include "probity/v1/import.pb.h"
#include "probity/v1/match.pb.h"
#include "probity/v1/person.pb.h"
#include "probity/v1/screening.pb.h"
#include "services/matching/identity.h"
#include "services/matching/score.h"
#include "services/screening/policy.h"

namespace probity::screening {

// What was checked when it was recorded (services/core/identity_rules.h); a date that is none is
// left out.
matching::Identity ToIdentity(const v1::Candidate& candidate);
matching::Identity ToIdentity(const v1::Person& person);
matching::Identity ToIdentity(const v1::ExternalRecord& record);

v1::Match::Band ToBand(matching::Band band);
v1::Evidence ToEvidence(const matching::Evidence& evidence);

// What the policy knows of a record.
RecordFact ToFact(const v1::ScreeningRecord& record);
RecordFact ToFact(const v1::ExternalRecord& record);

}  // namespace probity::screening

#endif  // PROBITY_SERVICES_SCREENING_CONVERSIONS_H_

// The ten requests that ask for a step, each checked in itself and turned into a Step. Pure.
#ifndef PROBITY_SERVICES_CASES_STEP_REQUESTS_H_
#define PROBITY_SERVICES_CASES_STEP_REQUESTS_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "services/cases/step.h"

namespace probity::cases {

// INVALID_ARGUMENT at the field: texts, dates that cannot be or lie in the future, unknown bodies,
// outcomes, kinds of action. What depends on the allegation, guards judge.
absl::StatusOr<Step> StepOf(const v1::AssessAllegationRequest& request, absl::Time now);
absl::StatusOr<Step> StepOf(const v1::RegisterAllegationRequest& request, absl::Time now);
absl::StatusOr<Step> StepOf(const v1::ReferAllegationRequest& request, absl::Time now);
absl::StatusOr<Step> StepOf(const v1::OpenInvestigationRequest& request, absl::Time now);
absl::StatusOr<Step> StepOf(const v1::ConcludeInvestigationRequest& request, absl::Time now);
absl::StatusOr<Step> StepOf(const v1::RecordFindingRequest& request, absl::Time now);
absl::StatusOr<Step> StepOf(const v1::ReferForActionRequest& request, absl::Time now);
absl::StatusOr<Step> StepOf(const v1::RecordActionRequest& request, absl::Time now);
absl::StatusOr<Step> StepOf(const v1::CloseAllegationRequest& request, absl::Time now);
absl::StatusOr<Step> StepOf(const v1::ReopenAllegationRequest& request, absl::Time now);

// The request as two people must send it alike: its type, the allegation and the content, without
// etag, request_id and validate_only.
std::string ContentOf(const google::protobuf::Message& request);

}  // namespace probity::cases

#endif  // PROBITY_SERVICES_CASES_STEP_REQUESTS_H_

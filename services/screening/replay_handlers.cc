// Replay: the stored answer, worked out again from what it rested on.
#include <optional>
#include <utility>

#include "proto/support/error.h"
#include "proto/support/status_macros.h"
#include "services/core/audited.h"
#include "services/core/read.h"
#include "services/matching/score.h"
#include "services/screening/conversions.h"
#include "services/screening/screening_handlers.h"

namespace probity::screening {
namespace {

using storage::ReadTx;

absl::Status Erased() {
  return FailedPrecondition("what the answer rested on has been erased")
      .Reason(v1::ERROR_REASON_ERASED);
}

}  // namespace

absl::StatusOr<v1::ReplayScreeningResponse> ScreeningHandlers::ReplayScreening(
    Call& call, const v1::ReplayScreeningRequest& request) {
  core::AuditGet(call, request.name());
  PROBITY_ASSIGN_OR_RETURN(const v1::Screening stored,
                           core::Read(store_, call.viewer, {}, [&](const ReadTx& tx) {
                             return tx.screenings().Get(request.name());
                           }));
  const Policy* policy = policies_.Find(stored.policy_version());
  const Agreement* agreement =
      policy == nullptr ? nullptr : policy->FindAgreement(stored.agreement());
  if (agreement == nullptr || stored.matcher_version() != matcher_version_) {
    return FailedPrecondition("this program does not have the rules of the screening")
        .Reason(v1::ERROR_REASON_NOT_AVAILABLE_YET);
  }
  if (stored.candidate().names().empty()) return Erased();
  const matching::Identity candidate = ToIdentity(stored.candidate());
  const Rules rules = {.policy = policy, .agreement = agreement};

  // As the system: the records are not for the requester, who gets the answer alone.
  const auto replay = [&](const ReadTx& tx) -> absl::StatusOr<v1::ReplayScreeningResponse> {
    PROBITY_ASSIGN_OR_RETURN(const std::vector<v1::Match> matches,
                             tx.matches().ListByScreening(stored.name()));
    bool same_evidence = true;
    for (const v1::Match& match : matches) {
      if (match.state() == v1::Match::WITHDRAWN) continue;
      const absl::StatusOr<matching::Identity> subject = IdentityMet(tx, match);
      if (absl::IsNotFound(subject.status())) return Erased();
      PROBITY_RETURN_IF_ERROR(subject.status());
      const matching::Evidence evidence = matching::Score(candidate, *subject, *model_);
      same_evidence =
          same_evidence && ToBand(evidence.band) == match.band() &&
          evidence.total == match.total_millibits() &&
          ToEvidence(evidence).SerializeAsString() == match.evidence().SerializeAsString();
    }
    v1::Screening replayed = stored;
    replayed.set_identity_sufficient(matching::Assess(candidate) ==
                                     matching::IdentityQuality::kSufficient);
    const Question question = QuestionOf(replayed, *rules.agreement);
    PROBITY_ASSIGN_OR_RETURN(const std::vector<Weighed> weighed,
                             Weigh(tx, rules, question, matches));
    const Answer answer = Decide(rules, question, weighed);
    replayed = WithAnswer(std::move(replayed), answer);
    v1::ReplayScreeningResponse response;
    response.set_identical(same_evidence &&
                           replayed.SerializeAsString() == stored.SerializeAsString());
    *response.mutable_stored() = stored;
    *response.mutable_replayed() = std::move(replayed);
    return response;
  };
  return core::Read(store_, storage::Viewer::System(),
                    {.time = std::nullopt, .seq = stored.decided_position()}, replay);
}

}  // namespace probity::screening

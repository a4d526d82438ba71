// Single candidates, and reading what was answered.
#include <utility>

#include "google/protobuf/util/time_util.h"
#include "proto/support/error.h"
#include "proto/support/status_macros.h"
#include "services/core/audited.h"
#include "services/core/identity_rules.h"
#include "services/core/read.h"
#include "services/core/request_rules.h"
#include "services/screening/screening_handlers.h"

namespace probity::screening {

using storage::ReadTx;
using storage::WriteTx;

ScreeningHandlers::ScreeningHandlers(Parts parts)
    : store_(parts.store),
      index_(parts.index),
      policies_(parts.policies),
      codes_(parts.codes),
      tokens_(parts.tokens),
      model_(std::move(parts.model)),
      matcher_version_(matching::MatcherVersion(*model_)),
      digest_(std::move(parts.digest)) {}

absl::StatusOr<Rules> ScreeningHandlers::RulesFor(const Call& call, absl::string_view agreement,
                                                  v1::ScreeningChannel channel,
                                                  v1::Purpose purpose) const {
  const Policy& policy = policies_.current();
  PROBITY_ASSIGN_OR_RETURN(const Agreement* found,
                           AgreementFor(policy, agreement, call.viewer.organisation, channel,
                                        purpose, core::DayOf(call.now)));
  return Rules{.policy = &policy, .agreement = found};
}

v1::Screening ScreeningHandlers::Draft(const Call& call, const v1::Candidate& candidate) {
  v1::Screening draft;
  draft.set_requester(call.viewer.principal);
  draft.set_requester_organisation(call.viewer.organisation);
  *draft.mutable_candidate() = candidate;
  *draft.mutable_screened_time() =
      google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(call.now));
  draft.set_decided_for(absl::FormatCivilTime(core::DayOf(call.now)));
  return draft;
}

absl::StatusOr<Search> ScreeningHandlers::SearchFor(const Call& call,
                                                    const v1::Candidate& candidate) const {
  PROBITY_ASSIGN_OR_RETURN(const IndexSnapshot snapshot, index_.SnapshotOf(call.viewer.at_least));
  return SearchIn(snapshot, call, candidate);
}

absl::StatusOr<Search> ScreeningHandlers::SearchIn(const IndexSnapshot& snapshot, const Call& call,
                                                   const v1::Candidate& candidate) const {
  PROBITY_ASSIGN_OR_RETURN(Searched found, FindAlike(*snapshot.index, candidate, call.cancelled));
  return Search{.index = index_,
                .model = *model_,
                .matcher_version = matcher_version_,
                .position = snapshot.position,
                .found = std::move(found)};
}

storage::WriteOr<v1::Screening> ScreeningHandlers::ScreenCandidate(
    Call& call, const v1::ScreenCandidateRequest& request) {
  PROBITY_ASSIGN_OR_RETURN(
      const Rules rules, RulesFor(call, request.agreement(), request.channel(), request.purpose()));
  PROBITY_RETURN_IF_ERROR(
      AtField("candidate",
              core::CheckIdentity(request.candidate(), core::kCandidateLimits, codes_, call.now)));
  PROBITY_ASSIGN_OR_RETURN(Search search, SearchFor(call, request.candidate()));

  v1::Screening draft = Draft(call, request.candidate());
  draft.set_agreement(request.agreement());
  draft.set_channel(request.channel());
  draft.set_purpose(request.purpose());
  draft.set_mission(request.mission());
  return store_.Prepare(call, request,
                        [&request, rules, search = std::move(search),
                         draft = std::move(draft)](WriteTx& tx) -> absl::StatusOr<v1::Screening> {
                          if (!request.mission().empty()) {
                            PROBITY_RETURN_IF_ERROR(core::AsUnknownCode(
                                tx.missions().Exists(request.mission()), "mission"));
                          }
                          return RecordScreening(tx, rules, search, draft);
                        });
}

absl::StatusOr<v1::Screening> ScreeningHandlers::GetScreening(
    Call& call, const v1::GetScreeningRequest& request) {
  core::AuditGet(call, request.name());
  PROBITY_ASSIGN_OR_RETURN(const storage::AsOf as_of, core::AsOfIn(request, call.now));
  return core::Read(store_, call.viewer, as_of,
                    [&](const ReadTx& tx) { return tx.screenings().Get(request.name()); });
}

absl::StatusOr<v1::ListScreeningsResponse> ScreeningHandlers::ListScreenings(
    Call& call, const v1::ListScreeningsRequest& request) {
  PROBITY_RETURN_IF_ERROR(core::CheckEnumFilter(
      request.decision(), v1::Decision_IsValid(request.decision()), "decision"));
  PROBITY_ASSIGN_OR_RETURN(const core::PageState page, tokens_.Open(call, request));
  PROBITY_ASSIGN_OR_RETURN(
      v1::ListScreeningsResponse response,
      core::Read(
          store_, call.viewer, page.as_of,
          [&](const ReadTx& tx) -> absl::StatusOr<v1::ListScreeningsResponse> {
            if (!request.roll().empty()) {
              const absl::Status roll = tx.rolls().Get(request.roll()).status();
              if (absl::IsNotFound(roll)) return NotFound().Field("roll");
              PROBITY_RETURN_IF_ERROR(roll);
            }
            PROBITY_ASSIGN_OR_RETURN(
                auto found,
                tx.screenings().List({.roll = request.roll(), .decision = request.decision()},
                                     page.cursor, page.limit));
            v1::ListScreeningsResponse answer;
            for (v1::Screening& item : found.items) {
              *answer.add_screenings() = std::move(item);
            }
            answer.set_next_page_token(tokens_.Next(call, request, found.next, tx.position()));
            return answer;
          }));
  core::AuditList(call, response.screenings());
  return response;
}

}  // namespace probity::screening

// Adjudication: people say whether a candidate is the person of a record.
#include <utility>

#include "proto/support/error.h"
#include "proto/support/status_macros.h"
#include "services/core/audited.h"
#include "services/core/read.h"
#include "services/core/request_rules.h"
#include "services/core/text.h"
#include "services/screening/screening_handlers.h"

namespace probity::screening {
namespace {

using storage::ReadTx;
using storage::WriteTx;

constexpr core::TextRules kNoteRules = {.min = 0, .max = 2000, .lines = true};

bool Waits(v1::Match::State state) {
  return state == v1::Match::OPEN || state == v1::Match::PROPOSED_CONFIRMED ||
         state == v1::Match::PROPOSED_REJECTED;
}

bool IsAskedFor(const v1::Match& match, v1::Match::State asked) {
  return asked == v1::Match::STATE_UNSPECIFIED ? Waits(match.state()) : match.state() == asked;
}

absl::Status MayAdjudicate(const Call& call, const v1::Screening& screening) {
  if (call.viewer.principal != screening.requester() &&
      call.viewer.organisation != screening.requester_organisation()) {
    return absl::OkStatus();
  }
  return PermissionDenied("nobody adjudicates what their own organisation asked")
      .Reason(v1::ERROR_REASON_PERMISSION_DENIED);
}

}  // namespace

absl::StatusOr<v1::Match> ScreeningHandlers::GetMatch(Call& call,
                                                      const v1::GetMatchRequest& request) {
  core::AuditGet(call, request.name());
  return core::Read(store_, call.viewer, {},
                    [&](const ReadTx& tx) { return tx.matches().Get(request.name()); });
}

absl::StatusOr<v1::ListMatchesResponse> ScreeningHandlers::ListMatches(
    Call& call, const v1::ListMatchesRequest& request) {
  PROBITY_RETURN_IF_ERROR(
      core::CheckEnumFilter(request.state(), v1::Match::State_IsValid(request.state()), "state"));
  PROBITY_ASSIGN_OR_RETURN(const core::PageState page, tokens_.Open(call, request));
  const auto list = [&](const ReadTx& tx) -> absl::StatusOr<v1::ListMatchesResponse> {
    v1::ListMatchesResponse answer;
    if (!request.screening().empty()) {
      // One screening has few: a single page.
      PROBITY_ASSIGN_OR_RETURN(std::vector<v1::Match> matches,
                               tx.matches().ListByScreening(request.screening()));
      for (v1::Match& match : matches) {
        if (IsAskedFor(match, request.state())) *answer.add_matches() = std::move(match);
      }
      return answer;
    }
    PROBITY_ASSIGN_OR_RETURN(auto found,
                             tx.matches().List(request.state(), page.cursor, page.limit));
    for (v1::Match& match : found.items) *answer.add_matches() = std::move(match);
    answer.set_next_page_token(tokens_.Next(call, request, found.next, tx.position()));
    return answer;
  };
  PROBITY_ASSIGN_OR_RETURN(v1::ListMatchesResponse response,
                           core::Read(store_, call.viewer, page.as_of, list));
  core::AuditList(call, response.matches());
  return response;
}

absl::StatusOr<v1::Match> ScreeningHandlers::ConfirmMatch(Call& call,
                                                          const v1::ConfirmMatchRequest& request) {
  PROBITY_RETURN_IF_ERROR(core::CheckText(request.note(), kNoteRules, "note"));
  PROBITY_ASSIGN_OR_RETURN(const Search search, SearchAgain(call, request.name()));
  return store_.Write(call, request, [&](WriteTx& tx) {
    return Adjudicate(tx, call, request.name(), request.etag(), search,
                      {.same_person = true,
                       .reason = v1::Match::REJECT_REASON_UNSPECIFIED,
                       .note = request.note()});
  });
}

absl::StatusOr<v1::Match> ScreeningHandlers::RejectMatch(Call& call,
                                                         const v1::RejectMatchRequest& request) {
  if (!v1::Match::RejectReason_IsValid(request.reason()) ||
      request.reason() == v1::Match::REJECT_REASON_UNSPECIFIED) {
    return InvalidArgument("a rejection needs a reason")
        .Reason(v1::ERROR_REASON_MISSING_FIELD)
        .Field("reason");
  }
  core::TextRules rules = kNoteRules;
  if (request.reason() == v1::Match::OTHER_REASON) rules.min = 1;
  PROBITY_RETURN_IF_ERROR(core::CheckText(request.note(), rules, "note"));
  PROBITY_ASSIGN_OR_RETURN(const Search search, SearchAgain(call, request.name()));
  return store_.Write(call, request, [&](WriteTx& tx) {
    return Adjudicate(tx, call, request.name(), request.etag(), search,
                      {.same_person = false, .reason = request.reason(), .note = request.note()});
  });
}

absl::StatusOr<Rules> ScreeningHandlers::RulesOf(const v1::Screening& screening) const {
  for (const Policy* policy : {&policies_.current(), policies_.Find(screening.policy_version())}) {
    if (policy == nullptr) continue;
    const Agreement* agreement = policy->FindAgreement(screening.agreement());
    if (agreement != nullptr) return Rules{.policy = policy, .agreement = agreement};
  }
  return FailedPrecondition("this program does not have the policy of the screening")
      .Reason(v1::ERROR_REASON_NOT_AVAILABLE_YET);
}

absl::StatusOr<Search> ScreeningHandlers::SearchAgain(const Call& call,
                                                      absl::string_view match) const {
  PROBITY_ASSIGN_OR_RETURN(
      const v1::Screening screening,
      core::Read(store_, call.viewer, {}, [&](const ReadTx& tx) -> absl::StatusOr<v1::Screening> {
        PROBITY_ASSIGN_OR_RETURN(const v1::Match found, tx.matches().Get(match));
        return tx.screenings().Get(found.screening());
      }));
  return SearchFor(call, screening.candidate());
}

absl::StatusOr<v1::Match> ScreeningHandlers::Adjudicate(WriteTx& tx, const Call& call,
                                                        absl::string_view name,
                                                        absl::string_view etag,
                                                        const Search& search,
                                                        const Verdict& verdict) const {
  PROBITY_ASSIGN_OR_RETURN(v1::Match match, tx.matches().Get(name));
  PROBITY_ASSIGN_OR_RETURN(v1::Screening screening, tx.screenings().Get(match.screening()));
  PROBITY_RETURN_IF_ERROR(MayAdjudicate(call, screening));
  if (!Waits(match.state())) {
    return FailedPrecondition("the match is adjudicated")
        .Reason(v1::ERROR_REASON_ALREADY_ADJUDICATED)
        .With("state", v1::Match::State_Name(match.state()));
  }
  PROBITY_RETURN_IF_ERROR(core::CheckEtag(etag, match.etag()));

  PROBITY_ASSIGN_OR_RETURN(const Rules rules, RulesOf(screening));
  const Question question = QuestionOf(screening, *rules.agreement);
  PROBITY_ASSIGN_OR_RETURN(const std::vector<Weighed> weighed, Weigh(tx, rules, question, {match}));
  match.set_record_class(weighed.front().gravest);
  const bool takes_two = verdict.same_person ? TakesTwoToConfirm(match.record_class())
                                             : TakesTwoToReject(match.band(), match.record_class());
  const v1::Match::State proposed =
      verdict.same_person ? v1::Match::PROPOSED_CONFIRMED : v1::Match::PROPOSED_REJECTED;
  const bool seconds = match.state() == proposed;
  if (takes_two && seconds && match.first_adjudicator() == call.viewer.principal) {
    return FailedPrecondition("it takes a second person")
        .Reason(v1::ERROR_REASON_SECOND_PERSON_REQUIRED);
  }
  if (seconds && match.first_adjudicator() != call.viewer.principal) {
    match.set_second_adjudicator(call.viewer.principal);
  } else {
    match.set_first_adjudicator(call.viewer.principal);
    match.clear_second_adjudicator();
  }
  const bool settled = !takes_two || seconds;
  match.set_state(!settled              ? proposed
                  : verdict.same_person ? v1::Match::CONFIRMED
                                        : v1::Match::REJECTED);
  match.set_reject_reason(verdict.reason);
  if (!verdict.note.empty()) match.set_note(verdict.note);
  if (!settled) return tx.matches().Update(std::move(match));
  return DecideAgain(tx, rules, search, std::move(screening), std::move(match));
}

}  // namespace probity::screening

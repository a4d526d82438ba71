// ScreeningService: requests, rolls, adjudication, replay. One function a method.
#ifndef PROBITY_SERVICES_SCREENING_SCREENING_HANDLERS_H_
#define PROBITY_SERVICES_SCREENING_SCREENING_HANDLERS_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "probity/v1/screening.pb.h"
#include "services/core/call.h"
#include "services/core/codes.h"
#include "services/core/page.h"
#include "services/core/stream.h"
#include "services/matching/model.h"
#include "services/screening/deciding.h"
#include "services/screening/index_projection.h"
#include "services/screening/policy_table.h"
#include "storage/prepared_write.h"
#include "storage/store.h"

namespace probity::screening {

// Thread-safe. Borrows what it is given by reference.
//
// Requesters get no more than their agreement's disclosure level: a stored screening holds nothing
// beyond it, and matches are for adjudicators alone.
class ScreeningHandlers {
 public:
  struct Parts {
    storage::Store& store;
    IndexProjection& index;
    const PolicySet& policies;
    const core::Codes& codes;
    const core::PageTokens& tokens;
    std::shared_ptr<const matching::Model> model;
    // A keyed digest that is the same after a restart: tells whether a row's content is.
    std::function<std::string(absl::string_view)> digest;
  };

  explicit ScreeningHandlers(Parts parts);

  // The decision day is the UTC day of call.now. PERMISSION_DENIED/AGREEMENT_DENIES;
  // UNAVAILABLE/INDEX_STALE.
  storage::WriteOr<v1::Screening> ScreenCandidate(Call& call,
                                                  const v1::ScreenCandidateRequest& request);

  storage::WriteOr<v1::Roll> CreateRoll(Call& call, const v1::CreateRollRequest& request);
  absl::StatusOr<v1::Roll> GetRoll(Call& call, const v1::GetRollRequest& request);
  // The whole stream, in windows.
  absl::Status ScreenRoll(Call& call, Source<v1::ScreenRollRequest>& in,
                          Sink<v1::ScreenRollResponse>& out);
  // One window: at most kRowsPerWrite rows of one roll, their results in the same order. One write,
  // but that a row number which comes again begins another: after an error, which is one of the
  // whole window, the writes before it stand, and the rows may be sent again. Rows may leave `roll`
  // empty.
  absl::StatusOr<std::vector<v1::ScreenRollResponse>> ScreenRows(
      Call& call, absl::string_view roll, absl::Span<const v1::ScreenRollRequest> rows);

  absl::StatusOr<v1::Screening> GetScreening(Call& call, const v1::GetScreeningRequest& request);
  absl::StatusOr<v1::ListScreeningsResponse> ListScreenings(
      Call& call, const v1::ListScreeningsRequest& request);
  // FAILED_PRECONDITION/ERASED after an erasure; NOT_AVAILABLE_YET if this program has no such
  // policy or matcher.
  absl::StatusOr<v1::ReplayScreeningResponse> ReplayScreening(
      Call& call, const v1::ReplayScreeningRequest& request);

  absl::StatusOr<v1::Match> GetMatch(Call& call, const v1::GetMatchRequest& request);
  absl::StatusOr<v1::ListMatchesResponse> ListMatches(Call& call,
                                                      const v1::ListMatchesRequest& request);
  // PERMISSION_DENIED for a match of one's own organisation's request;
  // FAILED_PRECONDITION/ALREADY_ADJUDICATED or SECOND_PERSON_REQUIRED; ABORTED/STALE_ETAG.
  absl::StatusOr<v1::Match> ConfirmMatch(Call& call, const v1::ConfirmMatchRequest& request);
  absl::StatusOr<v1::Match> RejectMatch(Call& call, const v1::RejectMatchRequest& request);

 private:
  // What one person says about a match.
  struct Verdict {
    bool same_person = false;
    v1::Match::RejectReason reason = v1::Match::REJECT_REASON_UNSPECIFIED;
    std::string note;
  };
  // A row on its way through a window.
  struct Row;

  // The current rules under which the caller may ask this.
  absl::StatusOr<Rules> RulesFor(const Call& call, absl::string_view agreement,
                                 v1::ScreeningChannel channel, v1::Purpose purpose) const;
  // The rules that a stored screening is decided by again.
  absl::StatusOr<Rules> RulesOf(const v1::Screening& screening) const;
  // A screening without an answer: who asks, when, about whom.
  static v1::Screening Draft(const Call& call, const v1::Candidate& candidate);
  // UNAVAILABLE/INDEX_STALE; DEADLINE_EXCEEDED once the call is cancelled.
  absl::StatusOr<Search> SearchFor(const Call& call, const v1::Candidate& candidate) const;
  absl::StatusOr<Search> SearchIn(const IndexSnapshot& snapshot, const Call& call,
                                  const v1::Candidate& candidate) const;

  // The rows that can be screened; the others get their error.
  std::vector<Row> ReadableRows(const Call& call, const v1::Roll& roll,
                                absl::Span<const v1::ScreenRollRequest> requests,
                                std::vector<v1::ScreenRollResponse>& results) const;
  // Answers the row by what the register has of it; false if it is to be screened, and then `row`
  // names the screening that it replaces, if any.
  static absl::StatusOr<bool> AnswerFromRegister(const storage::ReadTx& tx, const v1::Roll& roll,
                                                 const v1::ScreenRollRequest& request, Row& row,
                                                 v1::ScreenRollResponse& result);
  static v1::Screening DraftRow(const Call& call, const v1::Roll& roll, const Row& row,
                                const v1::ScreenRollRequest& request);
  // The rows have numbers of their own.
  absl::StatusOr<std::vector<v1::ScreenRollResponse>> ScreenDistinct(
      Call& call, const v1::Roll& roll, const Rules& rules,
      absl::Span<const v1::ScreenRollRequest> rows);
  absl::Status CheckRow(const Call& call, const v1::Roll& roll,
                        const v1::ScreenRollRequest& request) const;

  absl::StatusOr<v1::Match> Adjudicate(storage::WriteTx& tx, const Call& call,
                                       absl::string_view name, absl::string_view etag,
                                       const Search& search, const Verdict& verdict) const;
  // For the candidate of the match, before the write that adjudicates it.
  absl::StatusOr<Search> SearchAgain(const Call& call, absl::string_view match) const;

  storage::Store& store_;
  IndexProjection& index_;
  const PolicySet& policies_;
  const core::Codes& codes_;
  const core::PageTokens& tokens_;
  const std::shared_ptr<const matching::Model> model_;
  const std::string matcher_version_;
  const std::function<std::string(absl::string_view)> digest_;
};

}  // namespace probity::screening

#endif  // PROBITY_SERVICES_SCREENING_SCREENING_HANDLERS_H_

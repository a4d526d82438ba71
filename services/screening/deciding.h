// Between the register and the policy: reads the records behind a match where the answer is
// written, asks the policy, and puts its answer into the screening.
#ifndef PROBITY_SERVICES_SCREENING_DECIDING_H_
#define PROBITY_SERVICES_SCREENING_DECIDING_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "probity/v1/match.pb.h"
#include "probity/v1/screening.pb.h"
#include "services/matching/model.h"
#include "services/screening/index_projection.h"
#include "services/screening/policy.h"
#include "services/screening/search.h"
#include "storage/store.h"

namespace probity::screening {

// A version of the policy, and the agreement of it that is asked under.
struct Rules {
  const Policy* policy = nullptr;
  const Agreement* agreement = nullptr;
};

// What the screening asks, on the day of its decided_for. Points into both.
Question QuestionOf(const v1::Screening& screening, const Agreement& agreement);

// The screening with this answer in place of the one it has.
v1::Screening WithAnswer(v1::Screening screening, const Answer& answer);

// The records behind a person, or the external record itself, as `tx` has them.
absl::StatusOr<std::vector<RecordFact>> FactsOf(const storage::ReadTx& tx, const v1::Match& match);

// How many people it takes, for a record of this class as the gravest.
bool TakesTwoToConfirm(v1::ScreeningRecord::RecordClass gravest);
bool TakesTwoToReject(v1::Match::Band band, v1::ScreeningRecord::RecordClass gravest);

// A match that the decision depends on, and whether as many people have confirmed it as its records
// take by now.
struct Weighed {
  v1::Match match;
  v1::ScreeningRecord::RecordClass gravest = v1::ScreeningRecord::RECORD_CLASS_UNSPECIFIED;
  Met met;
};

// Leaves out what is rejected or withdrawn.
absl::StatusOr<std::vector<Weighed>> Weigh(const storage::ReadTx& tx, const Rules& rules,
                                           const Question& question,
                                           absl::Span<const v1::Match> matches);

// The answer to what was weighed.
Answer Decide(const Rules& rules, const Question& question, absl::Span<const Weighed> weighed);

// A search, and what it was made with.
struct Search {
  const IndexProjection& index;
  const matching::Model& model;
  absl::string_view matcher_version;
  storage::Position position;  // That the index showed.
  Searched found;
};

// The version of the person or external record that was met. NOT_FOUND once it is erased.
absl::StatusOr<matching::Identity> IdentityMet(const storage::ReadTx& tx, const v1::Match& match);

// Decides a new screening, or one that is superseded (it has a name then, and its matches are
// withdrawn), and stores it with the matches that matter. `draft` holds everything but the answer
// and what the search says.
absl::StatusOr<v1::Screening> RecordScreening(storage::WriteTx& tx, const Rules& rules,
                                              const Search& search, v1::Screening draft);

// Decides again after `adjudicated` was, by what a new search for the candidate found: hits that
// did not matter when it was first answered, persons who are on record since, and persons about
// whom no was said on other evidence than there is by now, become matches that wait. A confirmation
// that by now takes a second person goes back to PROPOSED_CONFIRMED. If another version of the
// matcher answered first, all evidence is scored anew, so that a replay has one matcher to ask.
// Stores all of it, and answers the adjudicated match as it is stored.
absl::StatusOr<v1::Match> DecideAgain(storage::WriteTx& tx, const Rules& rules,
                                      const Search& search, v1::Screening screening,
                                      v1::Match adjudicated);

}  // namespace probity::screening

#endif  // PROBITY_SERVICES_SCREENING_DECIDING_H_

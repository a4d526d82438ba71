#include "services/screening/deciding.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "proto/support/status_macros.h"
#include "proto/support/timestamp.h"
#include "services/core/request_rules.h"
#include "services/matching/score.h"
#include "services/screening/conversions.h"

namespace probity::screening {
namespace {

using Class = v1::ScreeningRecord;

// Who was met: the name of the person or of the external record.
const std::string& SubjectOf(const v1::Match& match) {
  return match.external_record().empty() ? match.person() : match.external_record();
}

void SetEvidence(v1::Match& match, const matching::Evidence& evidence) {
  match.set_band(ToBand(evidence.band));
  match.set_total_millibits(evidence.total);
  *match.mutable_evidence() = ToEvidence(evidence);
}

v1::Match ToMatch(const matching::Hit& hit, std::string subject) {
  v1::Match match;
  if (absl::StartsWith(subject, "persons/")) {
    match.set_person(std::move(subject));
  } else {
    match.set_external_record(std::move(subject));
  }
  match.set_subject_version(static_cast<int64_t>(hit.version));
  SetEvidence(match, hit.evidence);
  match.set_state(v1::Match::OPEN);
  return match;
}

// Whether people are asked about the hit already, or have said no to the very same evidence.
bool IsAsked(const v1::Match& hit, absl::Span<const v1::Match> matches) {
  return std::any_of(matches.begin(), matches.end(), [&](const v1::Match& match) {
    if (match.state() == v1::Match::WITHDRAWN || SubjectOf(match) != SubjectOf(hit)) return false;
    return match.state() != v1::Match::REJECTED ||
           match.evidence().SerializeAsString() == hit.evidence().SerializeAsString();
  });
}

// Of the hits those that the answer depends on, and about which nobody is asked yet.
absl::StatusOr<std::vector<Weighed>> NewMatches(const storage::ReadTx& tx, const Rules& rules,
                                                const Question& question, const Search& search,
                                                absl::Span<const v1::Match> matches) {
  std::vector<Weighed> added;
  for (const matching::Hit& hit : search.found.hits) {
    Weighed one = {.match = ToMatch(hit, search.index.Find(hit.subject)), .gravest = {}, .met = {}};
    if (IsAsked(one.match, matches)) continue;
    PROBITY_ASSIGN_OR_RETURN(one.met.records, FactsOf(tx, one.match));
    if (!Matters(*rules.policy, question, one.met.records)) continue;
    one.gravest = GravestClass(*rules.policy, question, one.met.records);
    one.match.set_record_class(one.gravest);
    added.push_back(std::move(one));
  }
  return added;
}

absl::Status Insert(storage::WriteTx& tx, absl::string_view screening, v1::Match match) {
  match.set_screening(std::string(screening));
  return tx.matches().Insert(std::move(match)).status();
}

// The evidence as another version of the matcher has it, from the same versions of the persons.
absl::Status ScoreAgain(const storage::ReadTx& tx, const Search& search,
                        const v1::Candidate& candidate, std::vector<v1::Match>& matches) {
  const matching::Identity identity = ToIdentity(candidate);
  for (v1::Match& match : matches) {
    if (match.state() == v1::Match::WITHDRAWN) continue;
    PROBITY_ASSIGN_OR_RETURN(const matching::Identity met, IdentityMet(tx, match));
    SetEvidence(match, matching::Score(identity, met, search.model));
  }
  return absl::OkStatus();
}

// `matches` are what `stored` were, in their order. The one of that name, as it is stored now.
absl::StatusOr<v1::Match> StoreChanged(storage::WriteTx& tx, absl::Span<const v1::Match> stored,
                                       std::vector<v1::Match> matches, absl::string_view name) {
  v1::Match named;
  for (size_t i = 0; i < matches.size(); ++i) {
    v1::Match& match = matches[i];
    if (match.SerializeAsString() != stored[i].SerializeAsString()) {
      PROBITY_ASSIGN_OR_RETURN(match, tx.matches().Update(std::move(match)));
    }
    if (match.name() == name) named = std::move(match);
  }
  return named;
}

absl::Status WithdrawMatches(storage::WriteTx& tx, absl::string_view screening) {
  PROBITY_ASSIGN_OR_RETURN(std::vector<v1::Match> matches, tx.matches().ListByScreening(screening));
  for (v1::Match& match : matches) {
    if (match.state() == v1::Match::WITHDRAWN) continue;
    match.set_state(v1::Match::WITHDRAWN);
    PROBITY_RETURN_IF_ERROR(tx.matches().Update(std::move(match)).status());
  }
  return absl::OkStatus();
}

}  // namespace

Question QuestionOf(const v1::Screening& screening, const Agreement& agreement) {
  Question question = {.agreement = &agreement,
                       .channel = screening.channel(),
                       .purpose = screening.purpose(),
                       .mission = screening.mission(),
                       .day = {},
                       .identity_sufficient = screening.identity_sufficient(),
                       .search_complete = screening.search_complete()};
  const absl::StatusOr<absl::CivilDay> day = core::CheckDay(screening.decided_for(), "decided_for");
  if (day.ok()) question.day = *day;
  return question;
}

v1::Screening WithAnswer(v1::Screening screening, const Answer& answer) {
  screening.set_decision(answer.decision);
  screening.set_reason_code(answer.reason);
  screening.set_disclosure_level(answer.level);
  screening.set_contact(answer.contact);
  screening.clear_disclosures();
  for (const v1::Disclosure& disclosure : answer.disclosures) {
    *screening.add_disclosures() = disclosure;
  }
  return screening;
}

absl::StatusOr<std::vector<RecordFact>> FactsOf(const storage::ReadTx& tx, const v1::Match& match) {
  std::vector<RecordFact> facts;
  if (!match.external_record().empty()) {
    const absl::StatusOr<v1::ExternalRecord> record =
        tx.external_records().Get(match.external_record());
    // Erased: as if absent.
    if (absl::IsNotFound(record.status())) return facts;
    PROBITY_RETURN_IF_ERROR(record.status());
    facts.push_back(ToFact(*record));
    return facts;
  }
  PROBITY_ASSIGN_OR_RETURN(const std::vector<v1::ScreeningRecord> records,
                           tx.screening_records().ListByPerson(match.person()));
  for (const v1::ScreeningRecord& record : records) facts.push_back(ToFact(record));
  return facts;
}

bool TakesTwoToConfirm(Class::RecordClass gravest) {
  return gravest == Class::A_BARRED || gravest == Class::B_SANCTIONED ||
         gravest == Class::C_SUBSTANTIATED_NO_ACTION_YET || gravest == Class::D_PENDING_LEFT;
}

bool TakesTwoToReject(v1::Match::Band band, Class::RecordClass gravest) {
  return (band == v1::Match::STRONG || band == v1::Match::EXACT_ID) &&
         (gravest == Class::A_BARRED || gravest == Class::C_SUBSTANTIATED_NO_ACTION_YET ||
          gravest == Class::D_PENDING_LEFT);
}

absl::StatusOr<std::vector<Weighed>> Weigh(const storage::ReadTx& tx, const Rules& rules,
                                           const Question& question,
                                           absl::Span<const v1::Match> matches) {
  std::vector<Weighed> weighed;
  for (const v1::Match& match : matches) {
    if (match.state() == v1::Match::REJECTED || match.state() == v1::Match::WITHDRAWN) continue;
    Weighed one = {.match = match, .gravest = {}, .met = {}};
    PROBITY_ASSIGN_OR_RETURN(one.met.records, FactsOf(tx, match));
    one.gravest =
        Graver(match.record_class(), GravestClass(*rules.policy, question, one.met.records));
    one.met.confirmed = match.state() == v1::Match::CONFIRMED &&
                        (!TakesTwoToConfirm(one.gravest) || !match.second_adjudicator().empty());
    weighed.push_back(std::move(one));
  }
  return weighed;
}

Answer Decide(const Rules& rules, const Question& question, absl::Span<const Weighed> weighed) {
  std::vector<Met> met;
  met.reserve(weighed.size());
  for (const Weighed& one : weighed) met.push_back(one.met);
  return Decide(*rules.policy, question, met);
}

absl::StatusOr<matching::Identity> IdentityMet(const storage::ReadTx& tx, const v1::Match& match) {
  if (!match.external_record().empty()) {
    PROBITY_ASSIGN_OR_RETURN(
        const v1::ExternalRecord record,
        tx.screened_persons().GetExternalVersion(match.external_record(), match.subject_version()));
    return ToIdentity(record);
  }
  PROBITY_ASSIGN_OR_RETURN(const v1::Person person, tx.screened_persons().GetVersion(
                                                        match.person(), match.subject_version()));
  return ToIdentity(person);
}

void SetSearch(v1::Screening& screening, const Search& search) {
  screening.set_register_epoch(search.position.epoch);
  screening.set_register_position(search.position.seq);
  screening.set_matcher_version(std::string(search.matcher_version));
  screening.set_identity_sufficient(search.found.identity_sufficient);
  screening.set_search_complete(search.found.search_complete);
}

absl::StatusOr<v1::Screening> RecordScreening(storage::WriteTx& tx, const Rules& rules,
                                              const Search& search, v1::Screening draft) {
  SetSearch(draft, search);
  const Question question = QuestionOf(draft, *rules.agreement);
  PROBITY_ASSIGN_OR_RETURN(std::vector<Weighed> weighed,
                           NewMatches(tx, rules, question, search, {}));
  draft = WithAnswer(std::move(draft), Decide(rules, question, weighed));
  draft.set_policy_version(rules.policy->version);
  draft.set_decided_position(tx.position().seq);

  const bool superseded = !draft.name().empty();
  if (superseded) PROBITY_RETURN_IF_ERROR(WithdrawMatches(tx, draft.name()));
  PROBITY_ASSIGN_OR_RETURN(v1::Screening screening, superseded
                                                        ? tx.screenings().Update(std::move(draft))
                                                        : tx.screenings().Insert(std::move(draft)));
  for (Weighed& one : weighed) {
    PROBITY_RETURN_IF_ERROR(Insert(tx, screening.name(), std::move(one.match)));
  }
  return screening;
}

absl::StatusOr<v1::Match> DecideAgain(storage::WriteTx& tx, const Rules& rules,
                                      const Search& search, v1::Screening screening,
                                      v1::Match adjudicated) {
  PROBITY_ASSIGN_OR_RETURN(const std::vector<v1::Match> stored,
                           tx.matches().ListByScreening(screening.name()));
  std::vector<v1::Match> matches = stored;
  for (v1::Match& match : matches) {
    if (match.name() == adjudicated.name()) match = adjudicated;
  }
  if (screening.matcher_version() != search.matcher_version) {
    PROBITY_RETURN_IF_ERROR(ScoreAgain(tx, search, screening.candidate(), matches));
  }
  screening.set_decided_for(absl::FormatCivilTime(core::DayOf(tx.now())));
  SetSearch(screening, search);
  const Question question = QuestionOf(screening, *rules.agreement);
  PROBITY_ASSIGN_OR_RETURN(std::vector<Weighed> weighed, Weigh(tx, rules, question, matches));
  for (const Weighed& one : weighed) {
    if (one.match.state() != v1::Match::CONFIRMED || one.met.confirmed) continue;
    for (v1::Match& match : matches) {
      if (match.name() != one.match.name()) continue;
      match.set_state(v1::Match::PROPOSED_CONFIRMED);
      match.set_record_class(one.gravest);
    }
  }
  PROBITY_ASSIGN_OR_RETURN(const std::vector<Weighed> added,
                           NewMatches(tx, rules, question, search, matches));
  for (const Weighed& one : added) {
    PROBITY_RETURN_IF_ERROR(Insert(tx, screening.name(), one.match));
  }
  weighed.insert(weighed.end(), added.begin(), added.end());
  const v1::Decision before = screening.decision();
  screening = WithAnswer(std::move(screening), Decide(rules, question, weighed));
  screening.set_policy_version(rules.policy->version);
  screening.set_decided_position(tx.position().seq);
  if (screening.decision() != before) {
    *screening.mutable_decided_time() = ToTimestamp(tx.now());
  }
  PROBITY_RETURN_IF_ERROR(tx.screenings().Update(std::move(screening)).status());
  return StoreChanged(tx, stored, std::move(matches), adjudicated.name());
}

}  // namespace probity::screening

#include "services/screening/deciding.h"

#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "google/protobuf/util/time_util.h"
#include "proto/support/status_macros.h"
#include "services/core/request_rules.h"
#include "services/screening/conversions.h"

namespace probity::screening {
namespace {

using Class = v1::ScreeningRecord;

v1::Match ToMatch(const matching::Hit& hit, std::string subject) {
  v1::Match match;
  if (absl::StartsWith(subject, "persons/")) {
    match.set_person(std::move(subject));
  } else {
    match.set_external_record(std::move(subject));
  }
  match.set_subject_version(static_cast<int64_t>(hit.version));
  match.set_band(ToBand(hit.evidence.band));
  match.set_total_millibits(hit.evidence.total);
  match.set_state(v1::Match::OPEN);
  return match;
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

absl::StatusOr<v1::Screening> Record(storage::WriteTx& tx, const Rules& rules,
                                     const IndexProjection& index, const Searched& searched,
                                     v1::Screening draft) {
  std::vector<v1::Match> matches;
  std::vector<Met> met;
  const Question question = QuestionOf(draft, *rules.agreement);
  for (const matching::Hit& hit : searched.hits) {
    v1::Match match = ToMatch(hit, index.Find(hit.subject));
    PROBITY_ASSIGN_OR_RETURN(std::vector<RecordFact> facts, FactsOf(tx, match));
    if (!Matters(*rules.policy, question, facts)) continue;
    *match.mutable_evidence() = ToEvidence(hit.evidence);
    match.set_record_class(GravestClass(*rules.policy, question, facts));
    matches.push_back(std::move(match));
    met.push_back({.confirmed = false, .records = std::move(facts)});
  }
  const Answer answer = Decide(*rules.policy, question, met);
  draft = WithAnswer(std::move(draft), answer);
  draft.set_policy_version(rules.policy->version);
  draft.set_decided_position(tx.position().seq);

  const bool superseded = !draft.name().empty();
  if (superseded) PROBITY_RETURN_IF_ERROR(WithdrawMatches(tx, draft.name()));
  PROBITY_ASSIGN_OR_RETURN(v1::Screening screening, superseded
                                                        ? tx.screenings().Update(std::move(draft))
                                                        : tx.screenings().Insert(std::move(draft)));
  for (v1::Match& match : matches) {
    match.set_screening(screening.name());
    PROBITY_RETURN_IF_ERROR(tx.matches().Insert(std::move(match)).status());
  }
  return screening;
}

absl::Status DecideAgain(storage::WriteTx& tx, const Rules& rules, v1::Screening screening,
                         const v1::Match& adjudicated) {
  PROBITY_ASSIGN_OR_RETURN(std::vector<v1::Match> matches,
                           tx.matches().ListByScreening(screening.name()));
  for (v1::Match& match : matches) {
    if (match.name() == adjudicated.name()) match = adjudicated;
  }
  screening.set_decided_for(absl::FormatCivilTime(core::DayOf(tx.now())));
  const Question question = QuestionOf(screening, *rules.agreement);
  PROBITY_ASSIGN_OR_RETURN(const std::vector<Weighed> weighed, Weigh(tx, rules, question, matches));
  for (const Weighed& one : weighed) {
    if (one.match.state() != v1::Match::CONFIRMED || one.met.confirmed) continue;
    v1::Match again = one.match;
    again.set_state(v1::Match::PROPOSED_CONFIRMED);
    again.set_record_class(one.gravest);
    PROBITY_RETURN_IF_ERROR(tx.matches().Update(std::move(again)).status());
  }
  const v1::Decision before = screening.decision();
  const Answer answer = Decide(rules, question, weighed);
  screening = WithAnswer(std::move(screening), answer);
  screening.set_policy_version(rules.policy->version);
  screening.set_decided_position(tx.position().seq);
  if (screening.decision() != before) {
    *screening.mutable_decided_time() =
        google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(tx.now()));
  }
  return tx.screenings().Update(std::move(screening)).status();
}

}  // namespace probity::screening

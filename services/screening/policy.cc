#include "services/screening/policy.h"

#include <algorithm>

#include "proto/support/error.h"

namespace probity::screening {
namespace {

using Record = v1::ScreeningRecord;

// Lower is worse: the contract numbers decisions in outward order.
bool Worse(v1::Decision a, v1::Decision b) { return a < b; }

const ExternalSource* FindSource(const Agreement& agreement, absl::string_view source) {
  for (const ExternalSource& named : agreement.external) {
    if (named.source == source) return &named;
  }
  return nullptr;
}

bool Covers(const Policy& policy, const Question& question, const RecordFact& record) {
  if (record.bar_scope == Record::BAR_SCOPE_UNSPECIFIED) return true;
  if (record.bar_scope >= kScopes || question.channel >= kChannels) return true;
  const bool owner_may_be_asked = record.owner.empty() || record.owner == question.mission;
  switch (policy.scopes[record.bar_scope][question.channel]) {
    case Coverage::kNever:
      return false;
    case Coverage::kInMission:
      return !question.mission.empty();
    case Coverage::kOwn:
      return owner_may_be_asked;
    case Coverage::kOwnOrUnnamed:
      return owner_may_be_asked || question.mission.empty();
    case Coverage::kAlways:
    case Coverage::kUnset:
      return true;
  }
  return true;
}

const StatusRule& RuleOfStatus(const Policy& policy, const RecordFact& record) {
  static constexpr StatusRule kKept = {.effect = StatusRule::Effect::kKeep};
  if (record.status <= 0 || record.status >= kStatuses) return kKept;
  return policy.statuses[record.status];
}

// Whether the record is there at all for this question.
bool Counts(const Policy& policy, const Question& question, const RecordFact& record) {
  const Agreement& agreement = *question.agreement;
  if (RuleOfStatus(policy, record).effect == StatusRule::Effect::kAbsent) return false;
  if (record.expires_on.has_value() && *record.expires_on < question.day) return false;
  if (!Contains(agreement.purposes, question.purpose)) return false;
  if (record.record_class != Record::RECORD_CLASS_UNSPECIFIED &&
      !Contains(agreement.classes, record.record_class)) {
    return false;
  }
  if (!record.source.empty()) return FindSource(agreement, record.source) != nullptr;
  if (record.family != v1::MisconductType::FAMILY_UNSPECIFIED &&
      !Contains(agreement.families, record.family)) {
    return false;
  }
  return Covers(policy, question, record);
}

// What a record that counts answers by itself.
Outcome OutcomeOf(const Policy& policy, const Question& question, const RecordFact& record) {
  // What is not understood holds, and clears nobody.
  Outcome outcome = {.decision = v1::HOLD, .reason = v1::RECORD_PENDING};
  if (record.record_class > 0 && record.record_class < kClasses && record.family >= 0 &&
      record.family < kFamilies) {
    const bool deferred =
        record.deferment_ends_on.has_value() && *record.deferment_ends_on >= question.day;
    outcome = policy.records[record.record_class][record.family][question.purpose]
                            [(record.serious ? 1 : 0) + (deferred ? 2 : 0)];
  }
  if (!record.source.empty()) {
    const ExternalSource* source = FindSource(*question.agreement, record.source);
    if (source != nullptr && source->decision != v1::DECISION_UNSPECIFIED) {
      outcome.decision = source->decision;
    }
  }
  if (outcome.decision == v1::CLEARED) return outcome;
  const StatusRule& status = RuleOfStatus(policy, record);
  if (status.effect == StatusRule::Effect::kHold) outcome.decision = v1::HOLD;
  if (status.mark != v1::REASON_CODE_UNSPECIFIED) outcome.reason = status.mark;
  return outcome;
}

v1::Disclosure Disclose(const RecordFact& record) {
  v1::Disclosure disclosure;
  disclosure.set_nature(record.family);
  disclosure.set_measure(record.record_class);
  // A pending matter has no finding whose date could be told.
  if (record.record_class != Record::D_PENDING_LEFT &&
      record.record_class != Record::E_PENDING_SERVING) {
    disclosure.set_finding_date(record.effective_from);
  }
  return disclosure;
}

bool IsDecided(const Policy& policy, const Question& question) {
  return question.purpose > 0 && question.purpose < kPurposes &&
         !Contains(policy.undecided, question.purpose);
}

int Gravity(Record::RecordClass record_class) {
  switch (record_class) {
    case Record::A_BARRED:
      return 8;
    case Record::C_SUBSTANTIATED_NO_ACTION_YET:
      return 7;
    case Record::D_PENDING_LEFT:
      return 6;
    case Record::B_SANCTIONED:
      return 5;
    case Record::E_PENDING_SERVING:
      return 4;
    case Record::F_ADMINISTRATIVE_ONLY:
      return 3;
    case Record::H_FALSE_CERTIFICATION:
      return 2;
    case Record::X_EXTERNAL:
      return 1;
    default:
      return 0;
  }
}

}  // namespace

Answer Decide(const Policy& policy, const Question& question, absl::Span<const Met> met) {
  Answer answer;
  answer.level = question.agreement->disclosure;
  if (!IsDecided(policy, question)) return answer;

  Outcome worst = {.decision = v1::CLEARED, .reason = v1::NO_RECORD};
  absl::string_view owner;
  const auto take = [&](Outcome outcome, absl::string_view from) {
    if (outcome.decision == v1::CLEARED) return;
    // A reason that is not in dispute comes before one that is.
    const bool clearer = outcome.decision == worst.decision && worst.reason == v1::DISPUTE_OPEN &&
                         outcome.reason != v1::DISPUTE_OPEN;
    if (!Worse(outcome.decision, worst.decision) && !clearer) return;
    worst = outcome;
    owner = from;
  };
  for (const Met& match : met) {
    if (!match.confirmed) {
      if (Matters(policy, question, match.records)) take({v1::HOLD, v1::BEING_CHECKED}, "");
      continue;
    }
    for (const RecordFact& record : match.records) {
      if (!Counts(policy, question, record)) continue;
      const Outcome outcome = OutcomeOf(policy, question, record);
      take(outcome, record.owner);
      if (answer.level >= v1::L2 && outcome.decision != v1::CLEARED) {
        answer.disclosures.push_back(Disclose(record));
      }
    }
  }
  if (!question.identity_sufficient || !question.search_complete) {
    take({v1::UNABLE_TO_SCREEN, v1::INSUFFICIENT_IDENTITY}, "");
  }

  answer.decision = worst.decision;
  if (answer.level >= v1::L1) {
    answer.reason = worst.reason;
    answer.contact = owner.empty() ? question.agreement->contact : std::string(owner);
  }
  return answer;
}

bool Matters(const Policy& policy, const Question& question, absl::Span<const RecordFact> records) {
  return IsDecided(policy, question) &&
         std::any_of(records.begin(), records.end(), [&](const RecordFact& record) {
           return Counts(policy, question, record) &&
                  OutcomeOf(policy, question, record).decision != v1::CLEARED;
         });
}

Record::RecordClass GravestClass(const Policy& policy, const Question& question,
                                 absl::Span<const RecordFact> records) {
  Record::RecordClass gravest = Record::RECORD_CLASS_UNSPECIFIED;
  for (const RecordFact& record : records) {
    if (Counts(policy, question, record)) gravest = Graver(gravest, record.record_class);
  }
  return gravest;
}

Record::RecordClass Graver(Record::RecordClass a, Record::RecordClass b) {
  return Gravity(a) >= Gravity(b) ? a : b;
}

absl::StatusOr<const Agreement*> AgreementFor(const Policy& policy, absl::string_view name,
                                              absl::string_view organisation,
                                              v1::ScreeningChannel channel, v1::Purpose purpose,
                                              absl::CivilDay day) {
  const Agreement* agreement = policy.FindAgreement(name);
  if (agreement == nullptr || !Contains(agreement->channels, channel) ||
      !Contains(agreement->purposes, purpose) || day < agreement->valid_from ||
      (agreement->valid_to.has_value() && day > *agreement->valid_to) ||
      std::find(agreement->parties.begin(), agreement->parties.end(), organisation) ==
          agreement->parties.end()) {
    return PermissionDenied("no agreement lets this organisation ask this")
        .Reason(v1::ERROR_REASON_AGREEMENT_DENIES);
  }
  return agreement;
}

}  // namespace probity::screening

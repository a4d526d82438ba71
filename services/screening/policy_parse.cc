#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "proto/support/status_macros.h"
#include "services/screening/policy_agreement.h"
#include "services/screening/policy_rows.h"
#include "services/screening/policy_table.h"

namespace probity::screening {
namespace {

using Record = v1::ScreeningRecord;
using Family = v1::MisconductType;

// Which of the four columns [serious + 2 * deferred] a row fills.
absl::StatusOr<EnumSet> ColumnsOf(absl::string_view when) {
  if (when == "always") return 0b1111;
  if (when == "serious") return 0b1010;
  if (when == "deferred") return 0b1100;
  return Fault("'when' is always, serious or deferred");
}

absl::StatusOr<Coverage> CoverageOf(absl::string_view word) {
  if (word == "always") return Coverage::kAlways;
  if (word == "never") return Coverage::kNever;
  if (word == "in_mission") return Coverage::kInMission;
  if (word == "own") return Coverage::kOwn;
  if (word == "own_or_unnamed") return Coverage::kOwnOrUnnamed;
  return Fault("a scope covers always, never, in_mission, own or own_or_unnamed");
}

class Parser {
 public:
  absl::Status Row(const PolicyRow& row) {
    const absl::string_view kind = row.words[0];
    if (agreement_.has_value()) {
      return kind == "end" ? EndAgreement() : agreement_->Row(row, groups_);
    }
    if (kind == "policy") return Number(row);
    if (kind == "group") return Group(row);
    if (kind == "undecided") return Undecided(row);
    if (kind == "record") return RecordRow(row);
    if (kind == "status") return StatusRow(row);
    if (kind == "scope") return ScopeRow(row);
    if (kind == "agreement") return BeginAgreement(row);
    return Fault("this begins no row of a policy");
  }

  // What only the whole can tell.
  absl::StatusOr<Policy> Finish(const std::vector<PolicyRow>& rows) {
    if (agreement_.has_value()) return Fault("the agreement has no end");
    if (policy_.version.empty()) return Fault("the policy has no number");
    PROBITY_RETURN_IF_ERROR(CheckRecords());
    for (int status = 1; status < kStatuses; ++status) {
      if (policy_.statuses[status].effect == StatusRule::Effect::kUnset) {
        return Fault(absl::StrCat("status ", Record::RecordStatus_Name(status), " has no row"));
      }
    }
    for (int scope = 1; scope < kScopes; ++scope) {
      for (int channel = 1; channel < kChannels; ++channel) {
        if (policy_.scopes[scope][channel] == Coverage::kUnset) {
          return Fault(absl::StrCat("scope ", Record::BarScope_Name(scope), " and channel ",
                                    v1::ScreeningChannel_Name(channel), " have no row"));
        }
      }
    }
    if (policy_.agreements.empty()) return Fault("there is no agreement");
    absl::StrAppend(&policy_.version, "+", DigestOf(rows));
    return std::move(policy_);
  }

 private:
  static absl::Status Want(const PolicyRow& row, size_t words) {
    return row.words.size() == words ? absl::OkStatus()
                                     : Fault("the row has too few or too many words");
  }

  absl::Status Number(const PolicyRow& row) {
    PROBITY_RETURN_IF_ERROR(Want(row, 2));
    int number = 0;
    if (!policy_.version.empty() || !absl::SimpleAtoi(row.words[1], &number) || number < 1) {
      return Fault("a policy has one number, from 1");
    }
    policy_.version = absl::StrCat(number);
    return absl::OkStatus();
  }

  absl::Status Group(const PolicyRow& row) {
    PROBITY_RETURN_IF_ERROR(Want(row, 3));
    return groups_.Add(row.words[1], row.words[2]);
  }

  absl::Status Undecided(const PolicyRow& row) {
    PROBITY_RETURN_IF_ERROR(Want(row, 2));
    PROBITY_ASSIGN_OR_RETURN(policy_.undecided,
                             groups_.Resolve(*v1::Purpose_descriptor(), row.words[1]));
    return absl::OkStatus();
  }

  absl::Status RecordRow(const PolicyRow& row) {
    PROBITY_RETURN_IF_ERROR(Want(row, 7));
    PROBITY_ASSIGN_OR_RETURN(const auto record_class,
                             ParseMember<Record::RecordClass>(row.words[1]));
    PROBITY_ASSIGN_OR_RETURN(const EnumSet families,
                             groups_.Resolve(*Family::Family_descriptor(), row.words[2]));
    PROBITY_ASSIGN_OR_RETURN(const EnumSet purposes,
                             groups_.Resolve(*v1::Purpose_descriptor(), row.words[3]));
    PROBITY_ASSIGN_OR_RETURN(const EnumSet columns, ColumnsOf(row.words[4]));
    Outcome outcome;
    PROBITY_ASSIGN_OR_RETURN(outcome.decision, ParseMember<v1::Decision>(row.words[5]));
    PROBITY_ASSIGN_OR_RETURN(outcome.reason, ParseMember<v1::ReasonCode>(row.words[6]));
    if ((outcome.decision == v1::CLEARED) != (outcome.reason == v1::NO_RECORD)) {
      return Fault("CLEARED goes with NO_RECORD, and nothing else does");
    }
    bool wins = false;
    for (int family = 1; family < kFamilies; ++family) {
      for (int purpose = 1; purpose < kPurposes; ++purpose) {
        if (!Contains(families, family) || !Contains(purposes, purpose)) continue;
        for (int column = 0; column < 4; ++column) {
          Outcome& cell = policy_.records[record_class][family][purpose][column];
          if ((columns >> column & 1) == 0 || cell.decision != v1::DECISION_UNSPECIFIED) continue;
          cell = outcome;
          wins = true;
        }
      }
    }
    return wins ? absl::OkStatus() : Fault("the rows above leave nothing to this one");
  }

  absl::Status StatusRow(const PolicyRow& row) {
    PROBITY_RETURN_IF_ERROR(Want(row, 4));
    PROBITY_ASSIGN_OR_RETURN(const auto status, ParseMember<Record::RecordStatus>(row.words[1]));
    StatusRule& rule = policy_.statuses[status];
    if (rule.effect != StatusRule::Effect::kUnset) return Fault("the status has a row already");
    if (row.words[2] == "keep") {
      rule.effect = StatusRule::Effect::kKeep;
    } else if (row.words[2] == "hold") {
      rule.effect = StatusRule::Effect::kHold;
    } else if (row.words[2] == "absent") {
      rule.effect = StatusRule::Effect::kAbsent;
    } else {
      return Fault("a status means keep, hold or absent");
    }
    if (row.words[3] == "-") return absl::OkStatus();
    PROBITY_ASSIGN_OR_RETURN(rule.mark, ParseMember<v1::ReasonCode>(row.words[3]));
    return absl::OkStatus();
  }

  absl::Status ScopeRow(const PolicyRow& row) {
    PROBITY_RETURN_IF_ERROR(Want(row, 4));
    PROBITY_ASSIGN_OR_RETURN(const auto scope, ParseMember<Record::BarScope>(row.words[1]));
    PROBITY_ASSIGN_OR_RETURN(const EnumSet channels,
                             groups_.Resolve(*v1::ScreeningChannel_descriptor(), row.words[2]));
    PROBITY_ASSIGN_OR_RETURN(const Coverage coverage, CoverageOf(row.words[3]));
    bool wins = false;
    for (int channel = 1; channel < kChannels; ++channel) {
      Coverage& cell = policy_.scopes[scope][channel];
      if (!Contains(channels, channel) || cell != Coverage::kUnset) continue;
      cell = coverage;
      wins = true;
    }
    return wins ? absl::OkStatus() : Fault("the rows above leave nothing to this one");
  }

  absl::Status BeginAgreement(const PolicyRow& row) {
    PROBITY_RETURN_IF_ERROR(Want(row, 2));
    PROBITY_ASSIGN_OR_RETURN(agreement_, AgreementRows::Begin(row.words[1]));
    if (policy_.FindAgreement(agreement_->name()) == nullptr) return absl::OkStatus();
    return Fault("the agreement exists already");
  }

  absl::Status EndAgreement() {
    PROBITY_ASSIGN_OR_RETURN(Agreement agreement, agreement_->End());
    policy_.agreements.push_back(std::move(agreement));
    agreement_.reset();
    return absl::OkStatus();
  }

  // Every class, family and purpose that is decided has an answer; what has no family gets the
  // worst of all families.
  absl::Status CheckRecords() {
    for (int record_class = 1; record_class < kClasses; ++record_class) {
      for (int purpose = 1; purpose < kPurposes; ++purpose) {
        if (Contains(policy_.undecided, purpose)) continue;
        for (int column = 0; column < 4; ++column) {
          Outcome& worst = policy_.records[record_class][0][purpose][column];
          for (int family = 1; family < kFamilies; ++family) {
            const Outcome& cell = policy_.records[record_class][family][purpose][column];
            if (cell.decision == v1::DECISION_UNSPECIFIED) {
              return Fault(absl::StrCat(Record::RecordClass_Name(record_class), ", ",
                                        Family::Family_Name(family), ", ",
                                        v1::Purpose_Name(purpose), " has no answer"));
            }
            if (family == 1 || cell.decision < worst.decision) worst = cell;
          }
        }
      }
    }
    return absl::OkStatus();
  }

  Policy policy_;
  Groups groups_;
  std::optional<AgreementRows> agreement_;  // The one whose rows are being read.
};

}  // namespace

absl::StatusOr<Policy> ParsePolicy(absl::string_view name, absl::string_view text) {
  const std::vector<PolicyRow> rows = SplitRows(text);
  Parser parser;
  const auto at = [name](int line, const absl::Status& fault) {
    return absl::InvalidArgumentError(absl::StrCat(name, ":", line, ": ", fault.message()));
  };
  for (const PolicyRow& row : rows) {
    const absl::Status status = parser.Row(row);
    if (!status.ok()) return at(row.line, status);
  }
  absl::StatusOr<Policy> policy = parser.Finish(rows);
  if (!policy.ok()) return at(rows.empty() ? 1 : rows.back().line, policy.status());
  return policy;
}

}  // namespace probity::screening

#include "services/cases/report_recorder.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "proto/support/error.h"
#include "proto/support/status_macros.h"
#include "proto/support/timestamp.h"
#include "services/cases/report_rules.h"
#include "services/core/request_rules.h"
#include "services/persons/person_rules.h"
#include "services/persons/service_entities.h"

namespace probity::cases {
namespace {

using storage::WriteTx;

// A case in a mission that its author does not see would be gone for him at once.
absl::Status CheckMissionSeen(const storage::Viewer& viewer, const std::string& mission) {
  if (viewer.all_missions ||
      std::find(viewer.missions.begin(), viewer.missions.end(), mission) != viewer.missions.end()) {
    return absl::OkStatus();
  }
  return PermissionDenied("the caller does not work for this mission")
      .Reason(v1::ERROR_REASON_PERMISSION_DENIED)
      .With("mission", mission);
}

v1::Case CaseOf(const v1::Report& report, absl::Time now) {
  v1::Case made;
  made.set_mission(report.mission());
  made.set_channel(report.channel());
  *made.mutable_became_aware_time() = report.became_aware_time();
  *made.mutable_recorded_time() = ToTimestamp(now);
  made.set_incident_from(report.incident_from());
  made.set_incident_to(report.incident_to());
  made.set_incident_country(report.incident_country());
  made.set_incident_location(report.incident_location());
  if (report.has_reporter()) *made.mutable_reporter() = report.reporter();
  made.set_narrative(report.narrative());
  *made.mutable_victims() = report.victims();
  *made.mutable_external_references() = report.external_references();
  made.set_fictitious(report.fictitious());
  return made;
}

int YearOfReceipt(const v1::Case& report) {
  const absl::Time received = TimeOf(report.became_aware_time());
  return static_cast<int>(core::DayOf(received).year());
}

DraftReport::Subject SubjectOf(const v1::ReportedSubject& reported, int number, const Call& call) {
  DraftReport::Subject subject;
  v1::Allegation& allegation = subject.prototype;
  allegation.set_subject_number(number);
  allegation.set_role(reported.role());
  allegation.set_subcategory(reported.subcategory());
  allegation.set_p5_or_above(reported.p5_or_above());
  if (reported.has_placeholder()) *allegation.mutable_placeholder() = reported.placeholder();
  allegation.set_person(reported.person());
  if (reported.has_new_person()) {
    subject.new_person = reported.new_person();
    subject.new_person.clear_name();
    subject.new_person.clear_etag();
    subject.new_person.set_creator(call.viewer.principal);
    persons::Complete(subject.new_person);
  }
  return subject;
}

// The name of the subject's person, who is stored if he is new; empty for a placeholder.
absl::StatusOr<std::string> PersonOf(WriteTx& tx, const DraftReport::Subject& subject) {
  if (!subject.new_person.names().empty()) {
    PROBITY_RETURN_IF_ERROR(AtField("new_person", persons::CheckEntities(tx, subject.new_person)));
    PROBITY_ASSIGN_OR_RETURN(const v1::Person stored, tx.persons().Insert(subject.new_person));
    return stored.name();
  }
  const std::string& person = subject.prototype.person();
  if (person.empty()) return person;
  const absl::Status found = tx.persons().Exists(person);
  if (absl::IsNotFound(found)) return NotFound().Field("person");
  PROBITY_RETURN_IF_ERROR(found);
  return person;
}

}  // namespace

absl::StatusOr<DraftReport> ReportRecorder::Prepare(const Call& call,
                                                    const v1::Report& report) const {
  PROBITY_RETURN_IF_ERROR(CheckReport(report, codes_, call.now));
  PROBITY_RETURN_IF_ERROR(CheckMissionSeen(call.viewer, report.mission()));
  DraftReport draft;
  draft.received = CaseOf(report, call.now);
  PROBITY_ASSIGN_OR_RETURN(const State begins, Receive(call, draft.received));
  for (const std::string& code : report.misconduct_types()) {
    PROBITY_ASSIGN_OR_RETURN(draft.types.emplace_back(),
                             codes_.MisconductType(code, "misconduct_types"));
  }
  for (int i = 0; i < report.subjects_size(); ++i) {
    draft.subjects.push_back(SubjectOf(report.subjects(i), i + 1, call));
    draft.subjects.back().prototype.set_state(begins);
  }
  return draft;
}

absl::StatusOr<v1::Case> ReportRecorder::Record(WriteTx& tx, const DraftReport& draft) const {
  v1::Case made = draft.received;
  PROBITY_RETURN_IF_ERROR(core::AsUnknownCode(tx.missions().Exists(made.mission()), "mission"));
  PROBITY_ASSIGN_OR_RETURN(*made.mutable_reference(),
                           tx.NextReference(made.mission(), YearOfReceipt(made)));
  PROBITY_ASSIGN_OR_RETURN(made, tx.cases().Insert(std::move(made)));
  for (size_t i = 0; i < draft.subjects.size(); ++i) {
    const DraftReport::Subject& subject = draft.subjects[i];
    absl::StatusOr<std::string> person = PersonOf(tx, subject);
    if (!person.ok()) return AtField(absl::StrCat("subjects[", i, "]"), person.status());
    for (const v1::MisconductType* type : draft.types) {
      v1::Allegation allegation = subject.prototype;
      allegation.set_case_name(made.name());
      allegation.set_person(*person);
      allegation.set_misconduct_type(type->code());
      allegation.set_serious(IsSerious(*type, allegation.p5_or_above()));
      PROBITY_ASSIGN_OR_RETURN(*made.add_allegations(),
                               tx.allegations().Insert(std::move(allegation)));
    }
  }
  made.set_state(storage::RollUp(made.allegations()));
  return made;
}

absl::StatusOr<State> ReportRecorder::Receive(const Call& call, const v1::Case& report) const {
  Step step;
  step.verb = Verb::kReceive;
  step.now = call.now;
  const v1::Allegation allegation;
  const v1::MisconductType type;
  const v1::PersonnelCategory category;
  PROBITY_ASSIGN_OR_RETURN(const Transition received,
                           lifecycle_.Judge({step, allegation, report, type, category}, call));
  return received.to;
}

}  // namespace probity::cases

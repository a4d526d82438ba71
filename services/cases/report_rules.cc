#include "services/cases/report_rules.h"

#include <string>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "proto/support/error.h"
#include "proto/support/resource_name.h"
#include "proto/support/status_macros.h"
#include "proto/support/timestamp.h"
#include "services/core/partial_date.h"
#include "services/core/request_rules.h"
#include "services/core/text.h"
#include "services/persons/person_rules.h"

namespace probity::cases {
namespace {

using core::CheckEnum;
using core::CheckText;

constexpr int kMostSubjects = 50;
constexpr int kMostTypes = 10;
constexpr int kMostVictimGroups = 100;
constexpr int kMostVictimsInGroup = 10'000;
constexpr int kMostReferences = 50;

constexpr core::TextRules kShort = {.max = 200};
constexpr core::TextRules kNote = {.max = 2'000, .lines = true};
constexpr core::TextRules kNarrative = {.max = 20'000, .lines = true};
constexpr core::TextRules kReference = {.min = 1, .max = 100, .needs_alnum = true};

ErrorBuilder Wrong(absl::string_view message, v1::ErrorReason reason, absl::string_view field) {
  return InvalidArgument(message).Reason(reason).Field(field);
}

absl::Status CheckCount(int count, int most, absl::string_view field) {
  if (count <= most) return absl::OkStatus();
  return Wrong("there are too many", v1::ERROR_REASON_TOO_MANY, field);
}

absl::Status CheckNotRepeated(bool is_new, absl::string_view field) {
  if (is_new) return absl::OkStatus();
  return Wrong("the same stands twice", v1::ERROR_REASON_INVALID_FIELD, field);
}

absl::Status CheckMission(absl::string_view mission) {
  if (mission.empty()) {
    return Wrong("a report names its mission", v1::ERROR_REASON_MISSING_FIELD, "mission");
  }
  if (ParseCodeName("missions", mission).ok()) return absl::OkStatus();
  return Wrong("there is no such mission", v1::ERROR_REASON_UNKNOWN_CODE, "mission");
}

absl::Status CheckReceipt(const v1::Report& report, absl::Time now) {
  if (!report.has_became_aware_time()) {
    return Wrong("a report says when the organisation became aware", v1::ERROR_REASON_MISSING_FIELD,
                 "became_aware_time");
  }
  const auto& time = report.became_aware_time();
  if (!IsPossible(time) || TimeOf(time) > now) {
    return Wrong("nobody becomes aware in the future", v1::ERROR_REASON_INVALID_DATE,
                 "became_aware_time");
  }
  if (core::DayOf(TimeOf(time)) >= core::kFirstDay) return absl::OkStatus();
  return Wrong("nobody was aware before field operations began", v1::ERROR_REASON_INVALID_DATE,
               "became_aware_time");
}

absl::Status CheckIncidentDay(absl::string_view text, absl::Time now, absl::string_view field) {
  if (text.empty()) return absl::OkStatus();
  PROBITY_ASSIGN_OR_RETURN(const core::PartialDate date, core::CheckPartialDate(text, field));
  if (core::FirstDay(date) > core::DayOf(now)) {
    return Wrong("an incident is not in the future", v1::ERROR_REASON_INVALID_DATE, field);
  }
  if (core::LastDay(date) >= core::kFirstDay) return absl::OkStatus();
  return Wrong("an incident is not before field operations began", v1::ERROR_REASON_INVALID_DATE,
               field);
}

// A day is one of the place of the incident, which may be a day ahead of UTC.
absl::Status CheckBegunWhenReported(const v1::Report& report) {
  if (report.incident_from().empty()) return absl::OkStatus();
  PROBITY_ASSIGN_OR_RETURN(const core::PartialDate begun,
                           core::CheckPartialDate(report.incident_from(), "incident_from"));
  const absl::CivilDay aware = core::DayOf(TimeOf(report.became_aware_time()));
  if (core::FirstDay(begun) <= aware + 1) return absl::OkStatus();
  return Wrong("nobody becomes aware of an incident before it begins",
               v1::ERROR_REASON_INVALID_DATE, "incident_from");
}

absl::Status CheckIncident(const v1::Report& report, const core::Codes& codes, absl::Time now) {
  if (report.incident_from().empty() && !report.incident_to().empty()) {
    return Wrong("a period has a beginning", v1::ERROR_REASON_MISSING_FIELD, "incident_from");
  }
  PROBITY_RETURN_IF_ERROR(CheckIncidentDay(report.incident_from(), now, "incident_from"));
  PROBITY_RETURN_IF_ERROR(CheckIncidentDay(report.incident_to(), now, "incident_to"));
  PROBITY_RETURN_IF_ERROR(core::CheckPeriod(report.incident_from(), "incident_from",
                                            report.incident_to(), "incident_to"));
  PROBITY_RETURN_IF_ERROR(CheckBegunWhenReported(report));
  if (!report.incident_country().empty()) {
    PROBITY_RETURN_IF_ERROR(
        codes.MemberState(report.incident_country(), "incident_country").status());
  }
  PROBITY_RETURN_IF_ERROR(CheckText(report.incident_location(), kNote, "incident_location"));
  return CheckText(report.narrative(), kNarrative, "narrative");
}

absl::Status CheckReporter(const v1::Reporter& reporter) {
  PROBITY_RETURN_IF_ERROR(CheckEnum(
      reporter.kind(), v1::Reporter::ReporterKind_IsValid(reporter.kind()), "reporter.kind"));
  PROBITY_RETURN_IF_ERROR(CheckText(reporter.display_name(), kShort, "reporter.display_name"));
  PROBITY_RETURN_IF_ERROR(CheckText(reporter.contact(), kShort, "reporter.contact"));
  if (reporter.kind() == v1::Reporter::ANONYMOUS && !reporter.display_name().empty()) {
    return Wrong("an anonymous reporter has no name", v1::ERROR_REASON_INVALID_FIELD,
                 "reporter.display_name");
  }
  return absl::OkStatus();
}

// Of checked dates.
absl::Status CheckBornBefore(const v1::Person& person, absl::CivilDay day) {
  for (int i = 0; i < person.dates_of_birth_size(); ++i) {
    const absl::StatusOr<core::PartialDate> born = core::ParsePartialDate(person.dates_of_birth(i));
    if (!born.ok()) return born.status();
    if (core::FirstDay(*born) <= day) continue;
    return Wrong("nobody is born after the incident", v1::ERROR_REASON_INVALID_DATE,
                 absl::StrCat("dates_of_birth[", i, "]"));
  }
  return absl::OkStatus();
}

// The last day on which the incident can have been.
absl::StatusOr<absl::CivilDay> LastDayOfIncident(const v1::Report& report) {
  const std::string& last =
      report.incident_to().empty() ? report.incident_from() : report.incident_to();
  if (last.empty()) return core::DayOf(TimeOf(report.became_aware_time()));
  PROBITY_ASSIGN_OR_RETURN(const core::PartialDate date,
                           core::CheckPartialDate(last, "incident_from"));
  return core::LastDay(date);
}

absl::Status CheckSubject(const v1::ReportedSubject& subject, const core::Codes& codes,
                          absl::CivilDay last_day, absl::Time now) {
  PROBITY_RETURN_IF_ERROR(
      CheckEnum(subject.role(), v1::SubjectRole_IsValid(subject.role()), "role"));
  PROBITY_RETURN_IF_ERROR(
      codes.PersonnelCategory(subject.subcategory(), 0, "subcategory").status());
  switch (subject.who_case()) {
    case v1::ReportedSubject::kPerson:
      if (ParseOpaqueName("persons", subject.person()).ok()) return absl::OkStatus();
      return Wrong("this is no name of a person", v1::ERROR_REASON_INVALID_NAME, "person");
    case v1::ReportedSubject::kNewPerson:
      PROBITY_RETURN_IF_ERROR(
          AtField("new_person", persons::CheckPerson(subject.new_person(), codes, now)));
      return AtField("new_person", CheckBornBefore(subject.new_person(), last_day));
    case v1::ReportedSubject::kPlaceholder:
      return AtField("placeholder", CheckPlaceholder(subject.placeholder(), codes));
    case v1::ReportedSubject::WHO_NOT_SET:
      break;
  }
  return Wrong("a subject is a person, a new one, or a placeholder", v1::ERROR_REASON_MISSING_FIELD,
               "placeholder");
}

absl::Status CheckSubjects(const v1::Report& report, const core::Codes& codes, absl::Time now) {
  if (report.subjects().empty()) {
    return Wrong("a report has a subject", v1::ERROR_REASON_MISSING_FIELD, "subjects");
  }
  PROBITY_RETURN_IF_ERROR(CheckCount(report.subjects_size(), kMostSubjects, "subjects"));
  PROBITY_ASSIGN_OR_RETURN(const absl::CivilDay last_day, LastDayOfIncident(report));
  absl::flat_hash_set<absl::string_view> persons;
  for (int i = 0; i < report.subjects_size(); ++i) {
    const v1::ReportedSubject& subject = report.subjects(i);
    const std::string field = absl::StrCat("subjects[", i, "]");
    PROBITY_RETURN_IF_ERROR(AtField(field, CheckSubject(subject, codes, last_day, now)));
    if (subject.who_case() == v1::ReportedSubject::kPerson) {
      PROBITY_RETURN_IF_ERROR(CheckNotRepeated(persons.insert(subject.person()).second,
                                               absl::StrCat(field, ".person")));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckTypes(const v1::Report& report, const core::Codes& codes) {
  if (report.misconduct_types().empty()) {
    return Wrong("a report has a type of misconduct", v1::ERROR_REASON_MISSING_FIELD,
                 "misconduct_types");
  }
  PROBITY_RETURN_IF_ERROR(
      CheckCount(report.misconduct_types_size(), kMostTypes, "misconduct_types"));
  absl::flat_hash_set<absl::string_view> types;
  for (int i = 0; i < report.misconduct_types_size(); ++i) {
    const std::string field = absl::StrCat("misconduct_types[", i, "]");
    PROBITY_RETURN_IF_ERROR(codes.MisconductType(report.misconduct_types(i), field).status());
    PROBITY_RETURN_IF_ERROR(
        CheckNotRepeated(types.insert(report.misconduct_types(i)).second, field));
  }
  return absl::OkStatus();
}

absl::Status CheckVictimGroup(const v1::VictimGroup& group) {
  PROBITY_RETURN_IF_ERROR(CheckEnum(
      group.age_class(), v1::VictimGroup::AgeClass_IsValid(group.age_class()), "age_class"));
  PROBITY_RETURN_IF_ERROR(CheckEnum(group.gender(), v1::Gender_IsValid(group.gender()), "gender"));
  if (group.count() >= 1 && group.count() <= kMostVictimsInGroup) return absl::OkStatus();
  return Wrong("a group has 1 to 10,000 victims", v1::ERROR_REASON_INVALID_FIELD, "count");
}

absl::Status CheckVictims(const v1::Report& report) {
  PROBITY_RETURN_IF_ERROR(CheckCount(report.victims_size(), kMostVictimGroups, "victims"));
  absl::flat_hash_set<std::pair<int, int>> groups;
  for (int i = 0; i < report.victims_size(); ++i) {
    const v1::VictimGroup& group = report.victims(i);
    const std::string field = absl::StrCat("victims[", i, "]");
    PROBITY_RETURN_IF_ERROR(AtField(field, CheckVictimGroup(group)));
    PROBITY_RETURN_IF_ERROR(
        CheckNotRepeated(groups.insert({group.age_class(), group.gender()}).second, field));
  }
  return absl::OkStatus();
}

absl::Status CheckReferences(const v1::Report& report) {
  PROBITY_RETURN_IF_ERROR(
      CheckCount(report.external_references_size(), kMostReferences, "external_references"));
  for (int i = 0; i < report.external_references_size(); ++i) {
    PROBITY_RETURN_IF_ERROR(CheckText(report.external_references(i), kReference,
                                      absl::StrCat("external_references[", i, "]")));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckReport(const v1::Report& report, const core::Codes& codes, absl::Time now) {
  PROBITY_RETURN_IF_ERROR(CheckMission(report.mission()));
  PROBITY_RETURN_IF_ERROR(
      CheckEnum(report.channel(), v1::Channel_IsValid(report.channel()), "channel"));
  PROBITY_RETURN_IF_ERROR(CheckReceipt(report, now));
  if (report.has_reporter()) PROBITY_RETURN_IF_ERROR(CheckReporter(report.reporter()));
  PROBITY_RETURN_IF_ERROR(CheckIncident(report, codes, now));
  PROBITY_RETURN_IF_ERROR(CheckSubjects(report, codes, now));
  PROBITY_RETURN_IF_ERROR(CheckTypes(report, codes));
  PROBITY_RETURN_IF_ERROR(CheckVictims(report));
  return CheckReferences(report);
}

absl::Status CheckPlaceholder(const v1::Placeholder& placeholder, const core::Codes& codes) {
  if (!placeholder.nationality().empty()) {
    PROBITY_RETURN_IF_ERROR(codes.MemberState(placeholder.nationality(), "nationality").status());
  }
  PROBITY_RETURN_IF_ERROR(CheckText(placeholder.unit(), kShort, "unit"));
  PROBITY_RETURN_IF_ERROR(CheckText(placeholder.rank(), kShort, "rank"));
  return CheckText(placeholder.description(), kNote, "description");
}

bool IsSerious(const v1::MisconductType& type, bool p5_or_above) {
  return type.family() == v1::MisconductType::SEA || type.serious() ||
         type.legacy_category() == 1 || (type.escalates_at_p5() && p5_or_above);
}

}  // namespace probity::cases

// probity case record: a report from options, or from a file.
#include <fstream>
#include <sstream>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "clients/cli/enums.h"
#include "clients/cli/identity.h"
#include "clients/cli/names.h"
#include "clients/cli/nouns.h"
#include "clients/cli/session.h"
#include "clients/cpp/case_service.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/time_util.h"
#include "proto/support/error.h"
#include "proto/support/status_macros.h"

namespace probity::cli {
namespace {

struct Flags {
  std::string json_file, mission, became_aware, narrative, person, subcategory, request_id;
  v1::Channel channel = v1::CHANNEL_UNSPECIFIED;
  v1::Reporter::ReporterKind reporter = v1::Reporter::REPORTER_KIND_UNSPECIFIED;
  std::string incident_from, incident_to, incident_country, incident_location;
  std::vector<std::string> types, victims, references;
  IdentityFlags identity;
  v1::Placeholder placeholder;
  v1::SubjectRole role = v1::PERPETRATOR;
  bool p5_or_above = false, fictitious = false, validate_only = false;
};

absl::Status Wrong(absl::string_view message, absl::string_view field) {
  return InvalidArgument(message).Reason(v1::ERROR_REASON_INVALID_FIELD).Field(field);
}

// "2014-02-03" is its first instant, UTC; "2014-02-03T10:00:00Z" is itself.
absl::Status FillTime(const std::string& text, google::protobuf::Timestamp& time) {
  const bool is_day = text.find('T') == std::string::npos;
  if (google::protobuf::util::TimeUtil::FromString(is_day ? text + "T00:00:00Z" : text, &time)) {
    return absl::OkStatus();
  }
  return InvalidArgument("the time is neither a full date nor RFC 3339")
      .Reason(v1::ERROR_REASON_INVALID_DATE)
      .Field("report.became_aware_time");
}

// "child:female:2"; the count is 1 if left out.
absl::StatusOr<v1::VictimGroup> ParseVictims(const std::string& text) {
  std::vector<std::string> parts = absl::StrSplit(text, ':');
  if (parts.size() == 2) parts.push_back("1");
  v1::VictimGroup group;
  int count = 0;
  if (parts.size() != 3 || !absl::SimpleAtoi(parts[2], &count)) {
    return Wrong("victims are AGE:GENDER:COUNT", "report.victims");
  }
  const auto age = ParseEnum(*v1::VictimGroup::AgeClass_descriptor(), parts[0]);
  const auto gender = ParseEnum(*v1::Gender_descriptor(), parts[1]);
  if (!age.has_value() || !gender.has_value()) {
    return Wrong("victims are AGE:GENDER:COUNT", "report.victims");
  }
  group.set_age_class(static_cast<v1::VictimGroup::AgeClass>(*age));
  group.set_gender(static_cast<v1::Gender>(*gender));
  group.set_count(count);
  return group;
}

absl::Status FillSubject(const Flags& flags, v1::ReportedSubject& subject) {
  subject.set_role(flags.role);
  subject.set_subcategory(flags.subcategory);
  subject.set_p5_or_above(flags.p5_or_above);
  if (!flags.person.empty()) {
    subject.set_person(flags.person);
    return absl::OkStatus();
  }
  if (!flags.identity.names.empty() || !flags.identity.native_names.empty()) {
    return FillIdentity(flags.identity, *subject.mutable_new_person());
  }
  *subject.mutable_placeholder() = flags.placeholder;
  return absl::OkStatus();
}

absl::StatusOr<v1::Report> FromFlags(const Flags& flags) {
  v1::Report report;
  report.set_mission(MissionName(flags.mission));
  report.set_channel(flags.channel);
  if (!flags.became_aware.empty()) {
    PROBITY_RETURN_IF_ERROR(FillTime(flags.became_aware, *report.mutable_became_aware_time()));
  }
  if (flags.reporter != v1::Reporter::REPORTER_KIND_UNSPECIFIED) {
    report.mutable_reporter()->set_kind(flags.reporter);
  }
  report.set_incident_from(flags.incident_from);
  report.set_incident_to(flags.incident_to);
  report.set_incident_country(flags.incident_country);
  report.set_incident_location(flags.incident_location);
  report.set_narrative(flags.narrative);
  PROBITY_RETURN_IF_ERROR(FillSubject(flags, *report.add_subjects()));
  for (const std::string& type : flags.types) report.add_misconduct_types(type);
  for (const std::string& text : flags.victims) {
    PROBITY_ASSIGN_OR_RETURN(*report.add_victims(), ParseVictims(text));
  }
  for (const std::string& id : flags.references) report.add_external_references(id);
  report.set_fictitious(flags.fictitious);
  return report;
}

absl::StatusOr<v1::Report> FromJson(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return InvalidArgument("the file cannot be read").With("file", path);
  std::ostringstream text;
  text << file.rdbuf();
  v1::Report report;
  if (!google::protobuf::util::JsonStringToMessage(text.str(), &report).ok()) {
    return InvalidArgument("the file is no report in JSON").With("file", path);
  }
  return report;
}

void AddSubject(Command& record, Flags& flags) {
  record.Text("--person", flags.person, "the subject, recorded already: persons/ID");
  AddIdentity(record, flags.identity, "the subject's full name; repeat for other names");
  record.Text("--placeholder-nationality", *flags.placeholder.mutable_nationality(),
              "of a subject whom nobody can name");
  record.Text("--unit", *flags.placeholder.mutable_unit(), "his or her unit");
  record.Text("--rank", *flags.placeholder.mutable_rank());
  record.Text("--description", *flags.placeholder.mutable_description());
  record.Text("--subcategory", flags.subcategory, "see: probity taxonomy categories");
  record.Enum("--role", flags.role, "default: perpetrator");
  record.Flag("--p5-or-above", flags.p5_or_above);
}

void AddReport(Command& record, Flags& flags) {
  record.Text("--mission", flags.mission, "code or missions/CODE");
  record.Enum("--channel", flags.channel, "how the report came in: hotline, email, ...");
  record.Text("--became-aware", flags.became_aware,
              "when the organisation first knew: full date or RFC 3339 time");
  record.Texts("--type", flags.types, "type of misconduct; repeat");
  record.Texts("--victims", flags.victims, "AGE:GENDER:COUNT, as in child:female:1; repeat");
  record.Enum("--reporter", flags.reporter, "kind of reporter: victim, witness, ngo, ...");
  record.Text("--incident-from", flags.incident_from, "partial date");
  record.Text("--incident-to", flags.incident_to, "partial date, only for a period");
  record.Text("--incident-country", flags.incident_country, "ISO 3166-1 alpha-3");
  record.Text("--incident-location", flags.incident_location);
  record.Text("--narrative", flags.narrative);
  record.Texts("--external-reference", flags.references, "id of it elsewhere; repeat");
  record.Flag("--fictitious", flags.fictitious, "marks a made-up report");
}

}  // namespace

void AddCaseReport(Command& noun) {
  Command& record =
      noun.Verb("record", "Records a report: from options (one subject), or whole from a file");
  auto& flags = record.Keep<Flags>();
  record.Text("--json", flags.json_file,
              "file with probity.v1.Report as JSON; the options below are then unused");
  AddReport(record, flags);
  AddSubject(record, flags);
  record.Text("--request-id", flags.request_id,
              "UUID that makes sending it twice recording it once");
  record.Flag("--validate-only", flags.validate_only, "check, record nothing");
  record.OnRun([&flags](Session& s) -> absl::Status {
    v1::RecordAllegationRequest request;
    PROBITY_ASSIGN_OR_RETURN(*request.mutable_report(), flags.json_file.empty()
                                                            ? FromFlags(flags)
                                                            : FromJson(flags.json_file));
    request.set_request_id(flags.request_id);
    request.set_validate_only(flags.validate_only);
    PROBITY_ASSIGN_OR_RETURN(const v1::Case made,
                             s.Call(&client::Cases::RecordAllegation, request));
    return s.ShowFields(made);
  });
}

}  // namespace probity::cli

#include "services/imports/report_row.h"

#include <algorithm>
#include <initializer_list>
#include <iterator>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "proto/support/error.h"
#include "proto/support/status_macros.h"
#include "proto/support/timestamp.h"
#include "services/core/partial_date.h"

namespace probity::imports {
namespace {

std::optional<size_t> PlaceOf(absl::string_view field) {
  const std::vector<CsvColumn>& columns = ReportFields();
  const auto found = std::find_if(columns.begin(), columns.end(),
                                  [&](const CsvColumn& column) { return column.name == field; });
  if (found == columns.end()) return std::nullopt;
  return found - columns.begin();
}

class Fields {
 public:
  explicit Fields(const std::vector<std::string>& values) : values_(values) {}
  const std::string& operator[](absl::string_view name) const {
    return values_[PlaceOf(name).value()];
  }

 private:
  const std::vector<std::string>& values_;
};

// Nothing of a line is left out in silence: columns that say something only beside another.
absl::Status NothingIn(const Fields& row, std::initializer_list<absl::string_view> fields,
                       absl::string_view why) {
  for (const absl::string_view field : fields) {
    if (row[field].empty()) continue;
    return InvalidArgument(why).Reason(v1::ERROR_REASON_INVALID_FIELD).Field(field);
  }
  return absl::OkStatus();
}

// The value of a word of the field: the contract gives some of them a prefix or an ending, since
// all values of a package share one scope.
template <typename Enum>
absl::StatusOr<Enum> Word(bool (*parse)(google::protobuf::ConstStringParam, Enum*),
                          const std::string& word, absl::string_view what,
                          absl::string_view field) {
  Enum value{};
  if (word.empty()) return value;
  for (const std::string& spelling :
       {word, absl::StrCat(what, "_", word), absl::StrCat(word, "_", what)}) {
    if (!absl::EndsWith(spelling, "_UNSPECIFIED") && parse(spelling, &value)) return value;
  }
  return InvalidArgument("a column has a word that is none of its own")
      .Reason(v1::ERROR_REASON_UNKNOWN_CODE)
      .Field(field);
}

absl::StatusOr<v1::Person> PersonOf(const Fields& row) {
  v1::Person person;
  for (const absl::string_view field : {"subject_name", "subject_native_name"}) {
    if (row[field].empty()) continue;
    v1::PersonName& name = *person.add_names();
    name.set_full(row[field]);
    name.set_kind(v1::PersonName::AS_REPORTED);
  }
  if (!row["subject_dob"].empty()) person.add_dates_of_birth(row["subject_dob"]);
  PROBITY_ASSIGN_OR_RETURN(const v1::Gender gender, Word(&v1::Gender_Parse, row["subject_gender"],
                                                         "GENDER", "subject_gender"));
  person.set_gender(gender);
  if (!row["subject_nationality"].empty()) person.add_nationalities(row["subject_nationality"]);
  if (!row["subject_identifier"].empty()) {
    v1::Identifier& identifier = *person.add_identifiers();
    PROBITY_ASSIGN_OR_RETURN(
        const v1::Identifier::IdentifierType type,
        Word(&v1::Identifier::IdentifierType_Parse, row["subject_identifier_type"], "IDENTIFIER",
             "subject_identifier_type"));
    identifier.set_type(type);
    identifier.set_issuer(row["subject_identifier_issuer"]);
    identifier.set_value(row["subject_identifier"]);
  } else {
    PROBITY_RETURN_IF_ERROR(NothingIn(row, {"subject_identifier_type", "subject_identifier_issuer"},
                                      "an identifier is missing"));
  }
  return person;
}

absl::Status AddSubject(const Fields& row, v1::Report& report) {
  v1::ReportedSubject& subject = *report.add_subjects();
  subject.set_role(v1::PERPETRATOR);
  subject.set_subcategory(row["subcategory"]);
  if (row["subject_name"].empty() && row["subject_native_name"].empty()) {
    v1::Placeholder& placeholder = *subject.mutable_placeholder();
    placeholder.set_nationality(row["subject_nationality"]);
    placeholder.set_unit(row["unit"]);
    placeholder.set_rank(row["rank"]);
    return NothingIn(row,
                     {"subject_dob", "subject_gender", "subject_identifier_type",
                      "subject_identifier", "subject_identifier_issuer"},
                     "a subject without a name is known by nationality, unit and rank only");
  }
  PROBITY_ASSIGN_OR_RETURN(*subject.mutable_new_person(), PersonOf(row));
  v1::ServiceRecord& service = *subject.mutable_new_person()->add_service_records();
  service.set_entity(report.mission());
  service.set_subcategory(row["subcategory"]);
  service.set_rank(row["rank"]);
  service.set_unit(row["unit"]);
  return absl::OkStatus();
}

absl::Status AddVictims(const Fields& row, v1::Report& report) {
  if (row["victim_age_class"].empty()) {
    return NothingIn(row, {"victim_gender", "victim_count"}, "the victims' age class is missing");
  }
  v1::VictimGroup& group = *report.add_victims();
  PROBITY_ASSIGN_OR_RETURN(const v1::VictimGroup::AgeClass age_class,
                           Word(&v1::VictimGroup::AgeClass_Parse, row["victim_age_class"],
                                "AGE_CLASS", "victim_age_class"));
  PROBITY_ASSIGN_OR_RETURN(const v1::Gender gender, Word(&v1::Gender_Parse, row["victim_gender"],
                                                         "GENDER", "victim_gender"));
  int count = 1;
  if (!row["victim_count"].empty() && !absl::SimpleAtoi(row["victim_count"], &count)) {
    return InvalidArgument("a number was expected")
        .Reason(v1::ERROR_REASON_INVALID_FIELD)
        .Field("victim_count");
  }
  group.set_age_class(age_class);
  group.set_gender(gender);
  group.set_count(count);
  return absl::OkStatus();
}

absl::Status SetReceived(const Fields& row, v1::Report& report) {
  const absl::StatusOr<core::PartialDate> date = core::ParsePartialDate(row["received_date"]);
  if (!date.ok() || date->form != core::PartialDate::Form::kDay) {
    return InvalidArgument("a full date was expected")
        .Reason(v1::ERROR_REASON_INVALID_DATE)
        .Field("received_date");
  }
  *report.mutable_became_aware_time() =
      ToTimestamp(absl::FromCivil(core::FirstDay(*date), absl::UTCTimeZone()));
  return absl::OkStatus();
}

struct Path {
  absl::string_view begins;
  absl::string_view field;
};

// Which field a path of the report is read from; the first that fits.
constexpr Path kPaths[] = {
    {"became_aware_time", "received_date"},
    {"incident_", "incident_date"},
    {"external_references", "external_ref"},
    {"misconduct_types", "misconduct_type"},
    {"reporter", "reporter_kind"},
    {"subjects[0].subcategory", "subcategory"},
    {"subjects[0].placeholder.nationality", "subject_nationality"},
    {"subjects[0].placeholder.unit", "unit"},
    {"subjects[0].placeholder.rank", "rank"},
    {"subjects[0].new_person.names[1]", "subject_native_name"},
    {"subjects[0].new_person.names", "subject_name"},
    {"subjects[0].new_person.dates_of_birth", "subject_dob"},
    {"subjects[0].new_person.gender", "subject_gender"},
    {"subjects[0].new_person.nationalities", "subject_nationality"},
    {"subjects[0].new_person.identifiers[0].type", "subject_identifier_type"},
    {"subjects[0].new_person.identifiers[0].issuer", "subject_identifier_issuer"},
    {"subjects[0].new_person.identifiers", "subject_identifier"},
    {"subjects[0].new_person.service_records[0].subcategory", "subcategory"},
    {"subjects[0].new_person.service_records[0].rank", "rank"},
    {"subjects[0].new_person.service_records[0].unit", "unit"},
    {"subjects[0].new_person.service_records", "mission"},
    {"subjects", "subject_name"},
    {"victims[0].age_class", "victim_age_class"},
    {"victims[0].gender", "victim_gender"},
    {"victims", "victim_count"},
};

}  // namespace

const std::vector<CsvColumn>& ReportFields() {
  static const auto* const kFields =
      new std::vector<CsvColumn>{{"external_ref", true},
                                 {"mission", true},
                                 {"received_date", true},
                                 {"channel", true},
                                 {"misconduct_type", true},
                                 {"subcategory", true},
                                 {"reporter_kind", false},
                                 {"incident_date", false},
                                 {"subject_name", false},
                                 {"subject_native_name", false},
                                 {"subject_dob", false},
                                 {"subject_gender", false},
                                 {"subject_nationality", false},
                                 {"subject_identifier_type", false},
                                 {"subject_identifier", false},
                                 {"subject_identifier_issuer", false},
                                 {"unit", false},
                                 {"rank", false},
                                 {"victim_age_class", false},
                                 {"victim_gender", false},
                                 {"victim_count", false},
                                 {"narrative", false},
                                 {"origin", false}};
  return *kFields;
}

absl::string_view ReferenceOf(const std::vector<std::string>& fields) { return fields[0]; }

std::string ContentOf(const std::vector<std::string>& fields) {
  std::string content;
  for (size_t i = 0; i < fields.size(); ++i) {
    if (fields[i].empty()) continue;
    absl::StrAppend(&content, ReportFields()[i].name, "=", fields[i].size(), ":", fields[i], ";");
  }
  return content;
}

std::optional<size_t> FieldAt(absl::string_view path, const std::vector<std::string>& fields) {
  if (const std::optional<size_t> place = PlaceOf(path)) return place;
  const auto found = std::find_if(std::begin(kPaths), std::end(kPaths), [&](const Path& each) {
    return absl::StartsWith(path, each.begins);
  });
  if (found == std::end(kPaths)) return std::nullopt;
  const bool named = !Fields(fields)["subject_name"].empty();
  // A line with a native name alone has that as its first.
  return PlaceOf(found->field == "subject_name" && !named ? "subject_native_name" : found->field);
}

absl::StatusOr<v1::Report> ReportOf(const std::vector<std::string>& fields) {
  const Fields row(fields);
  if (row["external_ref"].empty()) {
    return InvalidArgument("a field is missing")
        .Reason(v1::ERROR_REASON_MISSING_FIELD)
        .Field("external_ref");
  }
  v1::Report report;
  report.set_mission(absl::StartsWith(row["mission"], "missions/")
                         ? row["mission"]
                         : absl::StrCat("missions/", row["mission"]));
  PROBITY_ASSIGN_OR_RETURN(const v1::Channel channel,
                           Word(&v1::Channel_Parse, row["channel"], "CHANNEL", "channel"));
  report.set_channel(channel);
  PROBITY_ASSIGN_OR_RETURN(
      const v1::Reporter::ReporterKind kind,
      Word(&v1::Reporter::ReporterKind_Parse, row["reporter_kind"], "REPORTER", "reporter_kind"));
  if (kind != v1::Reporter::REPORTER_KIND_UNSPECIFIED) report.mutable_reporter()->set_kind(kind);
  PROBITY_RETURN_IF_ERROR(SetReceived(row, report));
  report.set_incident_from(row["incident_date"]);
  report.set_narrative(row["narrative"]);
  report.add_external_references(row["external_ref"]);
  for (const absl::string_view type : absl::StrSplit(row["misconduct_type"], '|')) {
    report.add_misconduct_types(std::string(type));
  }
  report.set_fictitious(row["origin"] == "generated");
  PROBITY_RETURN_IF_ERROR(AddSubject(row, report));
  PROBITY_RETURN_IF_ERROR(AddVictims(row, report));
  return report;
}

}  // namespace probity::imports

#include "storage/sql/reference_data.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "proto/support/error.h"
#include "proto/support/status_macros.h"
#include "sodium.h"
#include "storage/reference/files.h"
#include "storage/sql/reference_csv.h"
#include "storage/sql/statement.h"
#include "storage/sql/statements/register.sql.h"

namespace probity::sql {
namespace {

absl::string_view Content(absl::string_view file_name) {
  for (const embed::EmbeddedFile& file : reference::kFiles) {
    if (absl::string_view(file.name) == file_name) return {file.data, file.size};
  }
  return "";
}

// An enum's value by its name; INTERNAL for a name that the contract lacks.
template <typename Enum>
absl::Status SetEnum(bool (*parse)(google::protobuf::ConstStringParam, Enum*),
                     absl::string_view name, Enum& value) {
  if (name.empty() || parse(std::string(name), &value)) return absl::OkStatus();
  return Internal("a reference file names an unknown code").With("code", name);
}

absl::StatusOr<v1::Organisation> OrganisationOf(const ReferenceRow& row) {
  v1::Organisation organisation;
  organisation.set_name(absl::StrCat("organisations/", row["code"]));
  organisation.set_title(std::string(row["name"]));
  v1::Organisation::OrganisationKind kind = v1::Organisation::ORGANISATION_KIND_UNSPECIFIED;
  v1::Organisation::ReportingRegime regime = v1::Organisation::REPORTING_REGIME_UNSPECIFIED;
  PROBITY_RETURN_IF_ERROR(SetEnum(&v1::Organisation::OrganisationKind_Parse, row["kind"], kind));
  PROBITY_RETURN_IF_ERROR(
      SetEnum(&v1::Organisation::ReportingRegime_Parse, row["reporting_regime"], regime));
  organisation.set_organisation_kind(kind);
  organisation.set_reporting_regime(regime);
  if (!row["parent"].empty()) {
    organisation.set_parent(absl::StrCat("organisations/", row["parent"]));
  }
  return organisation;
}

absl::StatusOr<v1::Mission> MissionOf(const ReferenceRow& row) {
  v1::Mission mission;
  mission.set_name(absl::StrCat("missions/", row["code"]));
  mission.set_title(std::string(row["name"]));
  mission.set_country(std::string(row["country_label"]));
  mission.set_country_code(std::string(row["iso3"]));
  v1::Mission::MissionKind kind = v1::Mission::MISSION_KIND_UNSPECIFIED;
  PROBITY_RETURN_IF_ERROR(SetEnum(&v1::Mission::MissionKind_Parse, row["kind"], kind));
  mission.set_mission_kind(kind);
  mission.set_active_from(std::string(row["active_from"]));
  mission.set_active_to(std::string(row["active_to"]));
  return mission;
}

// "Title (2003)" is a policy and its date.
v1::PreventionPolicy PolicyOf(absl::string_view text) {
  v1::PreventionPolicy policy;
  const size_t open = text.rfind(" (");
  if (open != absl::string_view::npos && absl::ConsumeSuffix(&text, ")")) {
    policy.set_dated(std::string(text.substr(open + 2)));
    text = text.substr(0, open);
  }
  policy.set_title(std::string(text));
  return policy;
}

absl::StatusOr<v1::OrganisationFacts> FactsOf(const ReferenceRow& row) {
  v1::OrganisationFacts facts;
  facts.set_name(absl::StrCat("organisationFacts/", row["organisation"], "-", row["year"]));
  facts.set_organisation(absl::StrCat("organisations/", row["organisation"]));
  facts.set_year(row.Number("year"));
  facts.set_personnel_total(row.Number("personnel_total"));
  facts.set_personnel_as_of(std::string(row["personnel_as_of"]));
  facts.set_missions_total(row.Number("missions_total"));
  for (const std::string& policy : row.List("prevention_policies")) {
    *facts.add_prevention_policies() = PolicyOf(policy);
  }
  facts.set_lead_office(std::string(row["lead_office"]));
  for (const std::string& name : row.List("training_modes")) {
    v1::OrganisationFacts::TrainingMode mode = v1::OrganisationFacts::TRAINING_MODE_UNSPECIFIED;
    PROBITY_RETURN_IF_ERROR(SetEnum(&v1::OrganisationFacts::TrainingMode_Parse, name, mode));
    facts.add_training_modes(mode);
  }
  for (std::string& text : row.List("new_initiatives")) facts.add_new_initiatives(std::move(text));
  v1::OrganisationFacts::ReportingReturn reported =
      v1::OrganisationFacts::REPORTING_RETURN_UNSPECIFIED;
  PROBITY_RETURN_IF_ERROR(
      SetEnum(&v1::OrganisationFacts::ReportingReturn_Parse, row["reporting_return"], reported));
  facts.set_reporting_return(reported);
  facts.set_return_signed_by(std::string(row["return_signed_by"]));
  facts.set_source(std::string(row["source"]));
  return facts;
}

// Stores every row of a file as a resource.
template <typename Resource, typename Table>
absl::Status InsertAll(absl::string_view file, Table& table,
                       absl::StatusOr<Resource> (*parse)(const ReferenceRow&)) {
  return ReadReference(Content(file), [&](const ReferenceRow& row) -> absl::Status {
    PROBITY_ASSIGN_OR_RETURN(Resource resource, parse(row));
    return table.Insert(std::move(resource)).status();
  });
}

struct KnownFile {
  absl::string_view scheme;
  absl::string_view file;
};
constexpr KnownFile kTaxonomies[] = {{kMisconductTypesScheme, "misconduct_types.csv"},
                                     {kPersonnelCategoriesScheme, "personnel_categories.csv"},
                                     {kMemberStatesScheme, "member_states.csv"}};

}  // namespace

absl::StatusOr<std::vector<v1::MisconductType>> ParseMisconductTypes(absl::string_view csv,
                                                                     absl::string_view version) {
  std::vector<v1::MisconductType> types;
  PROBITY_RETURN_IF_ERROR(ReadReference(csv, [&](const ReferenceRow& row) -> absl::Status {
    v1::MisconductType type;
    type.set_code(std::string(row["code"]));
    type.set_scheme(std::string(row["scheme"]));
    type.set_scheme_version(std::string(version));
    type.set_parent(std::string(row["parent"]));
    type.set_title(std::string(row["label"]));
    v1::MisconductType::Family family = v1::MisconductType::FAMILY_UNSPECIFIED;
    PROBITY_RETURN_IF_ERROR(
        SetEnum(&v1::MisconductType::Family_Parse, row["conduct_family"], family));
    type.set_family(family);
    type.set_legacy_category(row.Number("legacy_category"));
    type.set_serious(row["severity"] == "SERIOUS_MISCONDUCT");
    type.set_escalates_at_p5(row.Flag("escalates_at_p5"));
    type.set_valid_from(std::string(row["valid_from"]));
    type.set_valid_to(std::string(row["valid_to"]));
    type.set_crosswalk(std::string(row["crosswalk_to"]));
    types.push_back(std::move(type));
    return absl::OkStatus();
  }));
  return types;
}

absl::StatusOr<std::vector<v1::PersonnelCategory>> ParsePersonnelCategories(
    absl::string_view csv, absl::string_view version) {
  std::vector<v1::PersonnelCategory> categories;
  PROBITY_RETURN_IF_ERROR(ReadReference(csv, [&](const ReferenceRow& row) -> absl::Status {
    v1::PersonnelCategory category;
    category.set_code(std::string(row["subcategory"]));
    v1::PersonnelCategory::Group group = v1::PersonnelCategory::GROUP_UNSPECIFIED;
    PROBITY_RETURN_IF_ERROR(
        SetEnum(&v1::PersonnelCategory::Group_Parse, row["public_group"], group));
    category.set_group(group);
    category.set_year_from(row.Number("publication_year_from"));
    category.set_year_to(row.Number("publication_year_to"));
    category.set_uniformed(row.Flag("uniformed"));
    category.set_national_jurisdiction(row.Flag("national_jurisdiction"));
    category.set_scheme_version(std::string(version));
    categories.push_back(std::move(category));
    return absl::OkStatus();
  }));
  return categories;
}

absl::StatusOr<std::vector<v1::MemberState>> ParseMemberStates(absl::string_view csv) {
  std::vector<v1::MemberState> states;
  PROBITY_RETURN_IF_ERROR(ReadReference(csv, [&](const ReferenceRow& row) {
    v1::MemberState state;
    state.set_fictitious(row["kind"] == "FICTITIOUS");
    state.set_code(std::string(row["iso3"].empty() ? row["iso2"] : row["iso3"]));
    state.set_title(std::string(row["name"]));
    for (std::string& alias : row.List("aliases")) state.add_aliases(std::move(alias));
    states.push_back(std::move(state));
    return absl::OkStatus();
  }));
  return states;
}

absl::StatusOr<std::vector<ReferenceFile>> MissingReferenceFiles(Session& session) {
  std::vector<ReferenceFile> missing;
  for (const KnownFile& known : kTaxonomies) {
    const absl::string_view content = Content(known.file);
    PROBITY_ASSIGN_OR_RETURN(const std::string version, ReferenceVersion(content));
    bool newest = false;
    PROBITY_RETURN_IF_ERROR(session.Query(Statement(kRegister, "newest_reference_file"), Plan::kNow,
                                          {{{"scheme", known.scheme}, {"as_of", int64_t{0}}}},
                                          [&](const Row& row) {
                                            newest = row.text(0) >= absl::string_view(version);
                                            return absl::OkStatus();
                                          }));
    if (!newest) missing.push_back({known.scheme, version, content});
  }
  return missing;
}

absl::Status InsertReferenceFile(Tx& tx, const ReferenceFile& file) {
  PROBITY_RETURN_IF_ERROR(tx.Execute(Statement(kRegister, "insert_reference_file"),
                                     {{"scheme", file.scheme},
                                      {"version", absl::string_view(file.version)},
                                      {"from_seq", tx.gathered->position.seq},
                                      {"content", Blob{file.content}}})
                              .status());
  std::string digest(crypto_hash_sha256_BYTES, '\0');
  crypto_hash_sha256(reinterpret_cast<unsigned char*>(digest.data()),
                     reinterpret_cast<const unsigned char*>(file.content.data()),
                     file.content.size());
  tx.gathered->files.push_back(absl::StrCat("referenceFiles/", file.scheme, "/", file.version, "/",
                                            absl::BytesToHexString(digest)));
  return absl::OkStatus();
}

absl::Status InsertInitialRegistry(storage::WriteTx& tx) {
  PROBITY_RETURN_IF_ERROR(InsertAll("organisations.csv", tx.organisations(), &OrganisationOf));
  PROBITY_RETURN_IF_ERROR(InsertAll("missions.csv", tx.missions(), &MissionOf));
  return InsertAll("organisation_facts.csv", tx.organisation_facts(), &FactsOf);
}

}  // namespace probity::sql

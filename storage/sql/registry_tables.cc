#include "storage/sql/registry_tables.h"

#include <optional>
#include <utility>

#include "proto/support/status_macros.h"
#include "storage/sql/reference_data.h"
#include "storage/sql/statement.h"
#include "storage/sql/statements/register.sql.h"
#include "storage/sql/statements/registry.sql.h"

namespace probity::sql {

SqlMissions::SqlMissions(Tx& tx)
    : SqlTable(tx, {.get = Statement(kRegistry, "get_mission"),
                    .insert = Statement(kRegistry, "insert_mission"),
                    .close = Statement(kRegistry, "close_mission")}) {}

// Lists of this file page by the row's id, which a code name does not hold: it is read with the
// row.
namespace {

template <typename Resource>
absl::StatusOr<storage::Page<Resource>> ListById(Tx& tx, const StatementText& statement, int year,
                                                 storage::Cursor cursor, int limit) {
  storage::Page<Resource> page;
  RowDecoder decoder = tx.Decoder<Resource>();
  int64_t last = 0;
  PROBITY_RETURN_IF_ERROR(tx.Query(
      statement, {{"year", int64_t{year}}, {"after", cursor.after}, {"limit", int64_t{limit} + 1}},
      [&](const Row& row) -> absl::Status {
        if (page.items.size() == static_cast<size_t>(limit)) {
          page.next = storage::Cursor{last};
          return absl::OkStatus();
        }
        PROBITY_ASSIGN_OR_RETURN(Resource resource, decoder.Decode<Resource>(row));
        page.items.push_back(std::move(resource));
        last = row.integer(0);
        return absl::OkStatus();
      }));
  return page;
}

}  // namespace

absl::StatusOr<storage::Page<v1::Mission>> SqlMissions::List(storage::Cursor cursor,
                                                             int limit) const {
  return ListById<v1::Mission>(tx(), Statement(kRegistry, "list_missions"), 0, cursor, limit);
}

SqlOrganisations::SqlOrganisations(Tx& tx)
    : SqlTable(tx, {.get = Statement(kRegistry, "get_organisation"),
                    .insert = Statement(kRegistry, "insert_organisation"),
                    .close = Statement(kRegistry, "close_organisation")}) {}

absl::StatusOr<storage::Page<v1::Organisation>> SqlOrganisations::List(storage::Cursor cursor,
                                                                       int limit) const {
  return ListById<v1::Organisation>(tx(), Statement(kRegistry, "list_organisations"), 0, cursor,
                                    limit);
}

SqlOrganisationFacts::SqlOrganisationFacts(Tx& tx)
    : SqlTable(tx, {.get = Statement(kRegistry, "get_facts"),
                    .insert = Statement(kRegistry, "insert_facts"),
                    .close = Statement(kRegistry, "close_facts")}) {}

absl::StatusOr<storage::Page<v1::OrganisationFacts>> SqlOrganisationFacts::List(
    int year, storage::Cursor cursor, int limit) const {
  return ListById<v1::OrganisationFacts>(tx(), Statement(kRegistry, "list_organisation_facts"),
                                         year, cursor, limit);
}

absl::StatusOr<SqlTaxonomy::File> SqlTaxonomy::Newest(absl::string_view scheme) const {
  std::optional<File> file;
  PROBITY_RETURN_IF_ERROR(tx_.Query(
      Statement(kRegister, "newest_reference_file"), {{"scheme", scheme}}, [&file](const Row& row) {
        file = File{std::string(row.text(0)), std::string(row.bytes(1))};
        return absl::OkStatus();
      }));
  if (!file.has_value()) return Internal("the register lacks a reference file");
  return *std::move(file);
}

absl::StatusOr<std::vector<v1::MisconductType>> SqlTaxonomy::MisconductTypes() const {
  PROBITY_ASSIGN_OR_RETURN(const File file, Newest(kMisconductTypesScheme));
  return ParseMisconductTypes(file.content, file.version);
}

absl::StatusOr<std::vector<v1::PersonnelCategory>> SqlTaxonomy::PersonnelCategories() const {
  PROBITY_ASSIGN_OR_RETURN(const File file, Newest(kPersonnelCategoriesScheme));
  return ParsePersonnelCategories(file.content, file.version);
}

absl::StatusOr<std::vector<v1::MemberState>> SqlTaxonomy::MemberStates() const {
  PROBITY_ASSIGN_OR_RETURN(const File file, Newest(kMemberStatesScheme));
  return ParseMemberStates(file.content);
}

}  // namespace probity::sql

// Missions, organisations, their facts, and the taxonomies over SQL.
#ifndef PROBITY_STORAGE_SQL_REGISTRY_TABLES_H_
#define PROBITY_STORAGE_SQL_REGISTRY_TABLES_H_

#include <string>
#include <vector>

#include "storage/registry.h"
#include "storage/sql/table.h"

namespace probity::sql {

class SqlMissions final : public SqlTable<storage::Missions, v1::Mission> {
 public:
  explicit SqlMissions(Tx& tx);
  absl::StatusOr<storage::Page<v1::Mission>> List(storage::Cursor cursor, int limit) const override;
};

class SqlOrganisations final : public SqlTable<storage::Organisations, v1::Organisation> {
 public:
  explicit SqlOrganisations(Tx& tx);
  absl::StatusOr<storage::Page<v1::Organisation>> List(storage::Cursor cursor,
                                                       int limit) const override;
};

class SqlOrganisationFacts final
    : public SqlTable<storage::OrganisationFacts, v1::OrganisationFacts> {
 public:
  explicit SqlOrganisationFacts(Tx& tx);
  absl::StatusOr<storage::Page<v1::OrganisationFacts>> List(int year, storage::Cursor cursor,
                                                            int limit) const override;
};

class SqlTaxonomy final : public storage::Taxonomy {
 public:
  explicit SqlTaxonomy(Tx& tx) : tx_(tx) {}
  absl::StatusOr<std::vector<v1::MisconductType>> MisconductTypes() const override;
  absl::StatusOr<std::vector<v1::PersonnelCategory>> PersonnelCategories() const override;
  absl::StatusOr<std::vector<v1::MemberState>> MemberStates() const override;

 private:
  struct File {
    std::string version;
    std::string content;
  };
  absl::StatusOr<File> Newest(absl::string_view scheme) const;

  Tx& tx_;
};

}  // namespace probity::sql

#endif  // PROBITY_STORAGE_SQL_REGISTRY_TABLES_H_

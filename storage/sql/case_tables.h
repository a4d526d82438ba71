// Cases, allegations, persons and imported lines over SQL.
#ifndef PROBITY_STORAGE_SQL_CASE_TABLES_H_
#define PROBITY_STORAGE_SQL_CASE_TABLES_H_

#include <string>
#include <vector>

#include "storage/cases.h"
#include "storage/sql/table.h"

namespace probity::sql {

class SqlAllegations final : public SqlTable<storage::Allegations, v1::Allegation> {
 public:
  explicit SqlAllegations(Tx& tx);
  absl::StatusOr<std::vector<v1::Allegation>> ListByCase(
      absl::string_view case_name) const override;
  absl::StatusOr<std::vector<v1::Allegation>> ListByPerson(absl::string_view person) const override;
};

class SqlCases final : public SqlTable<storage::Cases, v1::Case> {
 public:
  SqlCases(Tx& tx, const SqlAllegations& allegations);
  absl::StatusOr<v1::Case> Get(absl::string_view name) const override;
  absl::StatusOr<v1::Case> Update(v1::Case changed) override;
  absl::StatusOr<storage::Page<v1::Case>> List(const storage::CaseFilter& filter,
                                               storage::Cursor cursor, int limit) const override;
  absl::Status Wall(absl::string_view case_name, absl::string_view principal) override;

 private:
  // The newest `count` before a position that the caller sees; of one mission, if not empty.
  absl::StatusOr<std::vector<WalkedRow>> Newest(absl::string_view mission, int64_t before,
                                                int count) const;
  absl::StatusOr<bool> IsWanted(const storage::CaseFilter& filter, const WalkedRow& row) const;
  absl::Status Assemble(v1::Case& found) const;

  const SqlAllegations& allegations_;
};

class SqlPersons final : public SqlTable<storage::Persons, v1::Person> {
 public:
  explicit SqlPersons(Tx& tx);
};

class SqlImportedLines final : public storage::ImportedLines {
 public:
  explicit SqlImportedLines(Tx& tx) : tx_(tx) {}
  absl::StatusOr<std::optional<v1::ImportedLine>> Find(absl::string_view source,
                                                       absl::string_view reference) const override;
  absl::Status Remember(v1::ImportedLine line) override;

 private:
  Tx& tx_;
};

}  // namespace probity::sql

#endif  // PROBITY_STORAGE_SQL_CASE_TABLES_H_

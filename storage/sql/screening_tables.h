// Screening records, external records, screenings, rolls and matches over SQL.
#ifndef PROBITY_STORAGE_SQL_SCREENING_TABLES_H_
#define PROBITY_STORAGE_SQL_SCREENING_TABLES_H_

#include <map>
#include <optional>
#include <vector>

#include "storage/screenings.h"
#include "storage/sql/table.h"

namespace probity::sql {

class SqlScreeningRecords final : public SqlTable<storage::ScreeningRecords, v1::ScreeningRecord> {
 public:
  explicit SqlScreeningRecords(Tx& tx);
  absl::StatusOr<std::vector<v1::ScreeningRecord>> ListByPerson(
      absl::string_view person) const override;
  absl::StatusOr<std::optional<v1::ScreeningRecord>> Find(absl::string_view allegation,
                                                          absl::string_view person) const override;
  absl::StatusOr<storage::Page<v1::ScreeningRecord>> ListLive(storage::Cursor cursor,
                                                              int limit) const override;
};

class SqlExternalRecords final : public SqlTable<storage::ExternalRecords, v1::ExternalRecord> {
 public:
  explicit SqlExternalRecords(Tx& tx);
  absl::StatusOr<std::optional<v1::ExternalRecord>> Find(
      absl::string_view source, absl::string_view source_id) const override;
  absl::StatusOr<storage::Page<v1::ExternalRecord>> ListListed(absl::string_view source,
                                                               storage::Cursor cursor,
                                                               int limit) const override;
};

class SqlScreenedPersons final : public storage::ScreenedPersons {
 public:
  explicit SqlScreenedPersons(Tx& tx) : tx_(tx) {}
  absl::StatusOr<Version> Get(absl::string_view name) const override;
  absl::StatusOr<ExternalVersion> GetExternal(absl::string_view name) const override;
  absl::StatusOr<v1::Person> GetVersion(absl::string_view name, int64_t from_seq) const override;
  absl::StatusOr<v1::ExternalRecord> GetExternalVersion(absl::string_view name,
                                                        int64_t from_seq) const override;

 private:
  Tx& tx_;
};

class SqlScreenings final : public SqlTable<storage::Screenings, v1::Screening> {
 public:
  explicit SqlScreenings(Tx& tx);
  absl::StatusOr<storage::Page<v1::Screening>> List(const storage::ScreeningFilter& filter,
                                                    storage::Cursor cursor,
                                                    int limit) const override;
  absl::StatusOr<std::optional<v1::Screening>> FindRow(absl::string_view roll,
                                                       int row_number) const override;
  absl::StatusOr<std::map<v1::Decision, int>> CountByDecision(
      absl::string_view roll) const override;

 private:
  absl::StatusOr<bool> SeesRoll(int64_t roll) const;
};

class SqlRolls final : public SqlTable<storage::Rolls, v1::Roll> {
 public:
  explicit SqlRolls(Tx& tx);
};

class SqlMatches final : public SqlTable<storage::Matches, v1::Match> {
 public:
  explicit SqlMatches(Tx& tx);
  absl::StatusOr<storage::Page<v1::Match>> List(v1::Match::State state, storage::Cursor cursor,
                                                int limit) const override;
  absl::StatusOr<std::vector<v1::Match>> ListByScreening(
      absl::string_view screening) const override;

 private:
  void SortById(std::vector<v1::Match>& rows) const;
};

}  // namespace probity::sql

#endif  // PROBITY_STORAGE_SQL_SCREENING_TABLES_H_

#include "storage/sql/screening_tables.h"

#include <limits>
#include <utility>

#include "storage/sql/statement.h"
#include "storage/sql/statements/screenings.sql.h"

namespace probity::sql {
namespace {

template <typename Resource>
std::optional<Resource> First(std::vector<Resource> rows) {
  if (rows.empty()) return std::nullopt;
  return std::move(rows.front());
}

}  // namespace

SqlScreeningRecords::SqlScreeningRecords(Tx& tx)
    : SqlTable(tx, {.get = Statement(kScreenings, "get_screening_record"),
                    .insert = Statement(kScreenings, "insert_screening_record"),
                    .close = Statement(kScreenings, "close_screening_record")}) {}

absl::StatusOr<std::vector<v1::ScreeningRecord>> SqlScreeningRecords::ListByPerson(
    absl::string_view person) const {
  PROBITY_ASSIGN_OR_RETURN(const int64_t id, tx().Id(v1::KIND_PERSON, person));
  return tx().Rows<v1::ScreeningRecord>(Statement(kScreenings, "list_screening_records_of_person"),
                                        {{"person", id}});
}

absl::StatusOr<std::optional<v1::ScreeningRecord>> SqlScreeningRecords::Find(
    absl::string_view allegation, absl::string_view person) const {
  PROBITY_ASSIGN_OR_RETURN(const int64_t id, tx().Id(v1::KIND_ALLEGATION, allegation));
  PROBITY_ASSIGN_OR_RETURN(const int64_t about, tx().Id(v1::KIND_PERSON, person));
  PROBITY_ASSIGN_OR_RETURN(
      std::vector<v1::ScreeningRecord> rows,
      tx().Rows<v1::ScreeningRecord>(Statement(kScreenings, "find_screening_record"),
                                     {{"allegation", id}, {"person", about}}));
  return First(std::move(rows));
}

absl::StatusOr<storage::Page<v1::ScreeningRecord>> SqlScreeningRecords::ListLive(
    storage::Cursor cursor, int limit) const {
  PROBITY_ASSIGN_OR_RETURN(
      std::vector<v1::ScreeningRecord> rows,
      tx().Rows<v1::ScreeningRecord>(Statement(kScreenings, "list_live_screening_records"),
                                     {{"after", cursor.after}, {"limit", int64_t{limit} + 1}}));
  return Paged(std::move(rows), limit,
               [this](const v1::ScreeningRecord& last) { return IdOf(last); });
}

SqlExternalRecords::SqlExternalRecords(Tx& tx)
    : SqlTable(tx, {.get = Statement(kScreenings, "get_external_record"),
                    .insert = Statement(kScreenings, "insert_external_record"),
                    .close = Statement(kScreenings, "close_external_record")}) {}

absl::StatusOr<std::optional<v1::ExternalRecord>> SqlExternalRecords::Find(
    absl::string_view source, absl::string_view source_id) const {
  PROBITY_ASSIGN_OR_RETURN(
      std::vector<v1::ExternalRecord> rows,
      tx().Rows<v1::ExternalRecord>(Statement(kScreenings, "find_external_record"),
                                    {{"source", source}, {"source_id", source_id}}));
  return First(std::move(rows));
}

absl::StatusOr<storage::Page<v1::ExternalRecord>> SqlExternalRecords::ListListed(
    absl::string_view source, storage::Cursor cursor, int limit) const {
  PROBITY_ASSIGN_OR_RETURN(
      std::vector<v1::ExternalRecord> rows,
      tx().Rows<v1::ExternalRecord>(
          Statement(kScreenings, "list_listed_external_records"),
          {{"source", source}, {"after", cursor.after}, {"limit", int64_t{limit} + 1}}));
  return Paged(std::move(rows), limit,
               [this](const v1::ExternalRecord& last) { return IdOf(last); });
}

absl::StatusOr<storage::ScreenedPersons::Version> SqlScreenedPersons::Get(
    absl::string_view name) const {
  PROBITY_ASSIGN_OR_RETURN(const int64_t id, tx_.Id(v1::KIND_PERSON, name));
  std::optional<Version> found;
  RowDecoder decoder(tx_.parts().codecs.For<v1::Person>());
  PROBITY_RETURN_IF_ERROR(tx_.Query(Statement(kScreenings, "get_screened_person"), {{"id", id}},
                                    [&](const Row& row) -> absl::Status {
                                      PROBITY_ASSIGN_OR_RETURN(v1::Person person,
                                                               decoder.Decode<v1::Person>(row));
                                      found = Version{std::move(person), row.integer(1)};
                                      return absl::OkStatus();
                                    }));
  if (!found.has_value()) return NotFound();
  return *std::move(found);
}

absl::StatusOr<storage::ScreenedPersons::ExternalVersion> SqlScreenedPersons::GetExternal(
    absl::string_view name) const {
  PROBITY_ASSIGN_OR_RETURN(const int64_t id, tx_.Id(v1::KIND_EXTERNAL_RECORD, name));
  std::optional<ExternalVersion> found;
  RowDecoder decoder(tx_.parts().codecs.For<v1::ExternalRecord>());
  PROBITY_RETURN_IF_ERROR(tx_.Query(Statement(kScreenings, "get_external_record"), {{"id", id}},
                                    [&](const Row& row) -> absl::Status {
                                      PROBITY_ASSIGN_OR_RETURN(
                                          v1::ExternalRecord record,
                                          decoder.Decode<v1::ExternalRecord>(row));
                                      found = ExternalVersion{std::move(record), row.integer(1)};
                                      return absl::OkStatus();
                                    }));
  if (!found.has_value()) return NotFound();
  return *std::move(found);
}

absl::StatusOr<v1::Person> SqlScreenedPersons::GetVersion(absl::string_view name,
                                                          int64_t from_seq) const {
  PROBITY_ASSIGN_OR_RETURN(const int64_t id, tx_.Id(v1::KIND_PERSON, name));
  PROBITY_ASSIGN_OR_RETURN(
      std::vector<v1::Person> rows,
      tx_.Rows<v1::Person>(Statement(kScreenings, "get_screened_person_version"),
                           {{"id", id}, {"from_seq", from_seq}}));
  if (rows.empty()) return NotFound();
  return std::move(rows.front());
}

absl::StatusOr<v1::ExternalRecord> SqlScreenedPersons::GetExternalVersion(absl::string_view name,
                                                                          int64_t from_seq) const {
  PROBITY_ASSIGN_OR_RETURN(const int64_t id, tx_.Id(v1::KIND_EXTERNAL_RECORD, name));
  PROBITY_ASSIGN_OR_RETURN(
      std::vector<v1::ExternalRecord> rows,
      tx_.Rows<v1::ExternalRecord>(Statement(kScreenings, "get_external_record_version"),
                                   {{"id", id}, {"from_seq", from_seq}}));
  if (rows.empty()) return NotFound();
  return std::move(rows.front());
}

SqlScreenings::SqlScreenings(Tx& tx)
    : SqlTable(tx, {.get = Statement(kScreenings, "get_screening"),
                    .insert = Statement(kScreenings, "insert_screening"),
                    .close = Statement(kScreenings, "close_screening")}) {}

absl::StatusOr<storage::Page<v1::Screening>> SqlScreenings::List(
    const storage::ScreeningFilter& filter, storage::Cursor cursor, int limit) const {
  const int64_t before = cursor.after == 0 ? std::numeric_limits<int64_t>::max() : cursor.after;
  if (!filter.roll.empty()) {
    PROBITY_ASSIGN_OR_RETURN(const int64_t roll, tx().Id(v1::KIND_ROLL, filter.roll));
    PROBITY_ASSIGN_OR_RETURN(
        std::vector<v1::Screening> rows,
        tx().Rows<v1::Screening>(Statement(kScreenings, "list_screenings_of_roll"),
                                 {{"roll", roll},
                                  {"after", cursor.after},
                                  {"decision", int64_t{filter.decision}},
                                  {"limit", int64_t{limit} + 1}}));
    return Paged(std::move(rows), limit,
                 [](const v1::Screening& last) { return int64_t{last.row_number()}; });
  }
  const StatementText& statement = tx().viewer().adjudicates
                                       ? Statement(kScreenings, "list_all_screenings")
                                       : Statement(kScreenings, "list_own_screenings");
  PROBITY_ASSIGN_OR_RETURN(
      std::vector<v1::Screening> rows,
      tx().Rows<v1::Screening>(statement, {{"before", before},
                                           {"decision", int64_t{filter.decision}},
                                           {"limit", int64_t{limit} + 1}}));
  return Paged(std::move(rows), limit, [this](const v1::Screening& last) { return IdOf(last); });
}

absl::StatusOr<std::optional<v1::Screening>> SqlScreenings::FindRow(absl::string_view roll,
                                                                    int row_number) const {
  PROBITY_ASSIGN_OR_RETURN(const int64_t id, tx().Id(v1::KIND_ROLL, roll));
  PROBITY_ASSIGN_OR_RETURN(
      std::vector<v1::Screening> rows,
      tx().Rows<v1::Screening>(Statement(kScreenings, "find_screening_row"),
                               {{"roll", id}, {"row_number", int64_t{row_number}}}));
  return First(std::move(rows));
}

absl::StatusOr<std::map<v1::Decision, int>> SqlScreenings::CountByDecision(
    absl::string_view roll) const {
  PROBITY_ASSIGN_OR_RETURN(const int64_t id, tx().Id(v1::KIND_ROLL, roll));
  std::map<v1::Decision, int> counts;
  PROBITY_RETURN_IF_ERROR(tx().Query(Statement(kScreenings, "count_screenings_by_decision"),
                                     {{"roll", id}}, [&counts](const Row& row) {
                                       const auto decision =
                                           static_cast<v1::Decision>(row.integer(0));
                                       counts[decision] = static_cast<int>(row.integer(1));
                                       return absl::OkStatus();
                                     }));
  return counts;
}

SqlRolls::SqlRolls(Tx& tx)
    : SqlTable(tx, {.get = Statement(kScreenings, "get_roll"),
                    .insert = Statement(kScreenings, "insert_roll"),
                    .close = Statement(kScreenings, "close_roll")}) {}

SqlMatches::SqlMatches(Tx& tx)
    : SqlTable(tx, {.get = Statement(kScreenings, "get_match"),
                    .insert = Statement(kScreenings, "insert_match"),
                    .close = Statement(kScreenings, "close_match")}) {}

absl::StatusOr<storage::Page<v1::Match>> SqlMatches::List(v1::Match::State state,
                                                          storage::Cursor cursor, int limit) const {
  const StatementText& statement = state == v1::Match::STATE_UNSPECIFIED
                                       ? Statement(kScreenings, "list_waiting_matches")
                                       : Statement(kScreenings, "list_matches_in_state");
  PROBITY_ASSIGN_OR_RETURN(std::vector<v1::Match> rows,
                           tx().Rows<v1::Match>(statement, {{"state", int64_t{state}},
                                                            {"after", cursor.after},
                                                            {"limit", int64_t{limit} + 1}}));
  return Paged(std::move(rows), limit, [this](const v1::Match& last) { return IdOf(last); });
}

absl::StatusOr<std::vector<v1::Match>> SqlMatches::ListByScreening(
    absl::string_view screening) const {
  PROBITY_ASSIGN_OR_RETURN(const int64_t id, tx().Id(v1::KIND_SCREENING, screening));
  return tx().Rows<v1::Match>(Statement(kScreenings, "list_matches_of_screening"),
                              {{"screening", id}});
}

}  // namespace probity::sql

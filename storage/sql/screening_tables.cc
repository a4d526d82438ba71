#include "storage/sql/screening_tables.h"

#include <limits>
#include <tuple>
#include <utility>

#include "absl/algorithm/container.h"
#include "proto/support/status_macros.h"
#include "storage/sql/statement.h"
#include "storage/sql/statements/screenings.sql.h"

namespace probity::sql {
namespace {

template <typename Resource>
std::optional<Resource> First(std::vector<Resource> rows) {
  if (rows.empty()) return std::nullopt;
  return std::move(rows.front());
}

// The row of a name that a statement gives, and where its version began.
template <typename Resource>
absl::StatusOr<std::pair<Resource, int64_t>> One(const Tx& tx, const StatementText& statement,
                                                 absl::string_view name, int64_t from_seq) {
  const RowCodec& codec = tx.parts().codecs.For<Resource>();
  PROBITY_ASSIGN_OR_RETURN(const int64_t id, tx.Id(codec.spec().kind(), name));
  std::optional<std::pair<Resource, int64_t>> found;
  RowDecoder decoder = tx.Decoder<Resource>();
  PROBITY_RETURN_IF_ERROR(tx.Query(
      statement, {{"id", id}, {"from_seq", from_seq}}, [&](const Row& row) -> absl::Status {
        PROBITY_ASSIGN_OR_RETURN(Resource resource, decoder.Decode<Resource>(row));
        found.emplace(std::move(resource), row.integer(1));
        return absl::OkStatus();
      }));
  if (!found.has_value()) return NotFound();
  return *std::move(found);
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
  Version found;
  PROBITY_ASSIGN_OR_RETURN(
      std::tie(found.person, found.from_seq),
      One<v1::Person>(tx_, Statement(kScreenings, "get_screened_person"), name, 0));
  return found;
}

absl::StatusOr<storage::ScreenedPersons::ExternalVersion> SqlScreenedPersons::GetExternal(
    absl::string_view name) const {
  ExternalVersion found;
  PROBITY_ASSIGN_OR_RETURN(
      std::tie(found.record, found.from_seq),
      One<v1::ExternalRecord>(tx_, Statement(kScreenings, "get_external_record"), name, 0));
  return found;
}

absl::StatusOr<v1::Person> SqlScreenedPersons::GetVersion(absl::string_view name,
                                                          int64_t from_seq) const {
  PROBITY_ASSIGN_OR_RETURN(
      auto found,
      One<v1::Person>(tx_, Statement(kScreenings, "get_screened_person_version"), name, from_seq));
  return std::move(found.first);
}

absl::StatusOr<v1::ExternalRecord> SqlScreenedPersons::GetExternalVersion(absl::string_view name,
                                                                          int64_t from_seq) const {
  PROBITY_ASSIGN_OR_RETURN(
      auto found, One<v1::ExternalRecord>(
                      tx_, Statement(kScreenings, "get_external_record_version"), name, from_seq));
  return std::move(found.first);
}

SqlScreenings::SqlScreenings(Tx& tx)
    : SqlTable(tx, {.get = Statement(kScreenings, "get_screening"),
                    .insert = Statement(kScreenings, "insert_screening"),
                    .close = Statement(kScreenings, "close_screening")}) {}

absl::StatusOr<storage::Page<v1::Screening>> SqlScreenings::List(
    const storage::ScreeningFilter& filter, storage::Cursor cursor, int limit) const {
  const auto wanted = [&](const WalkedRow& row) -> absl::StatusOr<bool> {
    return filter.decision == v1::DECISION_UNSPECIFIED || row.value == int64_t{filter.decision};
  };
  if (!filter.roll.empty()) {
    PROBITY_ASSIGN_OR_RETURN(const int64_t roll, tx().Id(v1::KIND_ROLL, filter.roll));
    PROBITY_ASSIGN_OR_RETURN(const bool seen, SeesRoll(roll));
    if (!seen) return storage::Page<v1::Screening>();
    PROBITY_ASSIGN_OR_RETURN(const storage::Page<int64_t> ids,
                             Walk(
                                 cursor, limit,
                                 [&](int64_t after, int count) {
                                   return tx().WalkedRows(
                                       Statement(kScreenings, "walk_screenings_of_roll"),
                                       {"roll", roll}, after, count);
                                 },
                                 wanted));
    return Found(ids);
  }
  const StatementText& statement = tx().viewer().adjudicates
                                       ? Statement(kScreenings, "walk_all_screenings")
                                       : Statement(kScreenings, "walk_own_screenings");
  PROBITY_ASSIGN_OR_RETURN(const storage::Page<int64_t> ids,
                           Walk(
                               cursor, limit,
                               [&](int64_t before, int count) {
                                 if (before == 0) before = std::numeric_limits<int64_t>::max();
                                 return tx().WalkedRows(statement, {}, before, count);
                               },
                               wanted));
  return Found(ids);
}

absl::StatusOr<bool> SqlScreenings::SeesRoll(int64_t roll) const {
  bool seen = false;
  PROBITY_RETURN_IF_ERROR(
      tx().Query(Statement(kScreenings, "find_roll"), {{"roll", roll}}, [&seen](const Row&) {
        seen = true;
        return absl::OkStatus();
      }));
  return seen;
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
  PROBITY_ASSIGN_OR_RETURN(const bool seen, SeesRoll(id));
  if (!seen) return counts;
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
  const std::vector<v1::Match::State> states =
      state == v1::Match::STATE_UNSPECIFIED
          ? std::vector{v1::Match::OPEN, v1::Match::PROPOSED_CONFIRMED,
                        v1::Match::PROPOSED_REJECTED}
          : std::vector{state};
  std::vector<v1::Match> rows;
  for (const v1::Match::State one : states) {
    PROBITY_ASSIGN_OR_RETURN(
        std::vector<v1::Match> some,
        tx().Rows<v1::Match>(
            Statement(kScreenings, "list_matches_in_state"),
            {{"state", int64_t{one}}, {"after", cursor.after}, {"limit", int64_t{limit} + 1}}));
    absl::c_move(some, std::back_inserter(rows));
  }
  if (states.size() > 1) SortById(rows);
  return Paged(std::move(rows), limit, [this](const v1::Match& last) { return IdOf(last); });
}

// Their names are the ids' permuted, so each is asked once.
void SqlMatches::SortById(std::vector<v1::Match>& rows) const {
  std::vector<std::pair<int64_t, v1::Match>> by_id;
  for (v1::Match& row : rows) by_id.emplace_back(IdOf(row), std::move(row));
  absl::c_sort(by_id, [](const auto& a, const auto& b) { return a.first < b.first; });
  for (size_t i = 0; i < rows.size(); ++i) rows[i] = std::move(by_id[i].second);
}

absl::StatusOr<std::vector<v1::Match>> SqlMatches::ListByScreening(
    absl::string_view screening) const {
  PROBITY_ASSIGN_OR_RETURN(const int64_t id, tx().Id(v1::KIND_SCREENING, screening));
  return tx().Rows<v1::Match>(Statement(kScreenings, "list_matches_of_screening"),
                              {{"screening", id}});
}

}  // namespace probity::sql

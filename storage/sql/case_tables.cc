#include "storage/sql/case_tables.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "storage/sql/statement.h"
#include "storage/sql/statements/cases.sql.h"

namespace probity::sql {
namespace {

constexpr const StatementText& kListCases = Statement(kCases, "list_cases");
constexpr const StatementText& kListOfMission = Statement(kCases, "list_cases_of_mission");
constexpr const StatementText& kInsertWall = Statement(kCases, "insert_wall");
constexpr const StatementText& kOfCase = Statement(kCases, "list_allegations_of_case");
constexpr const StatementText& kOfPerson = Statement(kCases, "list_allegations_of_person");
constexpr const StatementText& kInsertLine = Statement(kCases, "insert_imported_line");
constexpr const StatementText& kFindLine = Statement(kCases, "find_imported_line");

Value TimeOrNull(const std::optional<absl::Time>& time) {
  if (!time.has_value()) return std::monostate();
  return absl::ToUnixMicros(*time);
}

}  // namespace

SqlAllegations::SqlAllegations(Tx& tx)
    : SqlTable(tx, {.get = Statement(kCases, "get_allegation"),
                    .insert = Statement(kCases, "insert_allegation"),
                    .close = Statement(kCases, "close_allegation")}) {}

absl::StatusOr<std::vector<v1::Allegation>> SqlAllegations::ListByCase(
    absl::string_view case_name) const {
  PROBITY_ASSIGN_OR_RETURN(const int64_t id, tx().Id(v1::KIND_CASE, case_name));
  return tx().Rows<v1::Allegation>(kOfCase, {{"case_name", id}});
}

absl::StatusOr<std::vector<v1::Allegation>> SqlAllegations::ListByPerson(
    absl::string_view person) const {
  PROBITY_ASSIGN_OR_RETURN(const int64_t id, tx().Id(v1::KIND_PERSON, person));
  return tx().Rows<v1::Allegation>(kOfPerson, {{"person", id}});
}

SqlCases::SqlCases(Tx& tx, const SqlAllegations& allegations)
    : SqlTable(tx, {.get = Statement(kCases, "get_case"),
                    .insert = Statement(kCases, "insert_case"),
                    .close = Statement(kCases, "close_case")}),
      allegations_(allegations) {}

absl::Status SqlCases::Assemble(v1::Case& found) const {
  PROBITY_ASSIGN_OR_RETURN(std::vector<v1::Allegation> allegations,
                           allegations_.ListByCase(found.name()));
  found.mutable_allegations()->Assign(std::make_move_iterator(allegations.begin()),
                                      std::make_move_iterator(allegations.end()));
  found.set_state(storage::RollUp(found.allegations()));
  return absl::OkStatus();
}

absl::StatusOr<v1::Case> SqlCases::Get(absl::string_view name) const {
  PROBITY_ASSIGN_OR_RETURN(v1::Case found, SqlTable::Get(name));
  PROBITY_RETURN_IF_ERROR(Assemble(found));
  return found;
}

absl::StatusOr<std::vector<v1::Case>> SqlCases::Newest(const StatementText& statement,
                                                       absl::string_view mission,
                                                       const storage::CaseFilter& filter,
                                                       storage::Cursor cursor, int limit) const {
  const int64_t before = cursor.after == 0 ? std::numeric_limits<int64_t>::max() : cursor.after;
  return tx().Rows<v1::Case>(statement, {{"mission", mission},
                                         {"before", before},
                                         {"received_from", TimeOrNull(filter.received_from)},
                                         {"received_before", TimeOrNull(filter.received_before)},
                                         {"state", int64_t{filter.state}},
                                         {"limit", int64_t{limit}}});
}

absl::StatusOr<storage::Page<v1::Case>> SqlCases::List(const storage::CaseFilter& filter,
                                                       storage::Cursor cursor, int limit) const {
  std::vector<v1::Case> rows;
  if (filter.mission.empty() && tx().viewer().all_missions) {
    PROBITY_ASSIGN_OR_RETURN(rows, Newest(kListCases, "", filter, cursor, limit + 1));
  } else {
    // One walk down each mission's index, then the newest of them all: never a sort of a mission.
    const std::vector<std::string> missions =
        filter.mission.empty() ? tx().viewer().missions : std::vector<std::string>{filter.mission};
    for (const std::string& mission : missions) {
      PROBITY_ASSIGN_OR_RETURN(std::vector<v1::Case> some,
                               Newest(kListOfMission, mission, filter, cursor, limit + 1));
      std::move(some.begin(), some.end(), std::back_inserter(rows));
    }
    std::sort(rows.begin(), rows.end(),
              [this](const v1::Case& a, const v1::Case& b) { return IdOf(a) > IdOf(b); });
  }
  storage::Page<v1::Case> page =
      Paged(std::move(rows), limit, [this](const v1::Case& last) { return IdOf(last); });
  for (v1::Case& found : page.items) PROBITY_RETURN_IF_ERROR(Assemble(found));
  return page;
}

absl::Status SqlCases::Wall(absl::string_view case_name, absl::string_view principal) {
  PROBITY_RETURN_IF_ERROR(Get(case_name).status());
  v1::Wall wall;
  wall.set_case_name(std::string(case_name));
  wall.set_principal(std::string(principal));
  return InsertRow(tx(), kInsertWall, tx().parts().codecs.For<v1::Wall>(), wall).status();
}

SqlPersons::SqlPersons(Tx& tx)
    : SqlTable(tx, {.get = Statement(kCases, "get_person"),
                    .insert = Statement(kCases, "insert_person"),
                    .close = Statement(kCases, "close_person")}) {}

absl::StatusOr<std::optional<v1::ImportedLine>> SqlImportedLines::Find(
    absl::string_view source, absl::string_view reference) const {
  PROBITY_ASSIGN_OR_RETURN(
      std::vector<v1::ImportedLine> lines,
      tx_.Rows<v1::ImportedLine>(kFindLine, {{"source", source}, {"line_reference", reference}}));
  if (lines.empty()) return std::nullopt;
  return std::move(lines.front());
}

absl::Status SqlImportedLines::Remember(const v1::ImportedLine& line) {
  return InsertRow(tx_, kInsertLine, tx_.parts().codecs.For<v1::ImportedLine>(), line).status();
}

}  // namespace probity::sql

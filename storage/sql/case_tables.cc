#include "storage/sql/case_tables.h"

#include <limits>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/container/btree_set.h"
#include "proto/support/status_macros.h"
#include "storage/sql/statement.h"
#include "storage/sql/statements/cases.sql.h"

namespace probity::sql {
namespace {

constexpr const StatementText& kWalkAll = Statement(kCases, "walk_cases");
constexpr const StatementText& kWalkOwn = Statement(kCases, "walk_cases_seen_in_mission");
constexpr const StatementText& kWalkMission = Statement(kCases, "walk_cases_of_mission");
constexpr const StatementText& kFindState = Statement(kCases, "find_allegation_in_state");
constexpr const StatementText& kInsertWall = Statement(kCases, "insert_wall");
constexpr const StatementText& kOfCase = Statement(kCases, "list_allegations_of_case");
constexpr const StatementText& kOfPerson = Statement(kCases, "list_allegations_of_person");
constexpr const StatementText& kInsertLine = Statement(kCases, "insert_imported_line");
constexpr const StatementText& kFindLine = Statement(kCases, "find_imported_line");

bool Sees(const storage::Viewer& viewer, const std::string& mission) {
  return viewer.all_missions || absl::c_linear_search(viewer.missions, mission);
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

absl::StatusOr<v1::Case> SqlCases::Update(v1::Case changed) {
  PROBITY_ASSIGN_OR_RETURN(v1::Case stored, SqlTable::Update(std::move(changed)));
  PROBITY_RETURN_IF_ERROR(Assemble(stored));
  return stored;
}

absl::StatusOr<std::vector<WalkedRow>> SqlCases::Newest(absl::string_view mission, int64_t before,
                                                        int count) const {
  if (before == 0) before = std::numeric_limits<int64_t>::max();
  if (!mission.empty()) return tx().WalkedRows(kWalkMission, {"mission", mission}, before, count);
  if (tx().viewer().all_missions) return tx().WalkedRows(kWalkAll, {}, before, count);
  // One walk down each mission's index, then the newest of them all: never a sort of a mission.
  std::vector<WalkedRow> newest;
  for (const std::string& own :
       absl::btree_set<std::string>(tx().viewer().missions.begin(), tx().viewer().missions.end())) {
    PROBITY_ASSIGN_OR_RETURN(
        const std::vector<WalkedRow> some,
        tx().WalkedRows(kWalkOwn, {"mission", absl::string_view(own)}, before, count));
    newest.insert(newest.end(), some.begin(), some.end());
  }
  absl::c_sort(newest, [](const WalkedRow& a, const WalkedRow& b) { return a.id > b.id; });
  if (newest.size() > static_cast<size_t>(count)) newest.resize(count);
  return newest;
}

absl::StatusOr<bool> SqlCases::IsWanted(const storage::CaseFilter& filter,
                                        const WalkedRow& row) const {
  const auto received = [&] { return absl::FromUnixMicros(row.value.value_or(0)); };
  const bool dated = filter.received_from.has_value() || filter.received_before.has_value();
  if (dated && !row.value.has_value()) return false;
  if (filter.received_from.has_value() && received() < *filter.received_from) return false;
  if (filter.received_before.has_value() && received() >= *filter.received_before) return false;
  if (filter.state == v1::Allegation::STATE_UNSPECIFIED) return true;
  bool found = false;
  PROBITY_RETURN_IF_ERROR(tx().Query(
      kFindState, {{"case_name", row.id}, {"state", int64_t{filter.state}}}, [&](const Row&) {
        found = true;
        return absl::OkStatus();
      }));
  return found;
}

absl::StatusOr<storage::Page<v1::Case>> SqlCases::List(const storage::CaseFilter& filter,
                                                       storage::Cursor cursor, int limit) const {
  // A mission that is not the viewer's costs and answers what one that is not there does.
  if (!filter.mission.empty() && !Sees(tx().viewer(), filter.mission)) {
    return storage::Page<v1::Case>();
  }
  PROBITY_ASSIGN_OR_RETURN(
      const storage::Page<int64_t> ids,
      Walk(
          cursor, limit,
          [&](int64_t before, int count) { return Newest(filter.mission, before, count); },
          [&](const WalkedRow& row) { return IsWanted(filter, row); }));
  PROBITY_ASSIGN_OR_RETURN(storage::Page<v1::Case> page, Found(ids));
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

absl::Status SqlImportedLines::Remember(v1::ImportedLine line) {
  return InsertRow(tx_, kInsertLine, tx_.parts().codecs.For<v1::ImportedLine>(), line).status();
}

}  // namespace probity::sql

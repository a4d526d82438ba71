#include "clients/cli/tally.h"

#include <algorithm>
#include <functional>
#include <map>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace probity::cli {
namespace {

using Categories = google::protobuf::RepeatedPtrField<v1::PersonnelCategory>;
using Group = v1::PersonnelCategory::Group;
using Groups = absl::flat_hash_map<std::string, Group>;

Groups GroupsOf(const Categories& categories) {
  Groups groups;
  for (const auto& category : categories) groups[category.code()] = category.group();
  return groups;
}

bool HasMinor(const v1::Case& one) {
  return std::any_of(one.victims().begin(), one.victims().end(), [](const v1::VictimGroup& group) {
    return group.age_class() == v1::VictimGroup::CHILD && group.count() > 0;
  });
}

void Add(const v1::Case& one, TallyCount& count) {
  ++count.allegations;
  count.with_minor += HasMinor(one) ? 1 : 0;
  count.fictitious += one.fictitious() ? 1 : 0;
}

// Counts what has a group; tells `take` the case and the group.
void Count(const CaseList& cases, const Groups& groups, Tally& tally,
           const std::function<void(const v1::Case&, Group)>& take) {
  for (const v1::Case& one : cases) {
    for (const v1::Allegation& allegation : one.allegations()) {
      const auto group = groups.find(allegation.subcategory());
      if (allegation.state() == v1::Allegation::DUPLICATE) {
        ++tally.duplicates;
      } else if (group == groups.end() ||
                 group->second == v1::PersonnelCategory::GROUP_UNSPECIFIED) {
        ++tally.without_group;
      } else {
        Add(one, tally.total);
        take(one, group->second);
      }
    }
  }
}

std::vector<std::string> Row(const std::string& title, const TallyCount& count) {
  return {title, absl::StrCat(count.allegations), absl::StrCat(count.with_minor),
          absl::StrCat(PercentHalfUp(count.with_minor, count.allegations), "%"),
          absl::StrCat(count.fictitious)};
}

}  // namespace

Tally TallyByCategory(const CaseList& cases, const Categories& categories) {
  Tally tally;
  std::map<Group, TallyCount> counts;
  Count(cases, GroupsOf(categories), tally,
        [&counts](const v1::Case& one, Group group) { Add(one, counts[group]); });
  for (const Group group : {v1::PersonnelCategory::CIVILIAN, v1::PersonnelCategory::MILITARY,
                            v1::PersonnelCategory::POLICE, v1::PersonnelCategory::OTHER}) {
    tally.rows.emplace_back(absl::AsciiStrToLower(v1::PersonnelCategory::Group_Name(group)),
                            counts[group]);
  }
  return tally;
}

Tally TallyByMission(const CaseList& cases, const Categories& categories,
                     const google::protobuf::RepeatedPtrField<v1::Mission>& missions) {
  Tally tally;
  std::map<std::string, TallyCount> counts;
  Count(cases, GroupsOf(categories), tally,
        [&counts](const v1::Case& one, Group) { Add(one, counts[one.mission()]); });
  for (const v1::Mission& mission : missions) {
    const auto count = counts.find(mission.name());
    if (count == counts.end()) continue;
    const std::string code = mission.name().substr(mission.name().find('/') + 1);
    tally.rows.emplace_back(
        mission.country().empty() ? code : absl::StrCat(code, " (", mission.country(), ")"),
        count->second);
    counts.erase(count);
  }
  for (const auto& [name, count] : counts) tally.rows.emplace_back(name, count);
  std::stable_sort(tally.rows.begin(), tally.rows.end(), [](const auto& a, const auto& b) {
    return a.second.allegations > b.second.allegations;
  });
  return tally;
}

int64_t PercentHalfUp(int64_t part, int64_t whole) {
  return whole == 0 ? 0 : (200 * part + whole) / (2 * whole);
}

Table TallyTable(const Tally& tally, absl::string_view by) {
  Table table{.columns = {{std::string(by)},
                          {"allegations", true},
                          {"with_minor", true},
                          {"share", true},
                          {"fictitious", true}},
              .rows = {}};
  for (const auto& [title, count] : tally.rows) table.rows.push_back(Row(title, count));
  table.rows.push_back(Row("total", tally.total));
  return table;
}

std::vector<std::string> TallyNotes(const Tally& tally, int year) {
  std::vector<std::string> notes = {
      absl::StrCat("Base: the ", tally.total.allegations,
                   " allegations (subject x type) of reports received in ", year,
                   " that you may see; share = with a victim under 18, rounded half up: ",
                   tally.total.with_minor, " of ", tally.total.allegations, ".")};
  if (tally.total.fictitious > 0) {
    notes.push_back(absl::StrCat("FICTITIOUS: ", tally.total.fictitious, " of ",
                                 tally.total.allegations,
                                 " come from reports that are marked as made up."));
  }
  if (tally.without_group > 0) {
    notes.push_back(absl::StrCat("Not in the total: ", tally.without_group,
                                 " of personnel that the table has no group for."));
  }
  if (tally.duplicates > 0) {
    notes.push_back(absl::StrCat("Not in the total: ", tally.duplicates, " duplicates."));
  }
  return notes;
}

}  // namespace probity::cli

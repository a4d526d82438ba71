#include <algorithm>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "proto/support/status_macros.h"
#include "services/cases/lifecycle_table.h"

namespace probity::cases {
namespace {

absl::Status Wrong(int line, absl::string_view what, absl::string_view word) {
  return absl::InvalidArgumentError(absl::StrCat("line ", line, ": ", what, " '", word, "'"));
}

template <typename T>
bool Contains(const std::vector<T>& list, const T& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

template <typename T>
bool Intersect(const std::vector<T>& a, const std::vector<T>& b) {
  return std::any_of(a.begin(), a.end(), [&](const T& value) { return Contains(b, value); });
}

// Some key gives both lines values, and none in common.
bool ToldApart(const Row& a, const Row& b) {
  for (const Selection& one : a.selections) {
    for (const Selection& other : b.selections) {
      if (one.selector == other.selector && !Intersect(one.values, other.values)) return true;
    }
  }
  return false;
}

absl::Status CheckUnambiguous(const LifecycleTable& table) {
  for (size_t i = 0; i < table.rows.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      const Row& row = table.rows[i];
      const Row& above = table.rows[j];
      if (row.id == above.id) return Wrong(row.line, "the id is taken:", row.id);
      if (row.verb == above.verb && Intersect(row.from, above.from) && !ToldApart(row, above)) {
        return Wrong(row.line, "may apply together with", above.id);
      }
    }
  }
  return absl::OkStatus();
}

// One arrow from state to state, with the line that draws it.
struct Arrow {
  State from;
  State to;
  int line;
};

std::vector<Arrow> Arrows(const LifecycleTable& table) {
  std::vector<Arrow> arrows;
  for (const Row& row : table.rows) {
    if (row.target != Target::kState) continue;
    for (const State from : row.from) arrows.push_back({from, row.to, row.line});
  }
  // PREVIOUS leads back along the arrows that led here.
  const std::vector<Arrow> drawn = arrows;
  for (const Row& row : table.rows) {
    if (row.target != Target::kPrevious) continue;
    for (const Arrow& arrow : drawn) {
      if (Contains(row.from, arrow.to)) arrows.push_back({arrow.to, arrow.from, row.line});
    }
  }
  return arrows;
}

// All that can be reached from `states` along the arrows, or against them.
absl::flat_hash_set<State> Reach(std::vector<State> states, const std::vector<Arrow>& arrows,
                                 bool against) {
  absl::flat_hash_set<State> reached(states.begin(), states.end());
  while (!states.empty()) {
    const State state = states.back();
    states.pop_back();
    for (const Arrow& arrow : arrows) {
      const State next = against ? arrow.from : arrow.to;
      if ((against ? arrow.to : arrow.from) == state && reached.insert(next).second) {
        states.push_back(next);
      }
    }
  }
  return reached;
}

std::vector<State> SetOf(const LifecycleTable& table, absl::string_view name) {
  const auto set = table.sets.find(name);
  return set == table.sets.end() ? std::vector<State>() : set->second;
}

// The line that first speaks of the state; the last line of all if none does.
int LineOf(State state, const LifecycleTable& table, const std::vector<Arrow>& arrows) {
  for (const Arrow& arrow : arrows) {
    if (arrow.to == state || arrow.from == state) return arrow.line;
  }
  return table.last_line;
}

absl::Status CheckWays(const LifecycleTable& table) {
  const std::vector<Arrow> arrows = Arrows(table);
  const auto reached = Reach({v1::Allegation::STATE_UNSPECIFIED}, arrows, /*against=*/false);
  const auto leaving = Reach(SetOf(table, "closed"), arrows, /*against=*/true);
  for (int number = v1::Allegation::State_MIN; number <= v1::Allegation::State_MAX; ++number) {
    if (!v1::Allegation::State_IsValid(number)) continue;
    const State state = static_cast<State>(number);
    if (state == v1::Allegation::STATE_UNSPECIFIED) continue;
    if (!reached.contains(state)) {
      return Wrong(LineOf(state, table, arrows), "nothing leads to the state",
                   v1::Allegation::State_Name(state));
    }
    if (!leaving.contains(state)) {
      return Wrong(LineOf(state, table, arrows), "no closed state can be reached from",
                   v1::Allegation::State_Name(state));
    }
  }
  for (const Arrow& arrow : arrows) {
    if (Contains(SetOf(table, "final"), arrow.from)) {
      return Wrong(arrow.line, "leads out of the final state",
                   v1::Allegation::State_Name(arrow.from));
    }
  }
  return absl::OkStatus();
}

// A closed state is final, or has a way out: else somebody forgot the one or the other.
absl::Status CheckDeadEnds(const LifecycleTable& table) {
  const std::vector<Arrow> arrows = Arrows(table);
  for (const State state : SetOf(table, "closed")) {
    const bool leads_out = std::any_of(arrows.begin(), arrows.end(),
                                       [&](const Arrow& arrow) { return arrow.from == state; });
    if (!leads_out && !Contains(SetOf(table, "final"), state)) {
      return Wrong(LineOf(state, table, arrows),
                   "a dead end that is not final:", v1::Allegation::State_Name(state));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckLifecycle(const LifecycleTable& table) {
  PROBITY_RETURN_IF_ERROR(CheckUnambiguous(table));
  PROBITY_RETURN_IF_ERROR(CheckWays(table));
  return CheckDeadEnds(table);
}

}  // namespace probity::cases

#include "services/cases/lifecycle_table.h"

#include <algorithm>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "proto/support/status_macros.h"

namespace probity::cases {
namespace {

constexpr size_t kColumns = 8;

constexpr std::pair<absl::string_view, SecondPerson> kSecondPersonRules[] = {
    {"-", SecondPerson::kNone},
    {"always", SecondPerson::kAlways},
    {"sea_thb_hq", SecondPerson::kSeaThbHeadquarters},
    {"always_sea_thb_hq", SecondPerson::kAlwaysSeaThbHeadquarters},
    {"sea_sh_thb_serious", SecondPerson::kSeaShThbSerious},
};

std::vector<absl::string_view> Words(absl::string_view text) {
  return absl::StrSplit(text, ' ', absl::SkipWhitespace());
}

// Reads one line after another; the errors it makes have no line number yet.
class Parser {
 public:
  Parser(absl::Span<const Guard> guards, LifecycleTable& table) : guards_(guards), table_(table) {}

  absl::Status Line(absl::string_view text) {
    if (absl::ConsumePrefix(&text, "set ")) return Set(text);
    if (absl::ConsumePrefix(&text, "require ")) return Require(text);
    return Transition(text);
  }

 private:
  static absl::Status Unknown(absl::string_view what, absl::string_view word) {
    return absl::InvalidArgumentError(absl::StrCat("unknown ", what, " '", word, "'"));
  }

  static absl::StatusOr<State> StateOf(absl::string_view word) {
    State state;
    if (!v1::Allegation::State_Parse(std::string(word), &state) ||
        state == v1::Allegation::STATE_UNSPECIFIED) {
      return Unknown("state", word);
    }
    return state;
  }

  absl::StatusOr<const Guard*> GuardOf(absl::string_view word) const {
    for (const Guard& guard : guards_) {
      if (guard.name == word) return &guard;
    }
    return Unknown("guard", word);
  }

  absl::Status Set(absl::string_view text) {
    const std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(text, absl::MaxSplits('=', 1));
    std::vector<State>& set = table_.sets[absl::StripAsciiWhitespace(parts.first)];
    for (const absl::string_view word : Words(parts.second)) {
      PROBITY_ASSIGN_OR_RETURN(const State state, StateOf(word));
      set.push_back(state);
    }
    return absl::OkStatus();
  }

  absl::Status Require(absl::string_view text) {
    const std::vector<absl::string_view> words = Words(text);
    if (words.size() != 2) return absl::InvalidArgumentError("require takes a verb and a guard");
    const std::optional<Verb> verb = VerbOf(words[0]);
    if (!verb.has_value()) return Unknown("verb", words[0]);
    PROBITY_ASSIGN_OR_RETURN(const Guard* guard, GuardOf(words[1]));
    table_.required.emplace_back(*verb, guard);
    return absl::OkStatus();
  }

  absl::Status Transition(absl::string_view text) {
    std::vector<absl::string_view> columns = absl::StrSplit(text, '|');
    if (columns.size() != kColumns) return absl::InvalidArgumentError("not eight columns");
    for (absl::string_view& column : columns) column = absl::StripAsciiWhitespace(column);
    Row row;
    row.line = table_.last_line;
    row.id = std::string(columns[0]);
    row.note = std::string(columns[7]);
    const std::optional<Verb> verb = VerbOf(columns[2]);
    if (!verb.has_value()) return Unknown("verb", columns[2]);
    row.verb = *verb;
    PROBITY_RETURN_IF_ERROR(From(columns[1], row));
    PROBITY_RETURN_IF_ERROR(To(columns[3], row));
    PROBITY_RETURN_IF_ERROR(Roles(columns[4], row));
    PROBITY_RETURN_IF_ERROR(Guards(columns[5], row));
    PROBITY_RETURN_IF_ERROR(Second(columns[6], row));
    table_.rows.push_back(std::move(row));
    return absl::OkStatus();
  }

  absl::Status From(absl::string_view text, Row& row) const {
    for (absl::string_view word : Words(text)) {
      if (word == "-") {
        row.from.push_back(v1::Allegation::STATE_UNSPECIFIED);
      } else if (absl::ConsumePrefix(&word, "@")) {
        const auto set = table_.sets.find(word);
        if (set == table_.sets.end()) return Unknown("set", word);
        row.from.insert(row.from.end(), set->second.begin(), set->second.end());
      } else {
        PROBITY_ASSIGN_OR_RETURN(const State state, StateOf(word));
        row.from.push_back(state);
      }
    }
    if (row.from.empty()) return Unknown("state", text);
    return absl::OkStatus();
  }

  static absl::Status To(absl::string_view word, Row& row) {
    if (word == "SAME" || word == "PREVIOUS") {
      row.target = word == "SAME" ? Target::kSame : Target::kPrevious;
      return absl::OkStatus();
    }
    PROBITY_ASSIGN_OR_RETURN(row.to, StateOf(word));
    return absl::OkStatus();
  }

  static absl::Status Roles(absl::string_view text, Row& row) {
    row.any_role = text == "any";
    if (row.any_role) return absl::OkStatus();
    for (const absl::string_view word : Words(text)) {
      v1::Role role;
      if (!v1::Role_Parse(std::string(word), &role) || role == v1::ROLE_UNSPECIFIED) {
        return Unknown("role", word);
      }
      row.roles.push_back(role);
    }
    if (row.roles.empty()) return Unknown("role", text);
    return absl::OkStatus();
  }

  absl::Status Guards(absl::string_view text, Row& row) const {
    if (text == "-") return absl::OkStatus();
    for (const absl::string_view word : Words(text)) {
      if (absl::StrContains(word, '=')) {
        PROBITY_RETURN_IF_ERROR(Select(word, row));
        continue;
      }
      PROBITY_ASSIGN_OR_RETURN(const Guard* guard, GuardOf(word));
      row.guards.push_back(guard);
    }
    return absl::OkStatus();
  }

  static absl::Status Select(absl::string_view word, Row& row) {
    const std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(word, absl::MaxSplits('=', 1));
    const absl::Span<const Selector> selectors = AllSelectors();
    const auto selector =
        std::find_if(selectors.begin(), selectors.end(),
                     [&](const Selector& known) { return known.key == parts.first; });
    if (selector == selectors.end()) return Unknown("selector", parts.first);
    Selection selection{.selector = &*selector, .values = {}};
    for (const absl::string_view value : absl::StrSplit(parts.second, '/')) {
      const auto known = std::find(selector->values.begin(), selector->values.end(), value);
      if (known == selector->values.end()) return Unknown("value", value);
      selection.values.push_back(*known);
    }
    row.selections.push_back(std::move(selection));
    return absl::OkStatus();
  }

  static absl::Status Second(absl::string_view word, Row& row) {
    for (const auto& [name, rule] : kSecondPersonRules) {
      if (name == word) {
        row.second = rule;
        return absl::OkStatus();
      }
    }
    return Unknown("second person rule", word);
  }

  absl::Span<const Guard> guards_;
  LifecycleTable& table_;
};

}  // namespace

absl::StatusOr<LifecycleTable> ParseLifecycle(absl::string_view text,
                                              absl::Span<const Guard> guards) {
  LifecycleTable table;
  Parser parser(guards, table);
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    ++table.last_line;
    line = absl::StripAsciiWhitespace(line);
    if (line.empty() || absl::StartsWith(line, "#")) continue;
    if (const absl::Status status = parser.Line(line); !status.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat("line ", table.last_line, ": ", status.message()));
    }
  }
  return table;
}

}  // namespace probity::cases

#include "storage/sql/embed/expand.h"

#include <algorithm>
#include <utility>

namespace probity::embed {
namespace {

enum class When { kNow, kAsOf };

bool IsWordChar(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// True if `word` stands somewhere in `text` by itself, as "case_row c" names c: not as the end of a
// longer word, a column (x.c), a parameter (:c) or a qualifier (c.x).
bool NamesTable(std::string_view text, std::string_view word) {
  for (size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const char before = at == 0 ? ' ' : text[at - 1];
    const size_t end = at + word.size();
    const char after = end == text.size() ? ' ' : text[end];
    const size_t open = text.rfind("{{", at);
    const bool in_macro = open != std::string_view::npos && text.find("}}", open) > at;
    if (!in_macro && !IsWordChar(before) && before != '.' && before != ':' && before != '$' &&
        !IsWordChar(after) && after != '.') {
      return true;
    }
  }
  return false;
}

// One line, single spaces between its parts; quoted text never spans lines.
std::string OneLine(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    const size_t first = line.find_first_not_of(" \t\r");
    if (first != std::string_view::npos) {
      if (!out.empty()) out += ' ';
      out += line.substr(first, line.find_last_not_of(" \t\r") - first + 1);
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

std::string Live(const std::string& alias, When when) {
  if (when == When::kNow) return alias + ".to_seq IS NULL";
  return "(" + alias + ".from_seq <= :as_of AND (" + alias + ".to_seq IS NULL OR " + alias +
         ".to_seq > :as_of))";
}

// The fragment's text with $parameter replaced. In brackets, so that an OR in it stays inside.
std::string Insert(const Piece& fragment, std::string_view argument) {
  const std::string marker = "$" + fragment.parameter;
  std::string out = "(" + OneLine(fragment.text) + ")";
  for (size_t at = out.find(marker); at != std::string::npos;) {
    out.replace(at, marker.size(), argument);
    at = out.find(marker, at + argument.size());
  }
  return out;
}

class Expander {
 public:
  Expander(std::string_view path, const Piece& piece, const std::vector<Piece>& fragments)
      : path_(path), piece_(piece), fragments_(fragments) {}

  Or<std::string> Run(When when) const {
    const std::string_view text = piece_.text;
    std::string out;
    int line = piece_.line + 1;
    for (size_t i = 0; i < text.size();) {
      if (text[i] == '\n') ++line;
      if (text.substr(i, 2) == "}}") return At(line, "'}}' without '{{'");
      if (text.substr(i, 2) != "{{") {
        const bool quote = text[i] == '\'' || text[i] == '"';
        const size_t end = quote ? text.find(text[i], i + 1) + 1 : i + 1;
        out += text.substr(i, end - i);
        i = end;
        continue;
      }
      const size_t end = text.find("}}", i);
      if (end >= text.find('\n', i)) return At(line, "a macro does not end on its line");
      const Or<std::string> expanded = Macro(text.substr(i + 2, end - i - 2), line, when);
      if (const Problem* problem = ProblemOf(expanded)) return *problem;
      out += std::get<std::string>(expanded);
      i = end + 2;
    }
    return out;
  }

 private:
  Problem At(int line, std::string what) const {
    return {std::string(path_), line, std::move(what)};
  }

  Or<std::string> Macro(std::string_view call, int line, When when) const {
    const size_t space = std::min(call.find(' '), call.size());
    const std::string_view name = call.substr(0, space);
    const std::string argument(call.substr(std::min(space + 1, call.size())));
    const auto fragment = std::find_if(fragments_.begin(), fragments_.end(),
                                       [&](const Piece& piece) { return piece.name == name; });
    if (name != "live" && fragment == fragments_.end()) {
      return At(line, "there is no macro '" + std::string(name) + "'");
    }
    const bool own_parameter = !piece_.parameter.empty() && argument == "$" + piece_.parameter;
    if (!own_parameter && (!IsName(argument) || !NamesTable(piece_.text, argument))) {
      return At(line, "'" + argument + "' is no table or alias of '" + piece_.name + "'");
    }
    if (name == "live") return Live(argument, when);
    if (NamesTable(fragment->text, argument)) {
      return At(line, "'" + argument + "' means another table inside '" + fragment->name + "'");
    }
    return Insert(*fragment, argument);
  }

  const std::string_view path_;
  const Piece& piece_;
  const std::vector<Piece>& fragments_;
};

// True if every $ of the text starts the fragment's own parameter, and there is one.
bool UsesOnlyItsParameter(const Piece& fragment) {
  const std::string& text = fragment.text;
  size_t at = text.find('$');
  if (at == std::string::npos) return false;
  for (; at != std::string::npos; at = text.find('$', at + 1)) {
    const size_t end = at + 1 + fragment.parameter.size();
    if (text.compare(at + 1, fragment.parameter.size(), fragment.parameter) != 0) return false;
    if (end < text.size() && IsWordChar(text[end])) return false;
  }
  return true;
}

}  // namespace

Or<std::vector<Piece>> ExpandFragments(std::string_view path, std::vector<Piece> fragments) {
  std::vector<Piece> done;
  for (Piece& fragment : fragments) {
    const auto problem = [&](std::string what) {
      return Problem{std::string(path), fragment.line, std::move(what)};
    };
    if (fragment.name == "live") return problem("'live' is built in");
    if (!UsesOnlyItsParameter(fragment)) {
      return problem("a fragment uses its parameter, $" + fragment.parameter + ", and no other");
    }
    Or<std::string> text = Expander(path, fragment, done).Run(When::kNow);
    if (const Problem* wrong = ProblemOf(text)) return *wrong;
    fragment.text = std::get<std::string>(std::move(text));
    done.push_back(std::move(fragment));
  }
  return done;
}

Or<std::vector<Expanded>> ExpandStatements(std::string_view path, std::vector<Piece> statements,
                                           const std::vector<Piece>& fragments) {
  std::vector<Expanded> done;
  for (Piece& statement : statements) {
    const Expander expander(path, statement, fragments);
    Or<std::string> now = expander.Run(When::kNow);
    if (const Problem* problem = ProblemOf(now)) return *problem;
    Or<std::string> as_of = expander.Run(When::kAsOf);
    if (const Problem* problem = ProblemOf(as_of)) return *problem;
    done.push_back({.piece = std::move(statement),
                    .now = std::get<std::string>(std::move(now)),
                    .as_of = std::get<std::string>(std::move(as_of))});
  }
  return done;
}

}  // namespace probity::embed

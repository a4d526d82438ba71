#include "storage/sql/embed/sql_file.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace probity::embed {
namespace {

constexpr std::string_view kBlank = " \t\r";

std::string_view Trim(std::string_view text) {
  const size_t first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

bool IsBlank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

// What follows `word` in a comment such as "-- scan: reason"; nothing if it is another comment.
std::optional<std::string_view> Directive(std::string_view comment, std::string_view word) {
  comment = Trim(comment.substr(2));
  if (!comment.starts_with(word) || comment.substr(word.size(), 1) != ":") return std::nullopt;
  return Trim(comment.substr(word.size() + 1));
}

class Parser {
 public:
  Parser(std::string_view path, FileKind kind) : path_(path), kind_(kind) {}

  std::optional<Problem> Line(std::string_view line) {
    ++line_;
    if (open_) return Inside(line);
    return Outside(line);
  }

  Or<std::vector<Piece>> Finish() {
    if (open_) return NoSemicolon();
    if (pending_line_ > 0) return At(pending_line_, "a reason without a statement below it");
    return std::move(pieces_);
  }

 private:
  Problem At(int line, std::string what) const {
    return {std::string(path_), line, std::move(what)};
  }
  Problem NoSemicolon() const {
    return At(current_.line, "'" + current_.name + "' does not end with a semicolon");
  }

  std::optional<Problem> Outside(std::string_view line) {
    line = Trim(line);
    if (line.starts_with("--")) return Comment(line);
    if (!line.empty()) return At(line_, "text outside a statement: '-- name:' is missing");
    if (pending_line_ > 0) return At(pending_line_, "a reason without a statement below it");
    return std::nullopt;
  }

  // Copies the line up to a comment or the semicolon.
  std::optional<Problem> Inside(std::string_view line) {
    size_t i = 0;
    while (i < line.size()) {
      const char c = line[i];
      if (line.substr(i, 2) == "--") {
        current_.text += '\n';
        return Comment(line.substr(i));
      }
      if (line.substr(i, 2) == "/*") return At(line_, "comments start with --");
      if (c == ';') {
        if (auto problem = Close()) return problem;
        return Outside(line.substr(i + 1));
      }
      size_t end = i + 1;
      if (c == '\'' || c == '"') {
        end = line.find(c, i + 1);
        if (end == std::string_view::npos) return At(line_, "a quote does not end on its line");
        ++end;
      }
      current_.text += line.substr(i, end - i);
      i = end;
    }
    current_.text += '\n';
    return std::nullopt;
  }

  std::optional<Problem> Comment(std::string_view comment) {
    if (auto name = Directive(comment, "name")) return Open(*name, FileKind::kStatements);
    if (auto name = Directive(comment, "fragment")) return Open(*name, FileKind::kFragments);
    if (auto reason = Directive(comment, "scan")) return Reason(&Piece::scan_reason, *reason);
    if (auto reason = Directive(comment, "unwalled")) {
      return Reason(&Piece::unwalled_reason, *reason);
    }
    return std::nullopt;
  }

  std::optional<Problem> Reason(std::string Piece::*field, std::string_view reason) {
    if (kind_ == FileKind::kFragments) return At(line_, "a fragment takes no reason");
    if (reason.empty()) return At(line_, "a reason must say something");
    if (!(current_.*field).empty()) return At(line_, "this reason is given twice");
    current_.*field = reason;
    if (!open_) pending_line_ = line_;
    return std::nullopt;
  }

  std::optional<Problem> Open(std::string_view name, FileKind kind) {
    if (open_) return NoSemicolon();
    if (kind != kind_) {
      return At(line_, kind_ == FileKind::kFragments ? "only fragments belong into this file"
                                                     : "fragments belong into fragments.sql");
    }
    current_.line = line_;
    if (kind == FileKind::kFragments) {
      const size_t bracket = name.find('(');
      if (bracket == std::string_view::npos || !name.ends_with(')')) {
        return At(line_, "a fragment is written '-- fragment: name(parameter)'");
      }
      current_.parameter = Trim(name.substr(bracket + 1, name.size() - bracket - 2));
      name = Trim(name.substr(0, bracket));
      if (!IsName(current_.parameter)) return At(line_, "the parameter is not a snake_case name");
    }
    if (!IsName(name)) return At(line_, "'" + std::string(name) + "' is not a snake_case name");
    for (const Piece& piece : pieces_) {
      if (piece.name == name) {
        return At(line_, "'" + piece.name + "' is already on line " + std::to_string(piece.line));
      }
    }
    current_.name = name;
    open_ = true;
    pending_line_ = 0;
    return std::nullopt;
  }

  std::optional<Problem> Close() {
    if (IsBlank(current_.text)) return At(line_, "'" + current_.name + "' is empty");
    pieces_.push_back(std::exchange(current_, Piece()));
    open_ = false;
    return std::nullopt;
  }

  const std::string_view path_;
  const FileKind kind_;
  std::vector<Piece> pieces_;
  Piece current_;  // Open, or holding the reasons written above the next `-- name:`.
  bool open_ = false;
  int line_ = 0;
  int pending_line_ = 0;  // Of a reason that waits for its statement; 0 if none does.
};

}  // namespace

bool IsName(std::string_view word) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  };
  return !word.empty() && (word[0] < '0' || word[0] > '9') &&
         std::all_of(word.begin(), word.end(), fits);
}

Or<std::vector<Piece>> ParseSqlFile(std::string_view path, std::string_view content,
                                    FileKind kind) {
  Parser parser(path, kind);
  while (!content.empty()) {
    const size_t end = std::min(content.find('\n'), content.size());
    if (auto problem = parser.Line(content.substr(0, end))) return *problem;
    content.remove_prefix(std::min(end + 1, content.size()));
  }
  return parser.Finish();
}

}  // namespace probity::embed

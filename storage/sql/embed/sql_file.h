// Reads a .sql file of named statements, or of named fragments. The syntax is in README.md.
#ifndef PROBITY_STORAGE_SQL_EMBED_SQL_FILE_H_
#define PROBITY_STORAGE_SQL_EMBED_SQL_FILE_H_

#include <string>
#include <string_view>
#include <vector>

#include "storage/sql/embed/problem.h"

namespace probity::embed {

enum class FileKind { kStatements, kFragments };

// One `-- name:` or `-- fragment:`, its macros not yet expanded.
struct Piece {
  std::string name = {};
  std::string parameter = {};  // Fragments only: the c of visible(c).
  int line = 0;                // Of `-- name:` or `-- fragment:`; the text starts on the next.
  std::string text = {};       // Without comments and the semicolon; line breaks are kept.
  std::string scan_reason = {};
  std::string unwalled_reason = {};
};

// `path` only serves messages. Refuses: two pieces of one name, a piece without a semicolon or
// without text, text outside a piece, a reason that belongs to no statement, an unfinished quote.
Or<std::vector<Piece>> ParseSqlFile(std::string_view path, std::string_view content, FileKind kind);

// Lower case, digits and underscores, not starting with a digit.
bool IsName(std::string_view word);

}  // namespace probity::embed

#endif  // PROBITY_STORAGE_SQL_EMBED_SQL_FILE_H_

// The two macros of .sql files, {{live c}} and {{fragment c}}: the only substitution that exists,
// and it happens at build time.
#ifndef PROBITY_STORAGE_SQL_EMBED_EXPAND_H_
#define PROBITY_STORAGE_SQL_EMBED_EXPAND_H_

#include <string>
#include <string_view>
#include <vector>

#include "storage/sql/embed/problem.h"
#include "storage/sql/embed/sql_file.h"

namespace probity::embed {

// A statement with nothing left to expand. The two plans are equal if it uses no {{live}}.
struct Expanded {
  Piece piece;
  std::string now;
  std::string as_of;
};

// Expands what fragments use themselves: {{live x}}, always as of now, because visibility is judged
// now also when the data are those of another day, and fragments further up in the same file.
Or<std::vector<Piece>> ExpandFragments(std::string_view path, std::vector<Piece> fragments);

// `fragments` must come from ExpandFragments. Refuses unknown macros, and arguments that are not a
// table or alias of the statement.
Or<std::vector<Expanded>> ExpandStatements(std::string_view path, std::vector<Piece> statements,
                                           const std::vector<Piece>& fragments);

}  // namespace probity::embed

#endif  // PROBITY_STORAGE_SQL_EMBED_EXPAND_H_

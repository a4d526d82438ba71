// The C++ that the embedding tool writes.
#ifndef PROBITY_STORAGE_SQL_EMBED_EMIT_H_
#define PROBITY_STORAGE_SQL_EMBED_EMIT_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "storage/sql/embed/expand.h"

namespace probity::embed {

// "storage/sql/statements/screening_records.sql" is kScreeningRecords.
std::string SymbolOf(std::string_view path);

// A header with `inline constexpr StatementText kStem[]`. `path` is from the repository root;
// `header` declares StatementText.
std::string EmitStatements(std::string_view path, std::string_view space, std::string_view header,
                           const std::vector<Expanded>& statements);

// A header with `kAllStatements`, a span for each of the .sql files.
std::string EmitIndex(std::string_view out_path, std::string_view space,
                      const std::vector<std::string>& paths);

struct WholeFile {
  std::string name;  // Without folders.
  std::string path;  // Where the assembler finds it.
  uintmax_t size = 0;
};

// A header with `inline constexpr embed::EmbeddedFile SYMBOL[]`, and the source that holds the
// bytes, taken in by the assembler (.incbin), so that a megabyte costs the compiler nothing.
// `symbol` is qualified: probity::sql::kMigrations.
std::string EmitFilesHeader(std::string_view symbol, const std::vector<WholeFile>& files);
std::string EmitFilesSource(std::string_view symbol, const std::vector<WholeFile>& files);

}  // namespace probity::embed

#endif  // PROBITY_STORAGE_SQL_EMBED_EMIT_H_

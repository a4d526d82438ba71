#include "storage/postgres/dialect.h"

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "storage/postgres/statements/all.sql.h"

namespace probity::postgres {
namespace {

absl::string_view FileName(absl::string_view path) { return path.substr(path.rfind('/') + 1); }

}  // namespace

const StatementText& InOurDialect(const StatementText& text) {
  for (const auto file : kAllStatements) {
    for (const StatementText& ours : file) {
      if (absl::string_view(ours.name) == text.name && FileName(ours.file) == FileName(text.file)) {
        return ours;
      }
    }
  }
  return text;
}

bool WritesOneRow(const StatementText& text) {
  const absl::string_view now = text.now;
  if (absl::StartsWith(now, "UPDATE clock")) return !absl::StrContains(now, "WHERE");
  return absl::StartsWith(now, "INSERT") && absl::StrContains(now, "VALUES") &&
         !absl::StrContains(now, "SELECT") && !absl::StrContains(now, "ON CONFLICT");
}

bool InsertsEntities(const StatementText& text) {
  return absl::StartsWith(text.now, "INSERT INTO entities ");
}

}  // namespace probity::postgres

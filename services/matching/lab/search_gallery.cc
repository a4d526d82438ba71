#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "proto/support/status_macros.h"
#include "services/matching/index.h"
#include "services/matching/lab/commands.h"
#include "services/matching/lab/pair.h"
#include "services/matching/lab/tsv.h"
#include "services/matching/lab/values.h"

namespace probity::matching::lab {
namespace {

const std::vector<std::string>& Columns() {
  static const auto* const columns = new std::vector<std::string>{
      "id", "name", "given", "middle", "family", "dob", "gender", "nationality"};
  return *columns;
}

// Adds what the row says of somebody.
void ReadRow(const Table& table, Notes& notes, Identity& identity) {
  Name name{.full = std::string(table.At("name")),
            .given = std::string(table.At("given")),
            .family = std::string(table.At("family"))};
  if (const absl::string_view middle = table.At("middle"); !middle.empty()) {
    absl::StrAppend(&name.given, name.given.empty() ? "" : " ", middle);
  }
  identity.names.push_back(std::move(name));
  for (absl::string_view key : {"dob", "gender", "nationality"}) {
    if (!table.At(key).empty()) ReadAttribute(key, table.At(key), identity, notes);
  }
}

// A table of persons; its error says which one it is.
absl::StatusOr<Table> OpenPersons(std::istream& in, const std::vector<std::string>& needed,
                                  const std::string& which, Notes& notes) {
  absl::StatusOr<Table> table = Table::Open(in, needed, Columns(), notes);
  if (table.ok() && !table->Has("name") && !table->Has("given") && !table->Has("family")) {
    table = absl::InvalidArgumentError("the header has no column name, given or family");
  }
  if (table.ok()) return table;
  return absl::Status(table.status().code(), absl::StrCat(which, ": ", table.status().message()));
}

// Rows of one gallery with the same id are one person: another name, another date. `ids`: those of
// subject 1, 2, ...
absl::Status Read(std::istream& in, const std::string& which, Notes& notes,
                  std::vector<std::string>& ids, IndexBuilder& index) {
  PROBITY_ASSIGN_OR_RETURN(Table table, OpenPersons(in, {"id"}, which, notes));
  std::vector<Subject> subjects;
  absl::flat_hash_map<std::string, size_t> known;
  while (table.Next()) {
    const auto [place, first] = known.try_emplace(table.At("id"), subjects.size());
    if (first) {
      ids.emplace_back(table.At("id"));
      subjects.push_back({.id = ids.size(), .version = 1});
    }
    ReadRow(table, notes, subjects[place->second].identity);
  }
  for (const Subject& subject : subjects) index.Add(subject);
  return absl::OkStatus();
}

}  // namespace

absl::Status SearchGallery(const Lab& lab, const SearchRequest& request, std::ostream& out) {
  std::vector<std::string> ids;
  IndexBuilder builder(lab.model);
  for (size_t i = 0; i < request.galleries.size(); ++i) {
    const std::string which = absl::StrCat("gallery ", i + 1);
    PROBITY_RETURN_IF_ERROR(Read(*request.galleries[i], which, lab.notes, ids, builder));
  }
  const std::shared_ptr<const Index> index = std::move(builder).Finish();
  PROBITY_ASSIGN_OR_RETURN(Table queries, OpenPersons(*request.queries, {}, "queries", lab.notes));
  for (int64_t row = 1; queries.Next(); ++row) {
    Identity candidate;
    ReadRow(queries, lab.notes, candidate);
    const SearchResult found = index->Search(candidate, {.limit = request.top});
    if (found.truncated) lab.notes.Count("queries that met a budget (truncated)");
    int rank = 0;
    for (const Hit& hit : found.hits) {
      const Rating rating = Rate(hit.evidence);
      out << absl::StrFormat("%d\t%s\t%d\t%.15g\t%s\t%.3f\n", row, ids[hit.subject - 1], ++rank,
                             rating.score, Code(hit.evidence.band), rating.bits / 1000.0);
    }
    if (rank == 0) out << absl::StrFormat("%d\t\t0\t0\tnone\t0\n", row);
  }
  return absl::OkStatus();
}

}  // namespace probity::matching::lab

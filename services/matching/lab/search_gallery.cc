#include <optional>
#include <string>
#include <utility>

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

Identity ReadIdentity(const Table& table, Notes& notes) {
  Identity identity;
  Name name{.full = std::string(table.At("name")),
            .given = std::string(table.At("given")),
            .family = std::string(table.At("family"))};
  if (const absl::string_view middle = table.At("middle"); !middle.empty()) {
    absl::StrAppend(&name.given, name.given.empty() ? "" : " ", middle);
  }
  identity.names = {std::move(name)};
  for (absl::string_view key : {"dob", "gender", "nationality"}) {
    if (!table.At(key).empty()) ReadAttribute(key, table.At(key), identity, notes);
  }
  return identity;
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

struct Gallery {
  std::vector<Subject> subjects{};
  std::vector<std::string> ids{};  // Of subject 1, 2, ...
};

absl::Status Read(std::istream& in, const std::string& which, Notes& notes, Gallery& gallery) {
  PROBITY_ASSIGN_OR_RETURN(Table table, OpenPersons(in, {"id"}, which, notes));
  while (table.Next()) {
    gallery.ids.emplace_back(table.At("id"));
    gallery.subjects.push_back(
        {.id = gallery.ids.size(), .version = 1, .identity = ReadIdentity(table, notes)});
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status SearchGallery(const Lab& lab, const SearchRequest& request, std::ostream& out) {
  Gallery gallery;
  for (size_t i = 0; i < request.galleries.size(); ++i) {
    const std::string which = absl::StrCat("gallery ", i + 1);
    PROBITY_RETURN_IF_ERROR(Read(*request.galleries[i], which, lab.notes, gallery));
  }
  const std::shared_ptr<const Index> index = Index::Build(lab.model, gallery.subjects);
  gallery.subjects = {};
  PROBITY_ASSIGN_OR_RETURN(Table queries, OpenPersons(*request.queries, {}, "queries", lab.notes));
  for (int64_t row = 1; queries.Next(); ++row) {
    const SearchResult found =
        index->Search(ReadIdentity(queries, lab.notes), {.limit = request.top});
    if (found.truncated) lab.notes.Count("queries that met a budget (truncated)");
    int rank = 0;
    for (const Hit& hit : found.hits) {
      const Rating rating = Rate(hit.evidence);
      out << absl::StrFormat("%d\t%s\t%d\t%.15g\t%s\t%.3f\n", row, gallery.ids[hit.subject - 1],
                             ++rank, rating.score, Code(hit.evidence.band), rating.bits / 1000.0);
    }
    if (rank == 0) out << absl::StrFormat("%d\t\t0\t0\tnone\t0\n", row);
  }
  return absl::OkStatus();
}

}  // namespace probity::matching::lab

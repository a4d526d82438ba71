#include "storage/moving/answers.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "proto/support/deterministic.h"
#include "proto/support/error.h"
#include "proto/support/status_macros.h"

namespace probity::moving {
namespace {

using Touched = storage::Commit::Touched;

// The message; empty for one that is hidden from everybody: that its rows are there was verified.
template <typename Resource>
absl::StatusOr<std::string> AnswerOf(const storage::ReadTx& tx, const std::string& name) {
  const absl::StatusOr<Resource> found = storage::GetResource<Resource>(tx, name);
  if (absl::IsNotFound(found.status())) return "";
  PROBITY_RETURN_IF_ERROR(found.status());
  return Deterministic(*found);
}

absl::StatusOr<std::string> Answer(const storage::ReadTx& tx, const Touched& row) {
  switch (row.kind) {
    case v1::KIND_CASE:
      return AnswerOf<v1::Case>(tx, row.name);
    case v1::KIND_ALLEGATION:
      return AnswerOf<v1::Allegation>(tx, row.name);
    case v1::KIND_PERSON:
      return AnswerOf<v1::Person>(tx, row.name);
    case v1::KIND_MISSION:
      return AnswerOf<v1::Mission>(tx, row.name);
    case v1::KIND_ORGANISATION:
      return AnswerOf<v1::Organisation>(tx, row.name);
    case v1::KIND_ORGANISATION_FACTS:
      return AnswerOf<v1::OrganisationFacts>(tx, row.name);
    case v1::KIND_SCREENING:
      return AnswerOf<v1::Screening>(tx, row.name);
    case v1::KIND_ROLL:
      return AnswerOf<v1::Roll>(tx, row.name);
    case v1::KIND_MATCH:
      return AnswerOf<v1::Match>(tx, row.name);
    default:
      return "";  // Rows that no call answers by name; their commitments were compared.
  }
}

absl::StatusOr<std::vector<std::string>> Answers(storage::Store& store, int64_t as_of,
                                                 const std::vector<Touched>& rows) {
  std::vector<std::string> answers;
  PROBITY_RETURN_IF_ERROR(
      store.Read(storage::Viewer::System(), {.time = std::nullopt, .seq = as_of},
                 [&](const storage::ReadTx& tx) -> absl::Status {
                   for (const Touched& row : rows) {
                     PROBITY_ASSIGN_OR_RETURN(std::string answer, Answer(tx, row));
                     answers.push_back(std::move(answer));
                   }
                   return absl::OkStatus();
                 }));
  return answers;
}

}  // namespace

absl::StatusOr<int64_t> CompareFrom(storage::Store& ours, storage::Store& theirs,
                                    int64_t leaf_index, int limit) {
  std::vector<Touched> rows;
  int64_t next = leaf_index;
  int64_t as_of = 0;
  PROBITY_RETURN_IF_ERROR(
      ours.Read(storage::Viewer::System(), {}, [&](const storage::ReadTx& tx) -> absl::Status {
        PROBITY_ASSIGN_OR_RETURN(const std::vector<storage::Commit> commits,
                                 tx.CommitsFrom(leaf_index, limit));
        for (const storage::Commit& commit : commits) {
          rows.insert(rows.end(), commit.touched.begin(), commit.touched.end());
          next = commit.leaf_index + 1;
          as_of = commit.position.seq;
        }
        return absl::OkStatus();
      }));
  if (next == leaf_index) return DataLoss("the ledger lacks leaves");
  PROBITY_ASSIGN_OR_RETURN(const std::vector<std::string> here, Answers(ours, as_of, rows));
  PROBITY_ASSIGN_OR_RETURN(const std::vector<std::string> there, Answers(theirs, as_of, rows));
  for (size_t i = 0; i < rows.size(); ++i) {
    // Who is linked to somebody only later is hidden from the one and not from the other.
    if (here[i].empty() || there[i].empty() || here[i] == there[i]) continue;
    return DataLoss("the copy answers otherwise").Reason(v1::ERROR_REASON_DATA_DAMAGED);
  }
  return next;
}

}  // namespace probity::moving

#include "storage/moving/answers.h"

#include <string>
#include <vector>

#include "proto/support/deterministic.h"
#include "proto/support/error.h"
#include "proto/support/status_macros.h"

namespace probity::moving {
namespace {

using Touched = storage::Commit::Touched;

// The message, or the code of the error: a resource that nobody is linked to is hidden from both.
template <typename Resource>
std::string AnswerOf(const storage::ReadTx& tx, const std::string& name) {
  const absl::StatusOr<Resource> found = storage::GetResource<Resource>(tx, name);
  return found.ok() ? Deterministic(*found) : absl::StatusCodeToString(found.status().code());
}

std::string Answer(const storage::ReadTx& tx, const Touched& row) {
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

absl::StatusOr<std::vector<std::string>> Answers(storage::Store& store,
                                                 const std::vector<Touched>& rows) {
  std::vector<std::string> answers;
  PROBITY_RETURN_IF_ERROR(store.Read(storage::Viewer::System(), {}, [&](const storage::ReadTx& tx) {
    for (const Touched& row : rows) answers.push_back(Answer(tx, row));
    return absl::OkStatus();
  }));
  return answers;
}

}  // namespace

absl::StatusOr<int64_t> CompareFrom(storage::Store& ours, storage::Store& theirs,
                                    int64_t leaf_index, int limit) {
  std::vector<Touched> rows;
  int64_t next = leaf_index;
  PROBITY_RETURN_IF_ERROR(
      ours.Read(storage::Viewer::System(), {}, [&](const storage::ReadTx& tx) -> absl::Status {
        PROBITY_ASSIGN_OR_RETURN(const std::vector<storage::Commit> commits,
                                 tx.CommitsFrom(leaf_index, limit));
        for (const storage::Commit& commit : commits) {
          rows.insert(rows.end(), commit.touched.begin(), commit.touched.end());
          next = commit.leaf_index + 1;
        }
        return absl::OkStatus();
      }));
  if (next == leaf_index) return DataLoss("the ledger lacks leaves");
  PROBITY_ASSIGN_OR_RETURN(const std::vector<std::string> here, Answers(ours, rows));
  PROBITY_ASSIGN_OR_RETURN(const std::vector<std::string> there, Answers(theirs, rows));
  if (here != there) {
    return DataLoss("the copy answers otherwise").Reason(v1::ERROR_REASON_DATA_DAMAGED);
  }
  return next;
}

}  // namespace probity::moving

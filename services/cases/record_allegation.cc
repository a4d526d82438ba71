#include <utility>

#include "proto/support/error.h"
#include "proto/support/status_macros.h"
#include "services/cases/case_handlers.h"

namespace probity::cases {

storage::WriteOr<v1::Case> CaseHandlers::RecordAllegation(
    Call& call, const v1::RecordAllegationRequest& request) {
  absl::StatusOr<DraftReport> draft = recorder_.Prepare(call, request.report());
  if (!draft.ok()) return AtField("report", draft.status());
  return store_.Prepare(
      call, request,
      [this, draft = *std::move(draft)](storage::WriteTx& tx) -> absl::StatusOr<v1::Case> {
        absl::StatusOr<v1::Case> recorded = recorder_.Record(tx, draft);
        if (!recorded.ok()) return AtField("report", recorded.status());
        return recorded;
      });
}

}  // namespace probity::cases

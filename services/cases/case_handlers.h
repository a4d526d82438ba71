// CaseService: one plain function a method. Reads in case_reads.cc, the report in
// record_allegation.cc, links in subject_links.cc, the ten steps in allegation_steps.cc.
#ifndef PROBITY_SERVICES_CASES_CASE_HANDLERS_H_
#define PROBITY_SERVICES_CASES_CASE_HANDLERS_H_

#include <functional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "probity/v1/case.pb.h"
#include "services/cases/lifecycle.h"
#include "services/cases/record_keeping.h"
#include "services/cases/report_recorder.h"
#include "services/core/call.h"
#include "services/core/codes.h"
#include "services/core/page.h"
#include "storage/prepared_write.h"
#include "storage/store.h"

namespace probity::cases {

// A keyed digest of 32 bytes that stays the same over restarts: what a proposal keeps of a step's
// content.
using ContentDigest = std::function<std::string(absl::string_view content)>;

// Thread-safe. Borrows all but the digest.
class CaseHandlers {
 public:
  CaseHandlers(storage::Store& store, const core::Codes& codes, const core::PageTokens& tokens,
               const Lifecycle& lifecycle, ContentDigest digest)
      : store_(store),
        codes_(codes),
        tokens_(tokens),
        lifecycle_(lifecycle),
        recorder_(codes, lifecycle),
        keeper_(lifecycle, codes),
        digest_(std::move(digest)) {}

  storage::WriteOr<v1::Case> RecordAllegation(Call& call,
                                              const v1::RecordAllegationRequest& request);
  absl::StatusOr<v1::Case> GetCase(Call& call, const v1::GetCaseRequest& request);
  absl::StatusOr<v1::ListCasesResponse> ListCases(Call& call, const v1::ListCasesRequest& request);
  absl::StatusOr<v1::Allegation> GetAllegation(Call& call, const v1::GetAllegationRequest& request);

  // Both are about all allegations of the subject, take the case's etag and write a new version of
  // the case, so that of two people who change links one is told.
  storage::WriteOr<v1::Case> LinkSubject(Call& call, const v1::LinkSubjectRequest& request);
  storage::WriteOr<v1::Case> UnlinkSubject(Call& call, const v1::UnlinkSubjectRequest& request);

  storage::WriteOr<v1::Allegation> AssessAllegation(Call& call,
                                                    const v1::AssessAllegationRequest& request);
  storage::WriteOr<v1::Allegation> RegisterAllegation(Call& call,
                                                      const v1::RegisterAllegationRequest& request);
  storage::WriteOr<v1::Allegation> ReferAllegation(Call& call,
                                                   const v1::ReferAllegationRequest& request);
  storage::WriteOr<v1::Allegation> OpenInvestigation(Call& call,
                                                     const v1::OpenInvestigationRequest& request);
  storage::WriteOr<v1::Allegation> ConcludeInvestigation(
      Call& call, const v1::ConcludeInvestigationRequest& request);
  storage::WriteOr<v1::Allegation> RecordFinding(Call& call,
                                                 const v1::RecordFindingRequest& request);
  storage::WriteOr<v1::Allegation> ReferForAction(Call& call,
                                                  const v1::ReferForActionRequest& request);
  storage::WriteOr<v1::Allegation> RecordAction(Call& call, const v1::RecordActionRequest& request);
  storage::WriteOr<v1::Allegation> CloseAllegation(Call& call,
                                                   const v1::CloseAllegationRequest& request);
  storage::WriteOr<v1::Allegation> ReopenAllegation(Call& call,
                                                    const v1::ReopenAllegationRequest& request);

  // What PersonService must tell of each change.
  core::PersonChanged& person_changed() { return keeper_; }
  // For imports.
  const ReportRecorder& recorder() const { return recorder_; }

 private:
  // The one path of every step.
  template <typename Request>
  storage::WriteOr<v1::Allegation> Take(Call& call, const Request& request);
  absl::StatusOr<v1::Allegation> TakeStep(storage::WriteTx& tx, const Call& call,
                                          absl::string_view name, absl::string_view etag,
                                          const Step& step) const;

  using Edit = absl::FunctionRef<absl::Status(v1::Allegation& allegation)>;
  absl::StatusOr<v1::Case> Relink(storage::WriteTx& tx, const v1::Case& report, int subject_number,
                                  Edit edit) const;

  storage::Store& store_;
  const core::Codes& codes_;
  const core::PageTokens& tokens_;
  const Lifecycle& lifecycle_;
  const ReportRecorder recorder_;
  RecordKeeper keeper_;
  const ContentDigest digest_;
};

}  // namespace probity::cases

#endif  // PROBITY_SERVICES_CASES_CASE_HANDLERS_H_

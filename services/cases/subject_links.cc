#include <string>
#include <utility>
#include <vector>

#include "proto/support/error.h"
#include "proto/support/status_macros.h"
#include "proto/support/timestamp.h"
#include "services/cases/case_handlers.h"
#include "services/cases/report_rules.h"
#include "services/core/request_rules.h"
#include "services/core/text.h"

namespace probity::cases {
namespace {

using storage::WriteTx;

absl::Status CheckSubjectNumber(int number) {
  if (number >= 1) return absl::OkStatus();
  return InvalidArgument("subjects are counted from 1")
      .Reason(v1::ERROR_REASON_INVALID_FIELD)
      .Field("subject_number");
}

absl::StatusOr<v1::Case> Current(WriteTx& tx, absl::string_view name, absl::string_view etag) {
  PROBITY_ASSIGN_OR_RETURN(v1::Case report, tx.cases().Get(name));
  PROBITY_RETURN_IF_ERROR(core::CheckEtag(etag, report.etag()));
  return report;
}

// A link is a fact that findings rest on.
absl::Status CheckLinkable(const Lifecycle& lifecycle, const v1::Allegation& allegation) {
  if (lifecycle.IsClosed(allegation.state())) {
    return FailedPrecondition("a closed allegation is not changed")
        .Reason(v1::ERROR_REASON_CASE_CLOSED)
        .Field("subject_number")
        .With("allegation", allegation.name());
  }
  if (allegation.finding().outcome() == v1::Finding::OUTCOME_UNSPECIFIED) return absl::OkStatus();
  return FailedPrecondition("a subject about whom there is a finding stays who he is")
      .Reason(v1::ERROR_REASON_FINDING_EXISTS)
      .Field("subject_number")
      .With("allegation", allegation.name());
}

// Nobody is twice in a case, or the same allegation would be counted twice.
absl::Status CheckNoOtherSubject(const v1::Case& report, const v1::LinkSubjectRequest& request) {
  for (const v1::Allegation& allegation : report.allegations()) {
    if (allegation.person() != request.person() ||
        allegation.subject_number() == request.subject_number()) {
      continue;
    }
    return FailedPrecondition("the person is another subject of this case")
        .Reason(v1::ERROR_REASON_GUARD_NOT_MET)
        .Field("person");
  }
  return absl::OkStatus();
}

}  // namespace

storage::WriteOr<v1::Case> CaseHandlers::LinkSubject(Call& call,
                                                     const v1::LinkSubjectRequest& request) {
  PROBITY_RETURN_IF_ERROR(CheckSubjectNumber(request.subject_number()));
  if (request.person().empty()) {
    return InvalidArgument("a link names a person")
        .Reason(v1::ERROR_REASON_MISSING_FIELD)
        .Field("person");
  }
  return store_.Prepare(call, request, [this, &request](WriteTx& tx) -> absl::StatusOr<v1::Case> {
    PROBITY_ASSIGN_OR_RETURN(const v1::Case report, Current(tx, request.name(), request.etag()));
    const auto person = tx.persons().Get(request.person());
    if (absl::IsNotFound(person.status())) return NotFound().Field("person");
    if (!person.ok()) return person.status();
    PROBITY_RETURN_IF_ERROR(CheckNoOtherSubject(report, request));
    return Relink(tx, report, request.subject_number(),
                  [&](v1::Allegation& allegation) -> absl::Status {
                    if (!allegation.person().empty()) {
                      return FailedPrecondition(
                                 "the subject is linked to somebody: unlink first, and say why")
                          .Reason(v1::ERROR_REASON_GUARD_NOT_MET)
                          .Field("subject_number");
                    }
                    allegation.set_person(person->name());
                    allegation.clear_placeholder();
                    return absl::OkStatus();
                  });
  });
}

storage::WriteOr<v1::Case> CaseHandlers::UnlinkSubject(Call& call,
                                                       const v1::UnlinkSubjectRequest& request) {
  constexpr core::TextRules kReason = {.min = 1, .max = 2'000, .lines = true};
  PROBITY_RETURN_IF_ERROR(CheckSubjectNumber(request.subject_number()));
  PROBITY_RETURN_IF_ERROR(core::CheckText(request.reason(), kReason, "reason"));
  PROBITY_RETURN_IF_ERROR(AtField("placeholder", CheckPlaceholder(request.placeholder(), codes_)));
  return store_.Prepare(
      call, request, [this, &call, &request](WriteTx& tx) -> absl::StatusOr<v1::Case> {
        PROBITY_ASSIGN_OR_RETURN(const v1::Case report,
                                 Current(tx, request.name(), request.etag()));
        return Relink(tx, report, request.subject_number(),
                      [&](v1::Allegation& allegation) -> absl::Status {
                        if (allegation.person().empty()) {
                          return FailedPrecondition("the subject is linked to nobody")
                              .Reason(v1::ERROR_REASON_GUARD_NOT_MET)
                              .Field("subject_number");
                        }
                        v1::Unlinking& unlinking = *allegation.add_unlinkings();
                        unlinking.set_person(allegation.person());
                        unlinking.set_reason(request.reason());
                        unlinking.set_by(call.viewer.principal);
                        *unlinking.mutable_unlinked_time() = ToTimestamp(call.now);
                        allegation.clear_person();
                        *allegation.mutable_placeholder() = request.placeholder();
                        return absl::OkStatus();
                      });
      });
}

absl::StatusOr<v1::Case> CaseHandlers::Relink(WriteTx& tx, const v1::Case& report,
                                              int subject_number, Edit edit) const {
  bool found = false;
  for (v1::Allegation allegation : report.allegations()) {
    if (allegation.subject_number() != subject_number) continue;
    found = true;
    PROBITY_RETURN_IF_ERROR(CheckLinkable(lifecycle_, allegation));
    const std::string before = allegation.person();
    PROBITY_RETURN_IF_ERROR(edit(allegation));
    allegation.clear_proposal();
    allegation.set_left_while_pending(false);
    v1::Person person;
    if (!allegation.person().empty()) {
      PROBITY_ASSIGN_OR_RETURN(person, tx.persons().Get(allegation.person()));
      keeper_.MarkLeft(report, person, allegation);
    }
    PROBITY_ASSIGN_OR_RETURN(allegation, tx.allegations().Update(std::move(allegation)));
    if (!before.empty() && before != allegation.person()) {
      PROBITY_RETURN_IF_ERROR(keeper_.Void(tx, allegation.name(), before));
    }
    if (!allegation.person().empty()) {
      PROBITY_RETURN_IF_ERROR(keeper_.Keep(tx, report, person, allegation));
    }
  }
  if (!found) {
    return InvalidArgument("the case has no subject of that number")
        .Reason(v1::ERROR_REASON_INVALID_FIELD)
        .Field("subject_number");
  }
  return tx.cases().Update(report);
}

}  // namespace probity::cases

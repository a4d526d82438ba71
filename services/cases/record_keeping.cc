#include "services/cases/record_keeping.h"

#include <optional>
#include <string>
#include <utility>

#include "google/protobuf/util/message_differencer.h"
#include "proto/support/status_macros.h"
#include "proto/support/timestamp.h"
#include "services/cases/screening_records.h"
#include "services/core/partial_date.h"
#include "services/core/request_rules.h"

namespace probity::cases {
namespace {

using R = v1::ScreeningRecord;

bool IsPendingClass(const R& record) {
  return record.record_class() == R::D_PENDING_LEFT ||
         record.record_class() == R::E_PENDING_SERVING;
}

// A pending matter that ended is over; a finding that no longer stands was wrong.
R Ended(R record) {
  record.set_status(IsPendingClass(record) ? R::EXPIRED : R::VOIDED);
  return record;
}

// What the derived record keeps of the one that is stored.
R Merged(R derived, const R& stored) {
  derived.set_name(stored.name());
  derived.set_etag(stored.etag());
  if (!storage::IsLive(stored)) return derived;
  derived.set_status(stored.status());
  // A matter is pending since it was first.
  if (IsPendingClass(derived) && IsPendingClass(stored)) {
    derived.set_effective_from(stored.effective_from());
  }
  return derived;
}

absl::Status Write(storage::WriteTx& tx, const std::optional<R>& stored, std::optional<R> derived) {
  auto& records = tx.screening_records();
  if (!stored.has_value()) {
    return derived.has_value() ? records.Insert(*std::move(derived)).status() : absl::OkStatus();
  }
  if (!derived.has_value() && !storage::IsLive(*stored)) return absl::OkStatus();
  R next = derived.has_value() ? Merged(*std::move(derived), *stored) : Ended(*stored);
  if (google::protobuf::util::MessageDifferencer::Equals(next, *stored)) return absl::OkStatus();
  return records.Update(std::move(next)).status();
}

absl::CivilDay KnownSince(const v1::Case& report) {
  return core::DayOf(TimeOf(report.became_aware_time()));
}

}  // namespace

void RecordKeeper::MarkLeft(const v1::Case& report, const v1::Person& person,
                            v1::Allegation& allegation) const {
  if (lifecycle_.Allows(allegation.state(), Verb::kRecordSeparation)) {
    allegation.set_left_while_pending(LeftWhilePending(person, KnownSince(report)));
  }
}

absl::Status RecordKeeper::Keep(storage::WriteTx& tx, const v1::Case& report,
                                const v1::Person& person, const v1::Allegation& allegation) const {
  PROBITY_ASSIGN_OR_RETURN(const v1::MisconductType* type,
                           codes_.MisconductType(allegation.misconduct_type(), "misconduct_type"));
  PROBITY_ASSIGN_OR_RETURN(const std::optional<R> stored,
                           tx.screening_records().Find(allegation.name(), person.name()));
  return Write(tx, stored,
               DeriveRecord(allegation, *type, person, report.mission(), core::DayOf(tx.now())));
}

absl::Status RecordKeeper::Void(storage::WriteTx& tx, absl::string_view allegation,
                                absl::string_view person) const {
  PROBITY_ASSIGN_OR_RETURN(std::optional<R> stored,
                           tx.screening_records().Find(allegation, person));
  if (!stored.has_value() || !storage::IsLive(*stored)) return absl::OkStatus();
  stored->set_status(R::VOIDED);
  return tx.screening_records().Update(*std::move(stored)).status();
}

absl::Status RecordKeeper::OnPersonChanged(storage::WriteTx& author, const v1::Person& after) {
  storage::WriteTx& tx = author.as_system();
  PROBITY_ASSIGN_OR_RETURN(std::vector<v1::Allegation> allegations,
                           tx.allegations().ListByPerson(after.name()));
  for (v1::Allegation& allegation : allegations) {
    PROBITY_ASSIGN_OR_RETURN(const v1::Case report, tx.cases().Get(allegation.case_name()));
    const bool marked = allegation.left_while_pending();
    MarkLeft(report, after, allegation);
    if (allegation.left_while_pending() != marked) {
      PROBITY_ASSIGN_OR_RETURN(allegation, tx.allegations().Update(allegation));
    }
    PROBITY_RETURN_IF_ERROR(Keep(tx, report, after, allegation));
  }
  return absl::OkStatus();
}

}  // namespace probity::cases

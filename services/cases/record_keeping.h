// Keeps screening records in line with the allegations that they rest on, in the transaction of
// whatever changed: a step, a link, a person.
#ifndef PROBITY_SERVICES_CASES_RECORD_KEEPING_H_
#define PROBITY_SERVICES_CASES_RECORD_KEEPING_H_

#include "absl/status/status.h"
#include "probity/v1/case.pb.h"
#include "services/cases/lifecycle.h"
#include "services/core/codes.h"
#include "services/core/person_changed.h"
#include "storage/store.h"

namespace probity::cases {

// Thread-safe. Borrows its parts.
class RecordKeeper final : public core::PersonChanged {
 public:
  RecordKeeper(const Lifecycle& lifecycle, const core::Codes& codes)
      : lifecycle_(lifecycle), codes_(codes) {}

  // Marks the allegation, which the caller will store, if its person left while it was pending
  // (line T20 of lifecycle.table), or takes the mark away; what is no longer pending stays as it
  // was marked.
  void MarkLeft(const v1::Case& report, const v1::Person& person, v1::Allegation& allegation) const;

  // `allegation`, of that person, has been stored. Its record is stored, changed, EXPIRED (a
  // pending matter that is over) or VOIDED (a finding that no longer stands).
  absl::Status Keep(storage::WriteTx& tx, const v1::Case& report, const v1::Person& person,
                    const v1::Allegation& allegation) const;

  // The link of the allegation to that person was an error: the record about him is VOIDED.
  absl::Status Void(storage::WriteTx& tx, absl::string_view allegation,
                    absl::string_view person) const;

  // A separation marks the person's pending allegations; a date of birth moves the end of a bar.
  // So in matters that the author of the change does not see: what screening answers never depends
  // on who made it.
  absl::Status OnPersonChanged(storage::WriteTx& author, const v1::Person& after) override;

 private:
  const Lifecycle& lifecycle_;
  const core::Codes& codes_;
};

}  // namespace probity::cases

#endif  // PROBITY_SERVICES_CASES_RECORD_KEEPING_H_

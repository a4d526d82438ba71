// A report becomes a case with its allegations: for one that is recorded, and for imports.
#ifndef PROBITY_SERVICES_CASES_REPORT_RECORDER_H_
#define PROBITY_SERVICES_CASES_REPORT_RECORDER_H_

#include <vector>

#include "absl/status/statusor.h"
#include "probity/v1/case.pb.h"
#include "services/cases/lifecycle.h"
#include "services/core/call.h"
#include "services/core/codes.h"
#include "storage/store.h"

namespace probity::cases {

// A report that was checked, and all that is known of its rows before the register is asked.
struct DraftReport {
  struct Subject {
    v1::Allegation prototype;
    v1::Person new_person;  // Without names if there is none.
  };
  v1::Case received;
  std::vector<const v1::MisconductType*> types;
  std::vector<Subject> subjects;
};

// Thread-safe. Borrows what it is given.
class ReportRecorder {
 public:
  ReportRecorder(const core::Codes& codes, const Lifecycle& lifecycle)
      : codes_(codes), lifecycle_(lifecycle) {}

  // Checks all that can be checked without the register. Errors have their field within the report
  // ("subjects[1].person"): the caller adds its own path with AtField.
  absl::StatusOr<DraftReport> Prepare(const Call& call, const v1::Report& report) const;

  // Stores the case, new persons and allegations: subject x type. The mission is looked up before
  // anything is stored; a person who is not there or not visible is an error after some rows were,
  // and the transaction must then be given up.
  absl::StatusOr<v1::Case> Record(storage::WriteTx& tx, const DraftReport& draft) const;

 private:
  // How an allegation of the report begins.
  absl::StatusOr<State> Receive(const Call& call, const v1::Case& report) const;

  const core::Codes& codes_;
  const Lifecycle& lifecycle_;
};

}  // namespace probity::cases

#endif  // PROBITY_SERVICES_CASES_REPORT_RECORDER_H_

// ImportService: reports from CSV, the Security Council's list. Reports in report_import.cc, the
// list in sc_list_import.cc.
#ifndef PROBITY_SERVICES_IMPORTS_IMPORT_HANDLERS_H_
#define PROBITY_SERVICES_IMPORTS_IMPORT_HANDLERS_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "probity/v1/import.pb.h"
#include "services/cases/report_recorder.h"
#include "services/core/call.h"
#include "services/core/codes.h"
#include "services/core/stream.h"
#include "storage/store.h"

namespace probity::imports {

// Thread-safe. Borrows what it is given.
class ImportHandlers {
 public:
  ImportHandlers(storage::Store& store, const core::Codes& codes,
                 const cases::ReportRecorder& recorder)
      : store_(store), codes_(codes), recorder_(recorder) {}

  // One result a line, in the order of the file; a window of them is one write. Each line of a file
  // is a report with one subject, who is a person of his own: lines are never merged by name.
  // INVALID_ARGUMENT/INVALID_CSV with the field for a header that cannot be read.
  absl::Status ImportReports(Call& call, Source<v1::ImportReportsRequest>& in,
                             Sink<v1::ImportReportsResponse>& out);

  // INVALID_ARGUMENT/INVALID_XML, with nothing written, unless the whole list was read. A list that
  // is written in part, by a crash, is completed by sending it again.
  absl::StatusOr<v1::ImportSecurityCouncilListResponse> ImportSecurityCouncilList(
      Call& call, Source<v1::ImportSecurityCouncilListRequest>& in);

 private:
  storage::Store& store_;
  const core::Codes& codes_;
  const cases::ReportRecorder& recorder_;
};

}  // namespace probity::imports

#endif  // PROBITY_SERVICES_IMPORTS_IMPORT_HANDLERS_H_

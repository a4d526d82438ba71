// ImportService: reports from CSV, the Security Council's list. Reports in report_import.cc, the
// list in sc_list_import.cc.
#ifndef PROBITY_SERVICES_IMPORTS_IMPORT_HANDLERS_H_
#define PROBITY_SERVICES_IMPORTS_IMPORT_HANDLERS_H_

#include <functional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
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
  // A keyed digest that is the same after a restart: tells whether a line's content is.
  using Digest = std::function<std::string(absl::string_view)>;

  ImportHandlers(storage::Store& store, const core::Codes& codes,
                 const cases::ReportRecorder& recorder, Digest digest)
      : store_(store), codes_(codes), recorder_(recorder), digest_(std::move(digest)) {}

  // One result a line, in the order of the file; a window of them is one write. Each line of a file
  // is a report with one subject, who is a person of his own: lines are never merged by name. An
  // error's field is the file's own column.
  // INVALID_ARGUMENT/INVALID_CSV with the field for a header that cannot be read.
  absl::Status ImportReports(Call& call, Source<v1::ImportReportsRequest>& in,
                             Sink<v1::ImportReportsResponse>& out);

  // Nothing is written unless the whole list was read (INVALID_ARGUMENT/INVALID_XML), is no older
  // than the register's (FAILED_PRECONDITION/LIST_OUTDATED) and loses no more persons than a list
  // does (TOO_MANY_DELISTED). A list that is written in part, by a crash, is completed by sending
  // it again.
  absl::StatusOr<v1::ImportSecurityCouncilListResponse> ImportSecurityCouncilList(
      Call& call, Source<v1::ImportSecurityCouncilListRequest>& in);

 private:
  storage::Store& store_;
  const core::Codes& codes_;
  const cases::ReportRecorder& recorder_;
  const Digest digest_;
};

}  // namespace probity::imports

#endif  // PROBITY_SERVICES_IMPORTS_IMPORT_HANDLERS_H_

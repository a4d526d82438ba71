#include "services/admin/admin_handlers.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "proto/support/error.h"
#include "proto/support/status_macros.h"
#include "proto/support/timestamp.h"

namespace probity::admin {
namespace {

constexpr size_t kMaxIdChars = 64;

// An id is the name of a folder: it never leads out of the backup folder.
absl::Status CheckBackupId(absl::string_view id) {
  const bool allowed = std::all_of(id.begin(), id.end(), [](char c) {
    return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-' || c == '_' || c == '.';
  });
  if (allowed && !id.empty() && id.size() <= kMaxIdChars && id[0] != '.') return absl::OkStatus();
  return InvalidArgument("a backup id has a-z, 0-9 and - _ . only, and does not begin with a dot")
      .Reason(v1::ERROR_REASON_INVALID_FIELD)
      .Field("backup_id");
}

}  // namespace

absl::StatusOr<v1::RegisterStatus> AdminHandlers::GetRegisterStatus(
    Call&, const v1::GetRegisterStatusRequest&) {
  PROBITY_ASSIGN_OR_RETURN(const storage::RegisterStatus found, store_.Status());
  const IndexFacts index = index_();
  v1::RegisterStatus status;
  status.set_epoch(found.position.epoch);
  status.set_sequence(found.position.seq);
  status.set_ledger_leaves(found.ledger_leaves);
  status.set_schema_version(found.schema_version);
  status.set_development(found.development);
  status.set_engine(found.engine);
  status.set_server_version(facts_.server_version);
  status.set_matcher_version(facts_.matcher_version);
  status.set_policy_version(facts_.policy_version);
  status.set_index_position(index.position);
  status.set_index_subjects(index.subjects);
  return status;
}

absl::StatusOr<v1::Backup> AdminHandlers::CreateBackup(Call& call,
                                                       const v1::CreateBackupRequest& request) {
  if (operation_.backup_folder.empty()) {
    return FailedPrecondition("this server has no backup folder")
        .Reason(v1::ERROR_REASON_GUARD_NOT_MET);
  }
  const std::string id = request.backup_id().empty()
                             ? absl::FormatTime("%Y%m%dt%H%M%S", call.now, absl::UTCTimeZone())
                             : request.backup_id();
  PROBITY_RETURN_IF_ERROR(CheckBackupId(id));
  PROBITY_ASSIGN_OR_RETURN(const storage::BackupResult result,
                           store_.Backup(absl::StrCat(operation_.backup_folder, "/", id)));
  v1::Backup backup;
  backup.set_name(absl::StrCat("backups/", id));
  *backup.mutable_created_time() = ToTimestamp(call.now);
  backup.set_data_bytes(result.data_bytes);
  backup.set_keys_bytes(result.keys_bytes);
  backup.set_epoch(result.position.epoch);
  backup.set_sequence(result.position.seq);
  call.audited.resource = backup.name();
  return backup;
}

absl::Status AdminHandlers::MigrateRegister(Call& call,
                                            Source<v1::MigrateRegisterRequest>& requests,
                                            Sink<v1::MigrateRegisterResponse>& progress) {
  const std::vector<v1::MigrateRegisterRequest> asked = requests.NextWindow(2);
  if (asked.size() != 1) {
    return InvalidArgument("one request says from where to where")
        .Reason(v1::ERROR_REASON_INVALID_FIELD)
        .Field("to");
  }
  if (operation_.migrate == nullptr) {
    return FailedPrecondition("this server moves no register")
        .Reason(v1::ERROR_REASON_GUARD_NOT_MET);
  }
  storage::AccessEntry entry;
  entry.caller = call;
  PROBITY_RETURN_IF_ERROR(store_.LogAccess(entry));
  if (migrating_.exchange(true)) {
    return Unavailable("the register is being moved already")
        .Reason(v1::ERROR_REASON_REGISTER_MOVING);
  }
  const absl::Status moved = operation_.migrate(
      asked[0].from(), asked[0].to(), [&](const v1::MigrateRegisterResponse& told) -> absl::Status {
        if (call.cancelled()) return Cancelled("the operator has gone");
        return progress.Send(told);
      });
  migrating_ = moved.ok();  // There is nothing left to move.
  return moved;
}

}  // namespace probity::admin

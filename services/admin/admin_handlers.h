// AdminService: the state of the register, and its backups. No content.
#ifndef PROBITY_SERVICES_ADMIN_ADMIN_HANDLERS_H_
#define PROBITY_SERVICES_ADMIN_ADMIN_HANDLERS_H_

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "probity/v1/admin.pb.h"
#include "services/core/call.h"
#include "storage/store.h"

namespace probity::admin {

// What the server knows and the register does not.
struct ServerFacts {
  std::string server_version;
  std::string matcher_version;
  std::string policy_version;
};

struct IndexFacts {
  int64_t position = 0;
  int64_t subjects = 0;
};

// Thread-safe. Borrows the store.
class AdminHandlers {
 public:
  // Backups are made in folders below `backup_folder`; empty: this server makes none.
  AdminHandlers(storage::Store& store, ServerFacts facts, std::function<IndexFacts()> index,
                std::string backup_folder)
      : store_(store),
        facts_(std::move(facts)),
        index_(std::move(index)),
        backup_folder_(std::move(backup_folder)) {}

  absl::StatusOr<v1::RegisterStatus> GetRegisterStatus(Call& call,
                                                       const v1::GetRegisterStatusRequest& request);
  // ALREADY_EXISTS if there is a backup of that id; FAILED_PRECONDITION without a backup folder.
  absl::StatusOr<v1::Backup> CreateBackup(Call& call, const v1::CreateBackupRequest& request);

 private:
  storage::Store& store_;
  const ServerFacts facts_;
  const std::function<IndexFacts()> index_;
  const std::string backup_folder_;
};

}  // namespace probity::admin

#endif  // PROBITY_SERVICES_ADMIN_ADMIN_HANDLERS_H_

// AdminService: the state of the register, its backups, its move to another engine. No content.
#ifndef PROBITY_SERVICES_ADMIN_ADMIN_HANDLERS_H_
#define PROBITY_SERVICES_ADMIN_ADMIN_HANDLERS_H_

#include <atomic>
#include <functional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "probity/v1/admin.pb.h"
#include "services/core/call.h"
#include "services/core/stream.h"
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

// Moves the register, and tells how far it is; an error of `told` ends it.
using Migrate = std::function<absl::Status(
    v1::Engine from, v1::Engine to,
    absl::FunctionRef<absl::Status(const v1::MigrateRegisterResponse&)> told)>;

// What the operator's calls need of the server around them.
struct Operation {
  // Backups are made in folders below it; empty: this server makes none.
  std::string backup_folder;
  // Null: this server moves no register.
  Migrate migrate = nullptr;
};

// Thread-safe. Borrows the store.
class AdminHandlers {
 public:
  AdminHandlers(storage::Store& store, ServerFacts facts, std::function<IndexFacts()> index,
                Operation operation)
      : store_(store),
        facts_(std::move(facts)),
        index_(std::move(index)),
        operation_(std::move(operation)) {}

  absl::StatusOr<v1::RegisterStatus> GetRegisterStatus(Call& call,
                                                       const v1::GetRegisterStatusRequest& request);
  // ALREADY_EXISTS if there is a backup of that id; FAILED_PRECONDITION without a backup folder.
  absl::StatusOr<v1::Backup> CreateBackup(Call& call, const v1::CreateBackupRequest& request);
  // Leaves the trace of its beginning: at its end there is no register to leave one in.
  absl::Status MigrateRegister(Call& call, Source<v1::MigrateRegisterRequest>& requests,
                               Sink<v1::MigrateRegisterResponse>& progress);

 private:
  storage::Store& store_;
  const ServerFacts facts_;
  const std::function<IndexFacts()> index_;
  const Operation operation_;
  std::atomic<bool> migrating_ = false;
};

}  // namespace probity::admin

#endif  // PROBITY_SERVICES_ADMIN_ADMIN_HANDLERS_H_

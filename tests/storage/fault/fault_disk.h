// A disk in memory that can lose power and can fail. It keeps what has been synced apart from what
// has only been written. Deterministic: one seed is one run.
#ifndef PROBITY_TESTS_STORAGE_FAULT_FAULT_DISK_H_
#define PROBITY_TESTS_STORAGE_FAULT_FAULT_DISK_H_

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace probity::fault {

enum class Outcome { kDone, kIoError, kFull, kShortRead };

// What to fail. Operations of other kinds are neither counted nor failed.
enum class FaultKind {
  kNone,
  kIoError,    // Every open, read, write, truncation, sync, size and deletion.
  kFull,       // Writes and truncations.
  kShortRead,  // Reads: half of the bytes at most, as from a file cut short.
};

struct FaultPlan {
  FaultKind kind = FaultKind::kNone;
  int64_t nth = 0;       // Counted from 1.
  bool forever = false;  // From the nth on; else only the nth.
};

// A file of the disk. Opaque but to FaultDisk.
struct DiskFile {
  struct Change {
    int64_t offset;
    std::string bytes;
    bool truncates;  // To `offset`; has no bytes.
  };
  std::string name;  // Empty for a temporary file.
  std::string current;
  std::string durable;
  bool durably_named = false;
  bool syncs_folder = false;  // With its own next sync.
  std::vector<Change> unsynced;
};

// Thread-safe.
class FaultDisk {
 public:
  explicit FaultDisk(uint64_t seed) : rng_(seed) {}

  // kDone and null if there is no such file and it is not to be made. A file that is made here has
  // a durable name, and deletions are durable, from the first Sync of a file made with
  // kWithFolderSync on: SQLite's own unix layer syncs the folder with its journals and logs.
  enum class Create { kNo, kYes, kWithFolderSync };
  Outcome Open(absl::string_view name, Create create, std::shared_ptr<DiskFile>& file);
  Outcome Read(const DiskFile& file, char* buffer, int64_t size, int64_t offset);
  Outcome Write(DiskFile& file, absl::string_view bytes, int64_t offset);
  Outcome Truncate(DiskFile& file, int64_t size);
  Outcome Sync(DiskFile& file);
  Outcome Size(const DiskFile& file, int64_t& size);
  // Without `sync_folder` a power cut may bring the file back.
  Outcome Delete(absl::string_view name, bool sync_folder);
  bool Exists(absl::string_view name) const;

  // The nth change from now (write, truncation, sync, deletion) does not happen any more, nor does
  // anything after it, until PowerOn.
  void CutPowerAtChange(int64_t nth);
  bool power_is_off() const;
  // Every file becomes what it durably was, with any of its later changes kept, lost or torn at 512
  // bytes, each by chance. No file may be open. The power goes off first if it was on.
  void PowerCycle();

  void Plan(FaultPlan plan);
  // Operations that the plan's kind counts, since Plan was called.
  int64_t counted() const;
  bool fault_happened() const;
  int64_t syncs() const;

 private:
  enum class Operation { kOpen, kRead, kWrite, kTruncate, kSync, kSize, kDelete };

  Outcome Begin(Operation operation);
  bool Counts(Operation operation) const;
  void SyncFolder();
  void Survive(DiskFile& file);
  bool Chance(double probability);

  mutable std::mutex mutex_;
  std::mt19937_64 rng_;
  std::map<std::string, std::shared_ptr<DiskFile>> files_;
  std::map<std::string, std::shared_ptr<DiskFile>> deleted_;  // Not durably.
  int64_t changes_until_cut_ = -1;
  bool power_is_off_ = false;
  FaultPlan plan_;
  int64_t counted_ = 0;
  bool fault_happened_ = false;
  int64_t syncs_ = 0;
};

}  // namespace probity::fault

#endif  // PROBITY_TESTS_STORAGE_FAULT_FAULT_DISK_H_

// A FaultDisk as a VFS of SQLite, with locks and shared memory for one process.
#ifndef PROBITY_TESTS_STORAGE_FAULT_FAULT_VFS_H_
#define PROBITY_TESTS_STORAGE_FAULT_FAULT_VFS_H_

#include <sqlite3.h>

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "tests/storage/fault/fault_disk.h"

namespace probity::fault {

// Registered under `name` for its life. SQLite's own random numbers are seeded too (for the whole
// process), so that a run with one thread is decided by the seed.
class FaultVfs {
 public:
  FaultVfs(std::string name, uint64_t seed);
  ~FaultVfs();
  FaultVfs(const FaultVfs&) = delete;
  FaultVfs& operator=(const FaultVfs&) = delete;

  const std::string& name() const { return name_; }
  FaultDisk& disk() { return disk_; }

  // Called once, when a connection that is about to checkpoint has read a header of the log that is
  // new to it, and has not used it yet: what another connection does in the meantime is done here.
  void AtNextCheckpointOfANewHeader(std::function<void()> meanwhile) {
    meanwhile_ = std::move(meanwhile);
  }
  void HeaderRead() {
    if (const auto meanwhile = std::exchange(meanwhile_, nullptr)) meanwhile();
  }

  // What the connections to one file share.
  struct Shared {
    std::mutex mutex;
    int shared_locks = 0;
    const void* reserved = nullptr;
    const void* pending = nullptr;
    const void* exclusive = nullptr;
    int users_of_memory = 0;
    std::vector<std::unique_ptr<char[]>> memory;
    std::array<int, SQLITE_SHM_NLOCK> memory_shared_locks{};
    std::array<const void*, SQLITE_SHM_NLOCK> memory_exclusive{};
  };
  std::shared_ptr<Shared> SharedOf(const std::string& file);

 private:
  std::string name_;
  FaultDisk disk_;
  std::function<void()> meanwhile_;
  sqlite3_vfs vfs_{};
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<Shared>> shared_;
};

}  // namespace probity::fault

#endif  // PROBITY_TESTS_STORAGE_FAULT_FAULT_VFS_H_

#include "tests/storage/fault/fault_vfs.h"

#include <algorithm>
#include <cstring>
#include <new>
#include <utility>

namespace probity::fault {
namespace {

// The part of an open file that is ours. SQLite allocates FileHandle and never destroys it.
struct Handle {
  FaultVfs* vfs;
  std::shared_ptr<DiskFile> file;
  std::shared_ptr<FaultVfs::Shared> shared;
  bool delete_on_close;
  int lock = SQLITE_LOCK_NONE;
  bool uses_memory = false;
  unsigned memory_shared = 0;  // Masks of the eight locks.
  unsigned memory_exclusive = 0;
};

struct FileHandle {
  sqlite3_file base;
  Handle* handle;
};

Handle& HandleOf(sqlite3_file* file) { return *reinterpret_cast<FileHandle*>(file)->handle; }
FaultDisk& DiskOf(sqlite3_file* file) { return HandleOf(file).vfs->disk(); }
FaultVfs& VfsOf(sqlite3_vfs* vfs) { return *static_cast<FaultVfs*>(vfs->pAppData); }

int CodeOf(Outcome outcome, int io_error) {
  switch (outcome) {
    case Outcome::kDone:
      return SQLITE_OK;
    case Outcome::kIoError:
      return io_error;
    case Outcome::kFull:
      return SQLITE_FULL;
    case Outcome::kShortRead:
      return SQLITE_IOERR_SHORT_READ;
  }
  return io_error;
}

int Read(sqlite3_file* file, void* buffer, int size, sqlite3_int64 offset) {
  return CodeOf(DiskOf(file).Read(*HandleOf(file).file, static_cast<char*>(buffer), size, offset),
                SQLITE_IOERR_READ);
}

int Write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
  const absl::string_view view(static_cast<const char*>(bytes), size);
  return CodeOf(DiskOf(file).Write(*HandleOf(file).file, view, offset), SQLITE_IOERR_WRITE);
}

int Truncate(sqlite3_file* file, sqlite3_int64 size) {
  return CodeOf(DiskOf(file).Truncate(*HandleOf(file).file, size), SQLITE_IOERR_TRUNCATE);
}

int Sync(sqlite3_file* file, int /*flags*/) {
  return CodeOf(DiskOf(file).Sync(*HandleOf(file).file), SQLITE_IOERR_FSYNC);
}

int FileSize(sqlite3_file* file, sqlite3_int64* size) {
  int64_t bytes = 0;
  const Outcome outcome = DiskOf(file).Size(*HandleOf(file).file, bytes);
  *size = bytes;
  return CodeOf(outcome, SQLITE_IOERR_FSTAT);
}

int Lock(sqlite3_file* file, int level) {
  Handle& self = HandleOf(file);
  FaultVfs::Shared& shared = *self.shared;
  std::lock_guard lock(shared.mutex);
  if (self.lock >= level) return SQLITE_OK;
  const auto other = [&](const void* owner) { return owner != nullptr && owner != &self; };
  if (self.lock == SQLITE_LOCK_NONE) {
    if (other(shared.pending) || other(shared.exclusive)) return SQLITE_BUSY;
    ++shared.shared_locks;
    self.lock = SQLITE_LOCK_SHARED;
  }
  if (level >= SQLITE_LOCK_RESERVED) {
    if (other(shared.reserved)) return SQLITE_BUSY;
    shared.reserved = &self;
    self.lock = SQLITE_LOCK_RESERVED;
  }
  if (level == SQLITE_LOCK_EXCLUSIVE) {
    shared.pending = &self;
    self.lock = SQLITE_LOCK_PENDING;
    if (shared.shared_locks > 1) return SQLITE_BUSY;
    shared.exclusive = &self;
    self.lock = SQLITE_LOCK_EXCLUSIVE;
  }
  return SQLITE_OK;
}

int Unlock(sqlite3_file* file, int level) {
  Handle& self = HandleOf(file);
  FaultVfs::Shared& shared = *self.shared;
  std::lock_guard lock(shared.mutex);
  if (self.lock <= level) return SQLITE_OK;
  for (const void** owner : {&shared.reserved, &shared.pending, &shared.exclusive}) {
    if (*owner == &self) *owner = nullptr;
  }
  if (level == SQLITE_LOCK_NONE) --shared.shared_locks;
  self.lock = level;
  return SQLITE_OK;
}

int CheckReservedLock(sqlite3_file* file, int* reserved) {
  FaultVfs::Shared& shared = *HandleOf(file).shared;
  std::lock_guard lock(shared.mutex);
  *reserved = shared.reserved != nullptr;
  return SQLITE_OK;
}

int FileControl(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
// As SQLite's own unix layer answers.
int SectorSize(sqlite3_file*) { return 4096; }
int DeviceCharacteristics(sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

int ShmMap(sqlite3_file* file, int region, int size, int extend, void volatile** memory) {
  Handle& self = HandleOf(file);
  FaultVfs::Shared& shared = *self.shared;
  std::lock_guard lock(shared.mutex);
  if (!self.uses_memory) ++shared.users_of_memory;
  self.uses_memory = true;
  *memory = nullptr;
  if (static_cast<size_t>(region) >= shared.memory.size() && extend == 0) return SQLITE_OK;
  while (static_cast<size_t>(region) >= shared.memory.size()) {
    shared.memory.push_back(std::make_unique<char[]>(size));
  }
  *memory = shared.memory[region].get();
  return SQLITE_OK;
}

void ReleaseShmLocks(Handle& self, unsigned mask) {
  for (int i = 0; i < SQLITE_SHM_NLOCK; ++i) {
    const unsigned bit = mask & (1u << i);
    if ((self.memory_shared & bit) != 0) --self.shared->memory_shared_locks[i];
    if ((self.memory_exclusive & bit) != 0) self.shared->memory_exclusive[i] = nullptr;
  }
  self.memory_shared &= ~mask;
  self.memory_exclusive &= ~mask;
}

int ShmLock(sqlite3_file* file, int first, int count, int flags) {
  Handle& self = HandleOf(file);
  FaultVfs::Shared& shared = *self.shared;
  std::lock_guard lock(shared.mutex);
  const unsigned mask = ((1u << count) - 1) << first;
  if ((flags & SQLITE_SHM_UNLOCK) != 0) {
    ReleaseShmLocks(self, mask);
    return SQLITE_OK;
  }
  const bool exclusive = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
  for (int i = first; i < first + count; ++i) {
    const void* owner = shared.memory_exclusive[i];
    if (owner != nullptr && owner != &self) return SQLITE_BUSY;
    const int mine = (self.memory_shared >> i) & 1u;
    if (exclusive && shared.memory_shared_locks[i] > mine) return SQLITE_BUSY;
  }
  for (int i = first; i < first + count; ++i) {
    if (exclusive) {
      shared.memory_exclusive[i] = &self;
    } else if (((self.memory_shared >> i) & 1u) == 0) {
      ++shared.memory_shared_locks[i];
    }
  }
  (exclusive ? self.memory_exclusive : self.memory_shared) |= mask;
  return SQLITE_OK;
}

void ShmBarrier(sqlite3_file* file) { std::lock_guard lock(HandleOf(file).shared->mutex); }

int ShmUnmap(sqlite3_file* file, int /*delete_it*/) {
  Handle& self = HandleOf(file);
  FaultVfs::Shared& shared = *self.shared;
  std::lock_guard lock(shared.mutex);
  ReleaseShmLocks(self, ~0u);
  if (self.uses_memory && --shared.users_of_memory == 0) shared.memory.clear();
  self.uses_memory = false;
  return SQLITE_OK;
}

// Nothing is ever mapped; SQLite still says "drop what you mapped" where a checkpoint has read a
// header of the log that is new to it.
int Fetch(sqlite3_file*, sqlite3_int64, int, void** mapped) {
  *mapped = nullptr;
  return SQLITE_OK;
}

int Unfetch(sqlite3_file* file, sqlite3_int64, void*) {
  HandleOf(file).vfs->HeaderRead();
  return SQLITE_OK;
}

int Close(sqlite3_file* file) {
  Unlock(file, SQLITE_LOCK_NONE);
  ShmUnmap(file, 0);
  Handle* handle = reinterpret_cast<FileHandle*>(file)->handle;
  if (handle->delete_on_close && !handle->file->name.empty()) {
    handle->vfs->disk().Delete(handle->file->name, /*sync_folder=*/false);
  }
  delete handle;
  return SQLITE_OK;
}

constexpr sqlite3_io_methods kMethods = {
    .iVersion = 3,
    .xClose = Close,
    .xRead = Read,
    .xWrite = Write,
    .xTruncate = Truncate,
    .xSync = Sync,
    .xFileSize = FileSize,
    .xLock = Lock,
    .xUnlock = Unlock,
    .xCheckReservedLock = CheckReservedLock,
    .xFileControl = FileControl,
    .xSectorSize = SectorSize,
    .xDeviceCharacteristics = DeviceCharacteristics,
    .xShmMap = ShmMap,
    .xShmLock = ShmLock,
    .xShmBarrier = ShmBarrier,
    .xShmUnmap = ShmUnmap,
    .xFetch = Fetch,
    .xUnfetch = Unfetch,
};

FaultDisk::Create CreateOf(int flags) {
  constexpr int kJournals = SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL;
  if ((flags & SQLITE_OPEN_CREATE) == 0) return FaultDisk::Create::kNo;
  return (flags & kJournals) != 0 ? FaultDisk::Create::kWithFolderSync : FaultDisk::Create::kYes;
}

int Open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  FaultVfs& self = VfsOf(vfs);
  file->pMethods = nullptr;
  const std::string path = name == nullptr ? "" : name;
  std::shared_ptr<DiskFile> disk_file;
  const Outcome outcome = self.disk().Open(path, CreateOf(flags), disk_file);
  if (outcome != Outcome::kDone || disk_file == nullptr) return SQLITE_CANTOPEN;
  reinterpret_cast<FileHandle*>(file)->handle =
      new Handle{.vfs = &self,
                 .file = std::move(disk_file),
                 .shared = self.SharedOf(path),
                 .delete_on_close = (flags & SQLITE_OPEN_DELETEONCLOSE) != 0};
  file->pMethods = &kMethods;
  if (out_flags != nullptr) *out_flags = flags;
  return SQLITE_OK;
}

int Delete(sqlite3_vfs* vfs, const char* name, int sync_folder) {
  FaultDisk& disk = VfsOf(vfs).disk();
  const bool existed = disk.Exists(name);
  const int code = CodeOf(disk.Delete(name, sync_folder != 0), SQLITE_IOERR_DELETE);
  return code == SQLITE_OK && !existed ? SQLITE_IOERR_DELETE_NOENT : code;
}

int Access(sqlite3_vfs* vfs, const char* name, int /*flags*/, int* result) {
  *result = VfsOf(vfs).disk().Exists(name);
  return SQLITE_OK;
}

int FullPathname(sqlite3_vfs*, const char* name, int size, char* out) {
  if (std::strlen(name) >= static_cast<size_t>(size)) return SQLITE_CANTOPEN;
  std::strcpy(out, name);
  return SQLITE_OK;
}

int Randomness(sqlite3_vfs*, int size, char* out) {
  std::memset(out, 1, size);
  return size;
}

// Waiting would only make a busy database last longer than a simulation.
int Sleep(sqlite3_vfs*, int microseconds) { return microseconds; }

int CurrentTime(sqlite3_vfs*, double* julian_day) {
  *julian_day = 2460000.5;
  return SQLITE_OK;
}

int GetLastError(sqlite3_vfs*, int, char*) { return 0; }

}  // namespace

FaultVfs::FaultVfs(std::string name, uint64_t seed) : name_(std::move(name)), disk_(seed) {
  vfs_.iVersion = 1;
  vfs_.szOsFile = sizeof(FileHandle);
  vfs_.mxPathname = 512;
  vfs_.zName = name_.c_str();
  vfs_.pAppData = this;
  vfs_.xOpen = Open;
  vfs_.xDelete = Delete;
  vfs_.xAccess = Access;
  vfs_.xFullPathname = FullPathname;
  vfs_.xRandomness = Randomness;
  vfs_.xSleep = Sleep;
  vfs_.xCurrentTime = CurrentTime;
  vfs_.xGetLastError = GetLastError;
  sqlite3_vfs_register(&vfs_, /*makeDflt=*/0);
  sqlite3_test_control(SQLITE_TESTCTRL_PRNG_SEED, static_cast<int>(seed % 1'000'000) + 1, nullptr);
}

FaultVfs::~FaultVfs() { sqlite3_vfs_unregister(&vfs_); }

std::shared_ptr<FaultVfs::Shared> FaultVfs::SharedOf(const std::string& file) {
  std::lock_guard lock(mutex_);
  if (file.empty()) return std::make_shared<Shared>();
  std::shared_ptr<Shared>& shared = shared_[file];
  if (shared == nullptr) shared = std::make_shared<Shared>();
  return shared;
}

}  // namespace probity::fault

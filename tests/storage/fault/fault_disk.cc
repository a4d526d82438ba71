#include "tests/storage/fault/fault_disk.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <utility>

namespace probity::fault {
namespace {

// What a disk writes whole or not at all.
constexpr int64_t kSectorBytes = 512;

void Put(std::string& image, absl::string_view bytes, int64_t offset) {
  const size_t end = offset + bytes.size();
  if (image.size() < end) image.resize(end, '\0');
  std::memcpy(image.data() + offset, bytes.data(), bytes.size());
}

void Apply(std::string& image, const DiskFile::Change& change) {
  if (change.truncates) {
    image.resize(change.offset, '\0');
  } else {
    Put(image, change.bytes, change.offset);
  }
}

}  // namespace

Outcome FaultDisk::Open(absl::string_view name, Create create, std::shared_ptr<DiskFile>& file) {
  std::lock_guard lock(mutex_);
  file = nullptr;
  if (const Outcome outcome = Begin(Operation::kOpen); outcome != Outcome::kDone) return outcome;
  const auto found = files_.find(std::string(name));
  if (found != files_.end()) {
    file = found->second;
  } else if (create != Create::kNo) {
    file = std::make_shared<DiskFile>();
    file->name = std::string(name);
    file->syncs_folder = create == Create::kWithFolderSync;
    if (!name.empty()) files_[file->name] = file;
  }
  return Outcome::kDone;
}

Outcome FaultDisk::Read(const DiskFile& file, char* buffer, int64_t size, int64_t offset) {
  std::lock_guard lock(mutex_);
  const Outcome outcome = Begin(Operation::kRead);
  if (outcome != Outcome::kDone && outcome != Outcome::kShortRead) return outcome;
  int64_t there = static_cast<int64_t>(file.current.size()) - offset;
  if (outcome == Outcome::kShortRead) there = std::min(there, size / 2);
  const int64_t got = std::clamp<int64_t>(there, 0, size);
  if (got > 0) std::memcpy(buffer, file.current.data() + offset, got);
  std::memset(buffer + got, 0, size - got);
  return got == size ? Outcome::kDone : Outcome::kShortRead;
}

Outcome FaultDisk::Write(DiskFile& file, absl::string_view bytes, int64_t offset) {
  std::lock_guard lock(mutex_);
  if (const Outcome outcome = Begin(Operation::kWrite); outcome != Outcome::kDone) return outcome;
  file.unsynced.push_back({.offset = offset, .bytes = std::string(bytes), .truncates = false});
  Apply(file.current, file.unsynced.back());
  return Outcome::kDone;
}

Outcome FaultDisk::Truncate(DiskFile& file, int64_t size) {
  std::lock_guard lock(mutex_);
  if (const Outcome outcome = Begin(Operation::kTruncate); outcome != Outcome::kDone) {
    return outcome;
  }
  file.unsynced.push_back({.offset = size, .bytes = {}, .truncates = true});
  Apply(file.current, file.unsynced.back());
  return Outcome::kDone;
}

Outcome FaultDisk::Sync(DiskFile& file) {
  std::lock_guard lock(mutex_);
  if (const Outcome outcome = Begin(Operation::kSync); outcome != Outcome::kDone) return outcome;
  for (const DiskFile::Change& change : file.unsynced) Apply(file.durable, change);
  file.unsynced.clear();
  if (file.syncs_folder) SyncFolder();
  file.syncs_folder = false;
  ++syncs_;
  return Outcome::kDone;
}

void FaultDisk::SyncFolder() {
  deleted_.clear();
  for (auto& [name, file] : files_) file->durably_named = true;
}

Outcome FaultDisk::Size(const DiskFile& file, int64_t& size) {
  std::lock_guard lock(mutex_);
  if (const Outcome outcome = Begin(Operation::kSize); outcome != Outcome::kDone) return outcome;
  size = static_cast<int64_t>(file.current.size());
  return Outcome::kDone;
}

Outcome FaultDisk::Delete(absl::string_view name, bool sync_folder) {
  std::lock_guard lock(mutex_);
  if (const Outcome outcome = Begin(Operation::kDelete); outcome != Outcome::kDone) return outcome;
  const auto found = files_.find(std::string(name));
  if (found != files_.end()) {
    if (found->second->durably_named) deleted_[found->first] = found->second;
    files_.erase(found);
  }
  if (sync_folder) SyncFolder();
  return Outcome::kDone;
}

bool FaultDisk::Exists(absl::string_view name) const {
  std::lock_guard lock(mutex_);
  return files_.contains(std::string(name));
}

void FaultDisk::CutPowerAtChange(int64_t nth) {
  std::lock_guard lock(mutex_);
  changes_until_cut_ = nth;
}

bool FaultDisk::power_is_off() const {
  std::lock_guard lock(mutex_);
  return power_is_off_;
}

void FaultDisk::PowerCycle() {
  std::lock_guard lock(mutex_);
  for (auto& [name, file] : deleted_) {
    if (!files_.contains(name) && Chance(0.5)) files_[name] = std::move(file);
  }
  deleted_.clear();
  std::erase_if(files_,
                [&](const auto& entry) { return !entry.second->durably_named && Chance(0.5); });
  for (auto& [name, file] : files_) {
    assert(file.use_count() == 1);
    Survive(*file);
  }
  power_is_off_ = false;
  changes_until_cut_ = -1;
}

// A sector keeps the last of its changes that came through; which did is independent of their
// order.
void FaultDisk::Survive(DiskFile& file) {
  const double share = std::uniform_int_distribution<int>(0, 4)(rng_) / 4.0;
  for (const DiskFile::Change& change : file.unsynced) {
    if (change.truncates) {
      if (Chance(share)) Apply(file.durable, change);
      continue;
    }
    const absl::string_view bytes = change.bytes;
    for (size_t begin = 0; begin < bytes.size();) {
      const int64_t offset = change.offset + static_cast<int64_t>(begin);
      const size_t end =
          std::min<size_t>(bytes.size(), begin + kSectorBytes - offset % kSectorBytes);
      if (Chance(share)) Put(file.durable, bytes.substr(begin, end - begin), offset);
      begin = end;
    }
  }
  file.unsynced.clear();
  file.current = file.durable;
  file.durably_named = true;
}

bool FaultDisk::Chance(double probability) {
  return std::uniform_real_distribution<double>(0, 1)(rng_) < probability;
}

void FaultDisk::Plan(FaultPlan plan) {
  std::lock_guard lock(mutex_);
  plan_ = plan;
  counted_ = 0;
  fault_happened_ = false;
}

int64_t FaultDisk::counted() const {
  std::lock_guard lock(mutex_);
  return counted_;
}

bool FaultDisk::fault_happened() const {
  std::lock_guard lock(mutex_);
  return fault_happened_;
}

int64_t FaultDisk::syncs() const {
  std::lock_guard lock(mutex_);
  return syncs_;
}

bool FaultDisk::Counts(Operation operation) const {
  switch (plan_.kind) {
    case FaultKind::kNone:
      return false;
    case FaultKind::kIoError:
      return true;
    case FaultKind::kFull:
      return operation == Operation::kWrite || operation == Operation::kTruncate;
    case FaultKind::kShortRead:
      return operation == Operation::kRead;
  }
  return false;
}

Outcome FaultDisk::Begin(Operation operation) {
  const bool changes = operation == Operation::kWrite || operation == Operation::kTruncate ||
                       operation == Operation::kSync || operation == Operation::kDelete;
  if (changes && changes_until_cut_ > 0 && --changes_until_cut_ == 0) power_is_off_ = true;
  if (power_is_off_) return Outcome::kIoError;
  if (!Counts(operation)) return Outcome::kDone;
  ++counted_;
  if (counted_ != plan_.nth && !(plan_.forever && counted_ > plan_.nth)) return Outcome::kDone;
  fault_happened_ = true;
  switch (plan_.kind) {
    case FaultKind::kFull:
      return Outcome::kFull;
    case FaultKind::kShortRead:
      return Outcome::kShortRead;
    case FaultKind::kNone:
    case FaultKind::kIoError:
      break;
  }
  return Outcome::kIoError;
}

}  // namespace probity::fault

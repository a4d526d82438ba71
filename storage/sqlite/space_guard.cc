#include "storage/sqlite/space_guard.h"

#include "proto/support/error.h"

namespace probity::sqlite {
namespace {

absl::Status Full() { return Unavailable("the disk is full").Reason(v1::ERROR_REASON_DISK_SPACE); }

}  // namespace

void SpaceGuard::Refresh() {
  const absl::StatusOr<int64_t> bytes = free_bytes_();
  if (!bytes.ok()) {
    state_ = State::kLow;
  } else if (*bytes < limits_.full_bytes) {
    state_ = State::kFull;
  } else {
    state_ = *bytes < limits_.low_bytes ? State::kLow : State::kEnough;
  }
}

absl::Status SpaceGuard::CheckRead() {
  if (state_ == State::kFull) Refresh();
  return state_ == State::kFull ? Full() : absl::OkStatus();
}

absl::Status SpaceGuard::CheckWrite(bool uses_reserve) const {
  switch (state_.load()) {
    case State::kEnough:
      return absl::OkStatus();
    case State::kLow:
      if (uses_reserve) return absl::OkStatus();
      return ResourceExhausted("the disk is low").Reason(v1::ERROR_REASON_DISK_SPACE);
    case State::kFull:
      return Full();
  }
  return Internal("unknown state of the disk");
}

}  // namespace probity::sqlite

#include "storage/sqlite/space_guard.h"

namespace probity::sqlite {

void SpaceGuard::Refresh() {
  const absl::StatusOr<int64_t> bytes = free_bytes_();
  if (!bytes.ok()) {
    state_ = State::kLow;
  } else if (*bytes < limits_.critical_bytes) {
    state_ = State::kCritical;
  } else {
    state_ = *bytes < limits_.low_bytes ? State::kLow : State::kEnough;
  }
}

absl::Status SpaceGuard::CheckRead() const {
  if (state_ != State::kCritical) return absl::OkStatus();
  return absl::UnavailableError("the disk is full");
}

absl::Status SpaceGuard::CheckWrite(bool uses_reserve) const {
  switch (state_.load()) {
    case State::kEnough:
      return absl::OkStatus();
    case State::kLow:
      if (uses_reserve) return absl::OkStatus();
      return absl::ResourceExhaustedError("the disk is nearly full");
    case State::kCritical:
      return absl::UnavailableError("the disk is full");
  }
  return absl::InternalError("unknown state of the disk");
}

}  // namespace probity::sqlite

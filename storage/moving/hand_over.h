// The end of a move, in three transactions: the source marks itself as moving, the copy becomes the
// register (or never), the source ends. README.md says why; each of these is one of them.
#ifndef PROBITY_STORAGE_MOVING_HAND_OVER_H_
#define PROBITY_STORAGE_MOVING_HAND_OVER_H_

#include <cstdint>
#include <map>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/assembly/assembly.h"
#include "storage/moving/copied_row.h"
#include "storage/sql/session.h"
#include "storage/sql/writer.h"

namespace probity::moving {

struct Clock {
  int64_t epoch = 0;
  int64_t sequence = 0;
  int64_t leaves = 0;
  int64_t recorded_time = 0;
};
absl::StatusOr<Clock> ClockIn(sql::Session& session);

// All that a register may grow by.
struct Extent {
  int64_t leaves = 0;
  std::map<int64_t, int64_t> access;  // The last access leaf, of each instance.
  bool operator==(const Extent&) const = default;
};
absl::StatusOr<Extent> ReadExtent(sql::Session& session);

// 0: there is no next one.
absl::StatusOr<int64_t> NextInstance(sql::Session& session, int64_t after);
// -1: there is none.
absl::StatusOr<int64_t> LastAccessLeaf(sql::Session& session, int64_t instance);

// The row without which there is no register.
extern const CopiedColumns kOwnRow;

// FAILED_PRECONDITION/REGISTER_IN_USE: another server writes to the register, or moves it.
absl::Status StillUsed();

// UNAVAILABLE/REGISTER_MOVING: whether the register is here or there is not known. The source stays
// marked and takes nothing any more; the next start asks again.
absl::Status Undecided();
bool IsUndecided(const absl::Status& status);

// Marks a source that is in this epoch, and of which `copied` is all. Other servers that have it
// open stop.
absl::Status Mark(sql::Writer& source, int64_t epoch, const Extent& copied);
// Takes the mark away, if there is one.
absl::Status Unmark(sql::Writer& source);
// Ends what has been a register, or never became one.
absl::Status Retire(sql::Writer& place);
absl::Status RetireIn(sql::Session& session);

// Whether a marked source has become a register at the destination. The answer holds: if it has
// not, it never will by the move that was under way. FAILED_PRECONDITION if the destination holds
// something else than the register that the source was, or all of its copy.
absl::StatusOr<bool> HasMoved(const assembly::Engines& source,
                              const assembly::Engines& destination);

// For a start that finds the mark: one of the two is the register after it, `source` without its
// mark or `destination`. Errors change nothing: those of HasMoved and of the engines.
absl::Status EndMove(const assembly::Engines& source, const assembly::Engines& destination);

}  // namespace probity::moving

#endif  // PROBITY_STORAGE_MOVING_HAND_OVER_H_

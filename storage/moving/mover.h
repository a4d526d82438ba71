// Moves a whole register from one engine to another: in windows of its ledger, so that the copy is
// at each moment a beginning of it, and goes on where it stopped. Reads are served meanwhile, and
// writes until the end.
#ifndef PROBITY_STORAGE_MOVING_MOVER_H_
#define PROBITY_STORAGE_MOVING_MOVER_H_

#include <cstdint>
#include <map>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/assembly/destination.h"
#include "storage/assembly/register.h"
#include "storage/moving/hand_over.h"
#include "storage/moving/window.h"
#include "storage/sql/writer.h"

namespace probity::moving {

enum class Phase {
  kCopying,    // Writes leave by leaf; the source is read and written as ever.
  kVerifying,  // Each leaf and each row against what the leaf commits to.
  kAnswering,  // The same questions to both.
  kFinishing,  // The source takes no writes any more.
  kMoved,      // The copy is the register. Last.
};

struct Progress {
  Phase phase = Phase::kCopying;
  int64_t leaves = 0;  // Done in this phase.
  int64_t total = 0;   // Of the source's ledger, as it is now.
};

class Mover {
 public:
  // All borrowed. Nobody else writes to the destination.
  Mover(assembly::Register& source, const assembly::Destination& destination);

  // An error of `told` ends the move; it is called after each window. Errors: those of the engines;
  // ALREADY_EXISTS (the destination holds another register, or a copy that went its own way),
  // DATA_LOSS (a row of the source is not what its leaf commits to, or an answer differs),
  // FAILED_PRECONDITION/REGISTER_IN_USE (another server went on using the source to the last).
  // After an error the source is as it was and serves on, the copy is no register, and the next
  // move goes on. But for Undecided() (hand_over.h): the source takes nothing any more, and is to
  // be closed.
  absl::Status Run(absl::FunctionRef<absl::Status(const Progress&)> told);

 private:
  using Told = absl::FunctionRef<absl::Status(const Progress&)>;

  static absl::StatusOr<Clock> ClockOf(sql::Engine& engine);
  // Keys of the register itself.
  absl::Status CopyRegisterKeys();
  // What an earlier move left is a beginning of this register, and no register.
  absl::Status CheckBeginning();
  absl::Status CopyLeaves(Told told);
  absl::Status CopyAccessLogs();
  // All that was copied and not verified yet; so the answers.
  absl::Status Verify(Told told);
  absl::Status CompareAnswers(Told told);
  // The rest, with the source holding still.
  absl::Status Finish(Told told);
  // The epoch that it put.
  absl::StatusOr<int64_t> PutClock();
  // The destination, whose clock has this epoch, becomes a register and the source ends to be one;
  // or neither.
  absl::Status HandOver(int64_t epoch);
  // The source is the register, and the move ends with `why`.
  absl::Status Stay(const absl::Status& why);

  assembly::Register& source_;
  const assembly::Destination& destination_;
  sql::DirectWriter data_writer_;
  sql::DirectWriter keys_writer_;
  Reached reached_;
  int64_t verified_ = 0;               // Leaves.
  int64_t compared_ = 0;               // Leaves.
  std::map<int64_t, int64_t> access_;  // The last access leaf copied, of each instance.
};

}  // namespace probity::moving

#endif  // PROBITY_STORAGE_MOVING_MOVER_H_

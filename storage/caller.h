// Who asks, and for what: what the store must know of a call. services/core/call.h builds on it.
#ifndef PROBITY_STORAGE_CALLER_H_
#define PROBITY_STORAGE_CALLER_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "storage/position.h"

namespace probity::storage {

// What a caller may see, bound in SQL by every read. Permission is judged now, also for a read of
// the past.
struct Viewer {
  std::string principal;
  // Organisation that the principal asks for: screenings are seen by the organisation that asked.
  std::string organisation;
  // All missions, or those named ("missions/UNMIL").
  bool all_missions = false;
  std::vector<std::string> missions;
  // Sees screenings of every requester, and their matches.
  bool adjudicates = false;
  // A write that he knows of: a register that does not show it refuses to answer.
  std::optional<Position> at_least = std::nullopt;
  // Until when a read may take; it then ends with DEADLINE_EXCEEDED.
  absl::Time deadline = absl::InfiniteFuture();

  // The server itself: building an index, verifying. Never made from a request.
  static Viewer System() {
    return {.principal = "system",
            .organisation = "",
            .all_missions = true,
            .missions = {},
            .adjudicates = true};
  }
};

struct Caller {
  Viewer viewer;
  // "probity.v1.CaseService/RecordAllegation".
  std::string method;
  // The client's id of a write; empty for reads and for windows of a stream, which are idempotent
  // by their rows.
  std::string request_id;
  // When the call arrived: the recorded time of what it writes.
  absl::Time now;
  absl::Time deadline = absl::InfiniteFuture();
  // Where the store notes, with the answer, where the last write stands. Null: nobody asks.
  Position* written = nullptr;
};

}  // namespace probity::storage

#endif  // PROBITY_STORAGE_CALLER_H_

// The engine's index of exactly those who can be met by a screening: persons with a live screening
// record (ACTIVE, DISPUTED, SUSPENDED), and external records that are listed. Everybody else leaves
// no trace here. A projection of the register: built at the start, and carried on with each commit
// before its writer is answered, so that what was acknowledged is found.
#ifndef PROBITY_SERVICES_SCREENING_INDEX_PROJECTION_H_
#define PROBITY_SERVICES_SCREENING_INDEX_PROJECTION_H_

#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/matching/index.h"
#include "storage/store.h"

namespace probity::screening {

// One picture of the index, and the register's position that it shows: every commit up to it.
struct IndexSnapshot {
  std::shared_ptr<const matching::Index> index;
  storage::Position position;
};

// Snapshot() and Find() may be called by any thread at any time; readers are not stopped by a
// change. OnCommit comes from the writing thread alone.
class IndexProjection final : public storage::CommitListener {
 public:
  IndexProjection(storage::Store& store, std::shared_ptr<const matching::Model> model);

  // Reads the register and makes the first picture. Before the first write, once, after
  // AddListener. On an error screening stays unavailable.
  absl::Status Build();

  // UNAVAILABLE/INDEX_STALE before Build, and after a commit that could not be followed: nobody is
  // cleared by an index that may lack somebody.
  absl::StatusOr<IndexSnapshot> Snapshot() const;

  // Who a subject of the index is: "persons/..." or "externalRecords/...".
  std::string Find(uint64_t subject) const;

  // False: Snapshot() fails until the server is started again.
  bool fresh() const;

  void OnCommit(const storage::Commit& commit) override;

 private:
  // What one commit does to the index.
  struct Change {
    std::vector<matching::Subject> upserts;
    std::vector<uint64_t> removals;
  };

  absl::Status ReadAll(const storage::ReadTx& tx, std::vector<matching::Subject>& subjects);
  absl::StatusOr<Change> Follow(const storage::ReadTx& tx, const storage::Commit& commit);
  // Brings the books on a screening record up to date; adds the persons it concerns.
  absl::Status FollowRecord(const storage::ReadTx& tx, const std::string& name,
                            std::vector<uint64_t>& concerned);
  // The subject as the register has it now; none if it is not to be met.
  absl::StatusOr<std::optional<matching::Subject>> ReadSubject(const storage::ReadTx& tx,
                                                               uint64_t id);
  // The engine's ids are places in names_, never reused.
  uint64_t IdOf(const std::string& name);

  storage::Store& store_;
  const std::shared_ptr<const matching::Model> model_;

  // Of the writing thread (and of Build, before it).
  absl::flat_hash_map<std::string, uint64_t> ids_;
  // Live screening records: whose each is.
  absl::flat_hash_map<std::string, uint64_t> person_of_record_;
  absl::flat_hash_map<uint64_t, int> live_records_;

  mutable std::mutex mutex_;  // Held for a copy of a pointer or a name.
  IndexSnapshot snapshot_;
  bool fresh_ = false;
  std::deque<std::string> names_;
};

}  // namespace probity::screening

#endif  // PROBITY_SERVICES_SCREENING_INDEX_PROJECTION_H_

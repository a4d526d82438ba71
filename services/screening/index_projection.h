// The engine's index of exactly those who can be met by a screening: persons with a live screening
// record (ACTIVE, DISPUTED, SUSPENDED), and external records that are listed. Everybody else leaves
// no trace here. A projection of the register: built at the start, and carried on with each commit
// of this server before its writer is answered, so that what was acknowledged here is found; what
// other servers commit comes by the feed (server/follower.h), within a bound.
#ifndef PROBITY_SERVICES_SCREENING_INDEX_PROJECTION_H_
#define PROBITY_SERVICES_SCREENING_INDEX_PROJECTION_H_

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/btree_set.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/core/clock.h"
#include "services/matching/index.h"
#include "storage/store.h"
#include "storage/uptime.h"

namespace probity::screening {

// One picture of the index, and the register's position that it shows: every commit up to it.
struct IndexSnapshot {
  std::shared_ptr<const matching::Index> index;
  storage::Position position;
};

// Until when an index is believed without a look at the register.
struct Freshness {
  // Of a register that other servers write to: the longest that their writes may be missing.
  absl::Duration bound = absl::Seconds(5);
  // A time that nobody sets.
  std::function<absl::Duration()> now = [] { return storage::Uptime(); };
};

// Snapshot(), Find() and CatchUp() may be called by any thread at any time; readers are not stopped
// by a change. OnCommit comes from the writing thread alone.
class IndexProjection final : public storage::CommitListener {
 public:
  // Store and clock are borrowed. `clock` is the store's: by it the reads end in time that others
  // wait for.
  IndexProjection(storage::Store& store, std::shared_ptr<const matching::Model> model,
                  core::Clock& clock, Freshness freshness = {});

  // Reads the register and makes the first picture. Before the first write, once, after
  // AddListener. On an error screening stays unavailable.
  absl::Status Build();

  // UNAVAILABLE/INDEX_STALE before Build, after a commit that could not be followed, and where the
  // register has not been seen for longer than the bound: nobody is cleared by an index that may
  // lack somebody.
  absl::StatusOr<IndexSnapshot> Snapshot() const;
  // The same, of every commit up to `at_least`; catches up with it first, if it must. Errors for
  // one that the register does not have as storage::Store::Read's.
  absl::StatusOr<IndexSnapshot> SnapshotOf(const std::optional<storage::Position>& at_least);

  // Brings the picture up to the register as it is, by its ledger. After an error it stays as far
  // as it came; the next call goes on. DATA_LOSS: the register is not the one that was followed,
  // and never will be.
  absl::Status CatchUp();

  // Who a subject of the index is: "persons/..." or "externalRecords/...".
  std::string Find(uint64_t subject) const;

  // False: Snapshot() fails until a CatchUp.
  bool fresh() const;

  void OnCommit(const storage::Commit& commit) override;
  void OnRepeat(int64_t leaves) override;

 private:
  // The writing thread waits for what is read for the index, and so do all who follow: it ends in
  // time, also where the database hangs.
  storage::Viewer Briefly() const;
  absl::Status ReadAll(const storage::ReadTx& tx, matching::IndexBuilder& index);
  using Touched = std::vector<storage::Commit::Touched>;
  // What one has followed last.
  struct Followed {
    int64_t leaves = 0;
    std::string last;  // The last leaf's bytes: another history has others there.
  };
  // One commit, in a snapshot that holds it; or all that the ledger has beyond what was followed.
  absl::Status FollowOne(const storage::Commit& commit);
  absl::Status FollowAll();
  // Some leaves of it. False: there are more.
  absl::StatusOr<bool> FollowSome();
  // Screening is refused until somebody has caught up.
  void LoseFreshness();
  // True while it is stale: no writer waits for it then. Who catches up shows these leaves too
  // before screening goes on.
  bool LeavesToCatchUp(int64_t leaves);
  // Adds to concerned_ whom these rows concern, then makes a picture that shows them as `tx` does.
  absl::StatusOr<std::shared_ptr<const matching::Index>> Follow(const storage::ReadTx& tx,
                                                                const Touched& touched);
  // `whole`: it shows all that the register had.
  void Publish(IndexSnapshot picture, const Followed& followed, bool whole);
  // The register was read at this moment or after it.
  void Seen(absl::Duration at);
  bool IsFresh() const;  // Under mutex_.
  // Brings the books on a screening record up to date, and adds the persons it concerns.
  absl::Status FollowRecord(const storage::ReadTx& tx, const std::string& name);
  // The subject as the register has it now; none if it is not to be met.
  absl::StatusOr<std::optional<matching::Subject>> ReadSubject(const storage::ReadTx& tx,
                                                               uint64_t id);
  // The engine's ids are places in names_, never reused.
  uint64_t IdOf(const std::string& name);

  storage::Store& store_;
  const std::shared_ptr<const matching::Model> model_;
  core::Clock& clock_;
  const Freshness freshness_;

  std::mutex following_;  // Of who follows, and of his books:
  Followed followed_;
  int step_ = 1;  // Leaves that are followed in one snapshot.
  // Whom the picture does not show yet as the register has them; some, after an error.
  absl::btree_set<uint64_t> concerned_;
  absl::flat_hash_map<std::string, uint64_t> ids_;
  // Live screening records: whose each is.
  absl::flat_hash_map<std::string, uint64_t> person_of_record_;
  absl::flat_hash_map<uint64_t, int> live_records_;

  mutable std::mutex mutex_;  // Held for a copy of a pointer or a name.
  IndexSnapshot snapshot_;
  bool fresh_ = false;
  int64_t must_show_ = 0;  // Leaves that a picture shows before it is fresh again.
  absl::Duration seen_;    // The picture was whole then.
  std::deque<std::string> names_;
};

}  // namespace probity::screening

#endif  // PROBITY_SERVICES_SCREENING_INDEX_PROJECTION_H_

#include "services/screening/index_projection.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "proto/support/error.h"
#include "proto/support/status_macros.h"
#include "services/screening/conversions.h"

namespace probity::screening {
namespace {

constexpr int kPage = 1000;
constexpr absl::string_view kExternal = "externalRecords/";
constexpr absl::Duration kRetry = absl::Seconds(1);
constexpr int kLeavesAStep = 20;
constexpr absl::Duration kLongestStep = absl::Seconds(2);

bool Concerns(const storage::Commit::Touched& row) {
  return row.kind == v1::KIND_SCREENING_RECORD || row.kind == v1::KIND_PERSON ||
         row.kind == v1::KIND_EXTERNAL_RECORD;
}

}  // namespace

IndexProjection::IndexProjection(storage::Store& store,
                                 std::shared_ptr<const matching::Model> model, core::Clock& clock,
                                 Freshness freshness)
    : store_(store), model_(std::move(model)), clock_(clock), freshness_(std::move(freshness)) {}

storage::Viewer IndexProjection::Briefly() const {
  storage::Viewer viewer = storage::Viewer::System();
  viewer.deadline = clock_.Now() + kLongestStep;
  return viewer;
}

absl::Status IndexProjection::Build() {
  const std::lock_guard<std::mutex> one_at_a_time(following_);
  const absl::Duration begun = freshness_.now();
  matching::IndexBuilder index(model_);
  storage::Position position;
  Followed followed;
  PROBITY_RETURN_IF_ERROR(
      store_.Read(storage::Viewer::System(), {}, [&](const storage::ReadTx& tx) -> absl::Status {
        position = tx.position();
        followed.leaves = tx.leaves();
        PROBITY_ASSIGN_OR_RETURN(const std::vector<storage::Commit> last,
                                 tx.CommitsFrom(std::max<int64_t>(0, followed.leaves - 1), 1));
        if (!last.empty()) followed.last = last.back().leaf;
        return ReadAll(tx, index);
      }));
  Publish({.index = std::move(index).Finish(), .position = position}, followed,
          /*whole=*/true);
  Seen(begun);
  return absl::OkStatus();
}

absl::Status IndexProjection::ReadAll(const storage::ReadTx& tx, matching::IndexBuilder& index) {
  const auto add = [&](uint64_t id) -> absl::Status {
    PROBITY_ASSIGN_OR_RETURN(std::optional<matching::Subject> subject, ReadSubject(tx, id));
    if (subject.has_value()) index.Add(*subject);
    return absl::OkStatus();
  };
  std::optional<storage::Cursor> cursor = storage::Cursor{};
  while (cursor.has_value()) {
    PROBITY_ASSIGN_OR_RETURN(const storage::Page<v1::ScreeningRecord> page,
                             tx.screening_records().ListLive(*cursor, kPage));
    for (const v1::ScreeningRecord& record : page.items) {
      const uint64_t id = IdOf(record.person());
      person_of_record_[record.name()] = id;
      if (++live_records_[id] == 1) PROBITY_RETURN_IF_ERROR(add(id));
    }
    cursor = page.next;
  }
  cursor = storage::Cursor{};
  while (cursor.has_value()) {
    PROBITY_ASSIGN_OR_RETURN(const storage::Page<v1::ExternalRecord> page,
                             tx.external_records().ListListed("", *cursor, kPage));
    for (const v1::ExternalRecord& record : page.items) {
      PROBITY_RETURN_IF_ERROR(add(IdOf(record.name())));
    }
    cursor = page.next;
  }
  return absl::OkStatus();
}

absl::StatusOr<IndexSnapshot> IndexProjection::Snapshot() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (IsFresh()) return snapshot_;
  return Unavailable("the screening index does not show the register as it is")
      .Reason(v1::ERROR_REASON_INDEX_STALE)
      .RetryAfter(kRetry);
}

absl::StatusOr<IndexSnapshot> IndexProjection::SnapshotOf(
    const std::optional<storage::Position>& at_least) {
  PROBITY_ASSIGN_OR_RETURN(IndexSnapshot snapshot, Snapshot());
  if (!at_least.has_value()) return snapshot;
  if (at_least->epoch != snapshot.position.epoch) {
    return FailedPrecondition("the register was put back from a copy since that change")
        .Reason(v1::ERROR_REASON_CHANGE_LOST);
  }
  if (snapshot.position.seq >= at_least->seq) return snapshot;
  PROBITY_RETURN_IF_ERROR(CatchUp());
  PROBITY_ASSIGN_OR_RETURN(snapshot, Snapshot());
  if (snapshot.position.seq >= at_least->seq) return snapshot;
  return Unavailable("the server does not show that change yet")
      .Reason(v1::ERROR_REASON_CHANGE_NOT_SEEN_YET)
      .RetryAfter(kRetry);
}

std::string IndexProjection::Find(uint64_t subject) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return names_[subject];
}

bool IndexProjection::fresh() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return IsFresh();
}

bool IndexProjection::IsFresh() const {
  return fresh_ && (!store_.shared() || freshness_.now() - seen_ <= freshness_.bound);
}

void IndexProjection::LoseFreshness() {
  const std::lock_guard<std::mutex> lock(mutex_);
  fresh_ = false;
}

bool IndexProjection::LeavesToCatchUp(int64_t leaves) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (!fresh_) must_show_ = std::max(must_show_, leaves);
  return !fresh_;
}

void IndexProjection::OnCommit(const storage::Commit& commit) {
  if (LeavesToCatchUp(commit.leaf_index + 1)) return;
  const std::lock_guard<std::mutex> one_at_a_time(following_);
  if (snapshot_.index == nullptr || commit.leaf_index < followed_.leaves) return;
  // Between, another server has committed.
  const bool next = commit.leaf_index == followed_.leaves;
  if (!(next ? FollowOne(commit) : FollowAll()).ok()) LoseFreshness();
}

void IndexProjection::OnRepeat(int64_t leaves) {
  if (LeavesToCatchUp(leaves)) return;
  const std::lock_guard<std::mutex> one_at_a_time(following_);
  if (snapshot_.index == nullptr || leaves <= followed_.leaves) return;
  if (!FollowAll().ok()) LoseFreshness();
}

absl::Status IndexProjection::CatchUp() {
  const std::lock_guard<std::mutex> one_at_a_time(following_);
  if (snapshot_.index == nullptr) return Internal("the index was not built");
  const absl::Duration begun = freshness_.now();
  const absl::Status followed = FollowAll();
  if (absl::IsDataLoss(followed)) LoseFreshness();
  PROBITY_RETURN_IF_ERROR(followed);
  Seen(begun);
  return absl::OkStatus();
}

absl::Status IndexProjection::FollowOne(const storage::Commit& commit) {
  std::shared_ptr<const matching::Index> index = snapshot_.index;
  const bool concerns = std::any_of(commit.touched.begin(), commit.touched.end(), Concerns);
  if (concerns || !concerned_.empty()) {
    // The snapshot may show later commits of the same batch already: what is read is then newer,
    // never older, than the position.
    PROBITY_RETURN_IF_ERROR(
        store_.Read(Briefly(), {}, [&](const storage::ReadTx& tx) -> absl::Status {
          PROBITY_ASSIGN_OR_RETURN(index, Follow(tx, commit.touched));
          return absl::OkStatus();
        }));
  }
  Publish({.index = std::move(index), .position = commit.position},
          {.leaves = commit.leaf_index + 1, .last = commit.leaf}, /*whole=*/true);
  return absl::OkStatus();
}

absl::Status IndexProjection::FollowAll() {
  while (true) {
    const absl::StatusOr<bool> all = FollowSome();
    // Leaves of many rows: fewer of them next time, or it would never come further.
    if (absl::IsDeadlineExceeded(all.status())) step_ = std::max(1, step_ / 2);
    PROBITY_RETURN_IF_ERROR(all.status());
    step_ = std::min(kLeavesAStep, 2 * step_);
    if (*all) return absl::OkStatus();
  }
}

// In steps, each a short snapshot.
absl::StatusOr<bool> IndexProjection::FollowSome() {
  IndexSnapshot next = snapshot_;
  Followed followed = followed_;
  bool all = false;
  PROBITY_RETURN_IF_ERROR(
      store_.Read(Briefly(), {}, [&](const storage::ReadTx& tx) -> absl::Status {
        // The last one again: it tells whether this is the history that was followed.
        const int64_t from = std::max<int64_t>(0, followed_.leaves - 1);
        PROBITY_ASSIGN_OR_RETURN(const std::vector<storage::Commit> commits,
                                 tx.CommitsFrom(from, step_ + 1));
        const bool same =
            followed_.leaves == 0 || (!commits.empty() && commits.front().leaf_index == from &&
                                      commits.front().leaf == followed_.last);
        if (tx.position().epoch != snapshot_.position.epoch || !same) {
          return DataLoss("the register is not the one that was followed")
              .Reason(v1::ERROR_REASON_DATA_DAMAGED);
        }
        Touched touched;
        for (const storage::Commit& commit : commits) {
          if (commit.leaf_index < followed_.leaves) continue;
          absl::c_copy_if(commit.touched, std::back_inserter(touched), Concerns);
          followed = {.leaves = commit.leaf_index + 1, .last = commit.leaf};
          next.position = commit.position;
        }
        all = followed.leaves >= tx.leaves();
        if (all) next.position = tx.position();
        PROBITY_ASSIGN_OR_RETURN(next.index, Follow(tx, touched));
        return absl::OkStatus();
      }));
  Publish(std::move(next), followed, all);
  return all;
}

void IndexProjection::Publish(IndexSnapshot picture, const Followed& followed, bool whole) {
  followed_ = followed;
  concerned_.clear();
  const std::lock_guard<std::mutex> lock(mutex_);
  snapshot_ = std::move(picture);
  // A step on the way mends nothing: what was acknowledged may still be missing. So may what was
  // written while it caught up.
  fresh_ = fresh_ || (whole && followed.leaves >= must_show_);
}

void IndexProjection::Seen(absl::Duration at) {
  const std::lock_guard<std::mutex> lock(mutex_);
  seen_ = at;
}

absl::StatusOr<std::shared_ptr<const matching::Index>> IndexProjection::Follow(
    const storage::ReadTx& tx, const Touched& touched) {
  for (const storage::Commit::Touched& row : touched) {
    if (row.kind == v1::KIND_SCREENING_RECORD) {
      PROBITY_RETURN_IF_ERROR(FollowRecord(tx, row.name));
    } else if (row.kind == v1::KIND_EXTERNAL_RECORD) {
      concerned_.insert(IdOf(row.name));
    } else if (row.kind == v1::KIND_PERSON) {
      const auto known = ids_.find(row.name);
      if (known != ids_.end()) concerned_.insert(known->second);
    }
  }
  std::vector<matching::Subject> upserts;
  std::vector<uint64_t> removals;
  for (const uint64_t id : concerned_) {
    PROBITY_ASSIGN_OR_RETURN(std::optional<matching::Subject> subject, ReadSubject(tx, id));
    if (subject.has_value()) {
      upserts.push_back(*std::move(subject));
    } else {
      removals.push_back(id);
    }
  }
  if (upserts.empty() && removals.empty()) return snapshot_.index;
  return snapshot_.index->With(upserts, removals);
}

absl::Status IndexProjection::FollowRecord(const storage::ReadTx& tx, const std::string& name) {
  const auto before = person_of_record_.find(name);
  if (before != person_of_record_.end()) {
    --live_records_[before->second];
    concerned_.insert(before->second);
    person_of_record_.erase(before);
  }
  const absl::StatusOr<v1::ScreeningRecord> record = tx.screening_records().Get(name);
  if (absl::IsNotFound(record.status())) return absl::OkStatus();
  PROBITY_RETURN_IF_ERROR(record.status());
  if (!storage::IsLive(*record)) return absl::OkStatus();
  const uint64_t id = IdOf(record->person());
  person_of_record_[name] = id;
  ++live_records_[id];
  concerned_.insert(id);
  return absl::OkStatus();
}

absl::StatusOr<std::optional<matching::Subject>> IndexProjection::ReadSubject(
    const storage::ReadTx& tx, uint64_t id) {
  const std::string name = Find(id);
  if (absl::StartsWith(name, kExternal)) {
    const absl::StatusOr<storage::ScreenedPersons::ExternalVersion> found =
        tx.screened_persons().GetExternal(name);
    if (absl::IsNotFound(found.status())) return std::nullopt;
    PROBITY_RETURN_IF_ERROR(found.status());
    if (found->record.status() != v1::ExternalRecord::LISTED) return std::nullopt;
    return matching::Subject{.id = id,
                             .version = static_cast<uint64_t>(found->from_seq),
                             .identity = ToIdentity(found->record)};
  }
  const auto live = live_records_.find(id);
  if (live == live_records_.end() || live->second <= 0) return std::nullopt;
  const absl::StatusOr<storage::ScreenedPersons::Version> found = tx.screened_persons().Get(name);
  if (absl::IsNotFound(found.status())) return std::nullopt;
  PROBITY_RETURN_IF_ERROR(found.status());
  return matching::Subject{.id = id,
                           .version = static_cast<uint64_t>(found->from_seq),
                           .identity = ToIdentity(found->person)};
}

uint64_t IndexProjection::IdOf(const std::string& name) {
  const auto known = ids_.find(name);
  if (known != ids_.end()) return known->second;
  const std::lock_guard<std::mutex> lock(mutex_);
  const uint64_t id = names_.size();
  names_.push_back(name);
  ids_.emplace(name, id);
  return id;
}

}  // namespace probity::screening

#include "services/screening/index_projection.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "proto/support/error.h"
#include "proto/support/status_macros.h"
#include "services/screening/conversions.h"

namespace probity::screening {
namespace {

constexpr int kPage = 1000;
constexpr absl::string_view kExternal = "externalRecords/";

}  // namespace

IndexProjection::IndexProjection(storage::Store& store,
                                 std::shared_ptr<const matching::Model> model)
    : store_(store), model_(std::move(model)) {}

absl::Status IndexProjection::Build() {
  std::vector<matching::Subject> subjects;
  storage::Position position;
  PROBITY_RETURN_IF_ERROR(
      store_.Read(storage::Viewer::System(), {}, [&](const storage::ReadTx& tx) {
        position = tx.position();
        return ReadAll(tx, subjects);
      }));
  std::shared_ptr<const matching::Index> index = matching::Index::Build(model_, subjects);
  const std::lock_guard<std::mutex> lock(mutex_);
  snapshot_ = {.index = std::move(index), .position = position};
  fresh_ = true;
  return absl::OkStatus();
}

absl::Status IndexProjection::ReadAll(const storage::ReadTx& tx,
                                      std::vector<matching::Subject>& subjects) {
  const auto add = [&](uint64_t id) -> absl::Status {
    PROBITY_ASSIGN_OR_RETURN(std::optional<matching::Subject> subject, ReadSubject(tx, id));
    if (subject.has_value()) subjects.push_back(*std::move(subject));
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
  if (fresh_) return snapshot_;
  return Unavailable("the screening index does not show the register as it is")
      .Reason(v1::ERROR_REASON_INDEX_STALE);
}

std::string IndexProjection::Find(uint64_t subject) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return names_[subject];
}

bool IndexProjection::fresh() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return fresh_;
}

void IndexProjection::OnCommit(const storage::Commit& commit) {
  IndexSnapshot next;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!fresh_) return;
    next = snapshot_;
  }
  next.position = commit.position;
  const bool concerns = std::any_of(
      commit.touched.begin(), commit.touched.end(), [](const storage::Commit::Touched& touched) {
        return touched.kind == v1::KIND_SCREENING_RECORD || touched.kind == v1::KIND_PERSON ||
               touched.kind == v1::KIND_EXTERNAL_RECORD;
      });
  bool followed = true;
  if (concerns) {
    // The snapshot may show later commits of the same batch already: what is read is then newer,
    // never older, than the position.
    followed = store_
                   .Read(storage::Viewer::System(), {},
                         [&](const storage::ReadTx& tx) -> absl::Status {
                           PROBITY_ASSIGN_OR_RETURN(const Change change, Follow(tx, commit));
                           if (change.upserts.empty() && change.removals.empty()) {
                             return absl::OkStatus();
                           }
                           next.index = next.index->With(change.upserts, change.removals);
                           return absl::OkStatus();
                         })
                   .ok();
  }
  const std::lock_guard<std::mutex> lock(mutex_);
  fresh_ = followed;
  if (followed) snapshot_ = std::move(next);
}

absl::StatusOr<IndexProjection::Change> IndexProjection::Follow(const storage::ReadTx& tx,
                                                                const storage::Commit& commit) {
  std::vector<uint64_t> concerned;
  for (const storage::Commit::Touched& touched : commit.touched) {
    if (touched.kind == v1::KIND_SCREENING_RECORD) {
      PROBITY_RETURN_IF_ERROR(FollowRecord(tx, touched.name, concerned));
    } else if (touched.kind == v1::KIND_EXTERNAL_RECORD) {
      concerned.push_back(IdOf(touched.name));
    } else if (touched.kind == v1::KIND_PERSON) {
      const auto known = ids_.find(touched.name);
      if (known != ids_.end()) concerned.push_back(known->second);
    }
  }
  std::sort(concerned.begin(), concerned.end());
  concerned.erase(std::unique(concerned.begin(), concerned.end()), concerned.end());
  Change change;
  for (const uint64_t id : concerned) {
    PROBITY_ASSIGN_OR_RETURN(std::optional<matching::Subject> subject, ReadSubject(tx, id));
    if (subject.has_value()) {
      change.upserts.push_back(*std::move(subject));
    } else {
      change.removals.push_back(id);
    }
  }
  return change;
}

absl::Status IndexProjection::FollowRecord(const storage::ReadTx& tx, const std::string& name,
                                           std::vector<uint64_t>& concerned) {
  const auto before = person_of_record_.find(name);
  if (before != person_of_record_.end()) {
    --live_records_[before->second];
    concerned.push_back(before->second);
    person_of_record_.erase(before);
  }
  const absl::StatusOr<v1::ScreeningRecord> record = tx.screening_records().Get(name);
  if (absl::IsNotFound(record.status())) return absl::OkStatus();
  PROBITY_RETURN_IF_ERROR(record.status());
  if (!storage::IsLive(*record)) return absl::OkStatus();
  const uint64_t id = IdOf(record->person());
  person_of_record_[name] = id;
  ++live_records_[id];
  concerned.push_back(id);
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

// One transaction over the register's tables: what the roles of storage/*.h are made of.
#ifndef PROBITY_STORAGE_SQL_TX_H_
#define PROBITY_STORAGE_SQL_TX_H_

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "proto/support/status_macros.h"
#include "storage/ledger/leaf.h"
#include "storage/sealing/keyring.h"
#include "storage/sql/codec.h"
#include "storage/sql/session.h"
#include "storage/sql/walk.h"
#include "storage/store.h"

namespace probity::sql {

// What a write has gathered for its leaf.
struct Gathered {
  storage::Position position;
  int64_t leaf_index = 0;
  absl::Time now;
  // Of the ledger, where a write of the past was answered again.
  int64_t repeated_leaves = 0;
  // One each a row, in the same order.
  std::vector<ledger::RowCommit> row_commits;
  std::vector<storage::Commit::Touched> touched;
  // Reference files that were loaded, as the leaf names them.
  std::vector<std::string> files;
  // The bytes of the write's leaf, once it is appended.
  std::string leaf;
  // Taken for entities that are being made; given back if nothing is committed.
  std::vector<sealing::KeyId> keys;
};

// The parts of a transaction that every table shares. Lives as long as the transaction.
class Tx {
 public:
  struct Parts {
    const Codecs& codecs;
    const NameCodec& names;
    sealing::Keyring& keyring;
  };

  // as_of: a position of the past; none: now.
  Tx(Session& session, const Parts& parts, const storage::Viewer& viewer,
     std::optional<int64_t> as_of);

  Session& session() const { return session_; }
  const Parts& parts() const { return parts_; }
  const storage::Viewer& viewer() const { return viewer_; }
  std::optional<int64_t> as_of() const { return as_of_; }
  // Set for a write, from the moment that it has taken the clock.
  Gathered* gathered = nullptr;

  // Runs a statement with the viewer, the moment and `params` bound.
  absl::Status Query(const StatementText& statement, std::initializer_list<Param> params,
                     absl::FunctionRef<absl::Status(const Row&)> each) const;
  absl::StatusOr<int64_t> Execute(const StatementText& statement,
                                  std::initializer_list<Param> params) const;

  // For the rows of one query.
  template <typename Resource>
  RowDecoder Decoder() const {
    return RowDecoder(parts_.codecs.For<Resource>(), viewer_.deadline);
  }
  // All rows of a query, decoded.
  template <typename Resource>
  absl::StatusOr<std::vector<Resource>> Rows(const StatementText& statement,
                                             std::initializer_list<Param> params) const {
    std::vector<Resource> found;
    RowDecoder decoder = Decoder<Resource>();
    PROBITY_RETURN_IF_ERROR(Query(statement, params, [&](const Row& row) -> absl::Status {
      PROBITY_ASSIGN_OR_RETURN(Resource resource, decoder.Decode<Resource>(row));
      found.push_back(std::move(resource));
      return absl::OkStatus();
    }));
    return found;
  }

  // The rows of a list's statement, which gives position, id and value, after a position.
  absl::StatusOr<std::vector<WalkedRow>> WalkedRows(const StatementText& statement, Param of,
                                                    int64_t after, int limit) const;

  // The row id of an opaque name.
  absl::StatusOr<int64_t> Id(v1::Kind kind, absl::string_view name) const {
    return parts_.names.Id(kind, name);
  }

  // The data key of an entity.
  absl::StatusOr<sealing::KeyId> KeyOf(int64_t entity) const;

 private:
  using AllParams = absl::InlinedVector<Param, 32>;
  AllParams WithViewer(std::initializer_list<Param> params) const;

  Session& session_;
  const Parts& parts_;
  const storage::Viewer& viewer_;
  const std::string viewer_missions_;  // "|missions/A|missions/B|"
  const std::optional<int64_t> as_of_;
};

}  // namespace probity::sql

#endif  // PROBITY_STORAGE_SQL_TX_H_

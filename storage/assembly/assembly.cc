#include "storage/assembly/assembly.h"

#include <utility>

#include "proto/support/error.h"
#include "proto/support/status_macros.h"
#include "storage/assembly/destination.h"
#include "storage/assembly/register_part.h"
#include "storage/sql/epoch.h"
#include "storage/sql/group_commit.h"
#include "storage/sql/reference_data.h"
#include "storage/sql/statement.h"
#include "storage/sql/statements/register.sql.h"

namespace probity::assembly {
namespace {

// Who writes what a register begins with.
storage::Caller Itself(const char* method, absl::Time now) {
  return {.viewer = storage::Viewer::System(), .method = method, .request_id = "", .now = now};
}

struct OwnRow {
  std::string id;
  bool moving = false;
};

absl::StatusOr<std::optional<OwnRow>> ReadOwnRow(sql::Engine& data) {
  std::optional<OwnRow> own;
  PROBITY_RETURN_IF_ERROR(data.Read([&own](sql::Session& session) -> absl::Status {
    own.reset();
    PROBITY_RETURN_IF_ERROR(session.Query(sql::Statement(sql::kRegister, "read_register"),
                                          sql::Plan::kNow, {}, [&own](const sql::Row& row) {
                                            own = {.id = std::string(row.bytes(0))};
                                            return absl::OkStatus();
                                          }));
    if (!own.has_value()) return absl::OkStatus();
    return session.Query(sql::Statement(sql::kRegister, "read_clock"), sql::Plan::kNow, {},
                         [&own](const sql::Row& row) {
                           own->moving = sql::IsMoving(row.integer(0));
                           return absl::OkStatus();
                         });
  }));
  return own;
}

absl::StatusOr<OwnRow> WholeRegisterOf(sql::Engine& data) {
  PROBITY_ASSIGN_OR_RETURN(std::optional<OwnRow> own, ReadOwnRow(data));
  if (own.has_value()) return *std::move(own);
  return About({RegisterPart::kData},
               ErrorBuilder(absl::StatusCode::kNotFound, "there is no register, or it was moved")
                   .Reason(v1::ERROR_REASON_NOT_FOUND));
}

absl::StatusOr<std::string> SettledRegisterOf(sql::Engine& data) {
  PROBITY_ASSIGN_OR_RETURN(OwnRow own, WholeRegisterOf(data));
  if (!own.moving) return std::move(own.id);
  return About({RegisterPart::kData},
               FailedPrecondition("a move of the register to another place has not ended")
                   .Reason(v1::ERROR_REASON_REGISTER_MOVING));
}

absl::string_view Bytes(const sealing::RegisterId& id) {
  return {reinterpret_cast<const char*>(id.data()), id.size()};
}

}  // namespace

Assembly::Assembly(const Engines& engines, const Options& options)
    : engines_(engines), options_(options), key_store_(engines.keys, options.now) {}

absl::Status Assembly::Create(const Engines& engines, const sealing::SecretKey& root,
                              const Options& options, bool development, storage::Rng& rng) {
  Assembly made(engines, options);
  PROBITY_ASSIGN_OR_RETURN(std::unique_ptr<sealing::Keyring> keyring,
                           About({RegisterPart::kRootKey, RegisterPart::kKeys},
                                 sealing::Keyring::Create(made.key_store_, root, rng)));
  PROBITY_RETURN_IF_ERROR(made.PutTogether(std::move(keyring), rng));
  return made.Fill(development);
}

absl::StatusOr<std::unique_ptr<Assembly>> Assembly::Open(const Engines& engines,
                                                         const sealing::SecretKey& root,
                                                         const Options& options,
                                                         storage::Rng& rng) {
  std::string id;
  if (!options.unfinished) {
    PROBITY_ASSIGN_OR_RETURN(id, SettledRegisterOf(engines.data));
  }
  std::unique_ptr<Assembly> opened(new Assembly(engines, options));
  PROBITY_ASSIGN_OR_RETURN(std::unique_ptr<sealing::Keyring> keyring,
                           About({RegisterPart::kRootKey, RegisterPart::kKeys},
                                 sealing::Keyring::Open(opened->key_store_, root, rng)));
  PROBITY_RETURN_IF_ERROR(opened->PutTogether(std::move(keyring), rng));
  if (options.unfinished) return opened;
  PROBITY_RETURN_IF_ERROR(opened->CheckPair(id));
  PROBITY_RETURN_IF_ERROR(opened->store().LoadReferenceFiles(Itself("open", options.now())));
  // The engine knows the clock by now. Moved meanwhile, it was before that.
  PROBITY_RETURN_IF_ERROR(SettledRegisterOf(engines.data).status());
  return opened;
}

absl::Status Assembly::CheckPair(absl::string_view id) const {
  if (id == Bytes(keyring_->register_id())) return absl::OkStatus();
  return About({RegisterPart::kData, RegisterPart::kKeys},
               FailedPrecondition("the data and the keys are of different registers")
                   .Reason(v1::ERROR_REASON_DATA_DAMAGED));
}

absl::Status Assembly::PutTogether(std::unique_ptr<sealing::Keyring> keyring, storage::Rng& rng) {
  keyring_ = std::move(keyring);
  sealer_.emplace(*keyring_, rng);
  ids_.emplace(keyring_->ForRegister(sealing::Purpose::kNames));
  names_.emplace(*ids_, sql::ResourceMessages());
  PROBITY_ASSIGN_OR_RETURN(codecs_, sql::Codecs::Make(*names_, *sealer_));
  references_.emplace(keyring_->ForRegister(sealing::Purpose::kReferences));
  digester_.emplace(keyring_->ForRegister(sealing::Purpose::kDigests));
  if (options_.direct_writer) {
    writer_ = std::make_unique<sql::DirectWriter>(engines_.data);
  } else {
    writer_ = std::make_unique<sql::GroupCommit>(engines_.data, options_.now);
  }
  store_.emplace(sql::StoreParts{engines_.data, *writer_, *codecs_, *names_, *keyring_,
                                 *references_, *digester_},
                 options_.store);
  return absl::OkStatus();
}

absl::Status Assembly::Fill(bool development) {
  const absl::Time now = options_.now();
  const storage::Caller caller = Itself("create", now);
  PROBITY_RETURN_IF_ERROR(store().LoadReferenceFiles(caller));
  PROBITY_RETURN_IF_ERROR(store().WriteWindow(
      caller, [](storage::WriteTx& tx) { return sql::InsertInitialRegistry(tx); }));
  // Last: a register that was not made to its end has no row of its own.
  return RunOne(writer(), [&](sql::Session& session) {
    return session
        .Execute(sql::Statement(sql::kRegister, "insert_register"),
                 {{{"register_id", sql::Blob{Bytes(keyring().register_id())}},
                   {"development", int64_t{development}},
                   {"created_time", absl::ToUnixMicros(now)}}})
        .status();
  });
}

Destination DestinationOver(std::shared_ptr<void> holds, const Engines& engines,
                            const sealing::SecretKey& root, Options options, storage::Rng& rng) {
  options.unfinished = true;
  return {.holds = std::move(holds),
          .engines = engines,
          .assemble = [engines, root, options = std::move(options), &rng] {
            return Assembly::Open(engines, root, options, rng);
          }};
}

absl::Status RunOne(sql::Writer& writer, std::function<absl::Status(sql::Session&)> body) {
  return writer.Run({.body = std::move(body), .committed = [] {}}, absl::InfiniteFuture());
}

absl::StatusOr<bool> HoldsRegister(sql::Engine& data) {
  PROBITY_ASSIGN_OR_RETURN(const std::optional<OwnRow> own, ReadOwnRow(data));
  return own.has_value();
}

absl::Status BeginEpoch(const Destination& place, absl::Time now) {
  PROBITY_ASSIGN_OR_RETURN(const OwnRow own, WholeRegisterOf(place.engines.data));
  PROBITY_ASSIGN_OR_RETURN(const std::unique_ptr<Assembly> opened, place.assemble());
  PROBITY_RETURN_IF_ERROR(opened->CheckPair(own.id));
  return RunOne(opened->writer(),
                [now](sql::Session& session) { return sql::BeginEpoch(session, now); });
}

}  // namespace probity::assembly

#include "storage/sql/tx.h"

#include <cstring>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "proto/support/error.h"
#include "storage/sql/statement.h"
#include "storage/sql/statements/register.sql.h"

namespace probity::sql {
namespace {

constexpr const StatementText& kGetEntityKey = Statement(kRegister, "get_entity_key");

std::string Joined(const std::vector<std::string>& missions) {
  return missions.empty() ? "" : absl::StrCat("|", absl::StrJoin(missions, "|"), "|");
}

}  // namespace

Tx::Tx(Session& session, const Parts& parts, const storage::Viewer& viewer,
       std::optional<int64_t> as_of)
    : session_(session),
      parts_(parts),
      viewer_(viewer),
      viewer_missions_(Joined(viewer.missions)),
      as_of_(as_of) {}

Tx::AllParams Tx::WithViewer(std::initializer_list<Param> params) const {
  AllParams all(params);
  all.push_back({"viewer_all", int64_t{viewer_.all_missions}});
  all.push_back({"viewer_missions", absl::string_view(viewer_missions_)});
  all.push_back({"viewer_principal", absl::string_view(viewer_.principal)});
  all.push_back({"viewer_organisation", absl::string_view(viewer_.organisation)});
  all.push_back({"viewer_adjudicates", int64_t{viewer_.adjudicates}});
  all.push_back({"as_of", as_of_.value_or(0)});
  return all;
}

absl::Status Tx::Query(const StatementText& statement, std::initializer_list<Param> params,
                       absl::FunctionRef<absl::Status(const Row&)> each) const {
  return session_.Query(statement, as_of_.has_value() ? Plan::kAsOf : Plan::kNow,
                        WithViewer(params), each);
}

absl::StatusOr<int64_t> Tx::Execute(const StatementText& statement,
                                    std::initializer_list<Param> params) const {
  return session_.Execute(statement, WithViewer(params));
}

absl::StatusOr<std::vector<WalkedRow>> Tx::WalkedRows(const StatementText& statement, Param of,
                                                      int64_t after, int limit) const {
  std::vector<WalkedRow> found;
  PROBITY_RETURN_IF_ERROR(
      Query(statement, {of, {"after", after}, {"limit", int64_t{limit}}}, [&found](const Row& row) {
        found.push_back({.position = row.integer(0), .id = row.integer(1), .value = std::nullopt});
        if (!row.is_null(2)) found.back().value = row.integer(2);
        return absl::OkStatus();
      }));
  return found;
}

absl::StatusOr<sealing::KeyId> Tx::KeyOf(int64_t entity) const {
  const auto& made = session_.known().keys;
  if (const auto found = made.find(entity); found != made.end()) return found->second;
  std::optional<sealing::KeyId> key;
  PROBITY_RETURN_IF_ERROR(Query(kGetEntityKey, {{"id", entity}}, [&](const Row& row) {
    const absl::string_view bytes = row.bytes(0);
    if (bytes.size() == sealing::KeyId().size()) {
      key.emplace();
      std::memcpy(key->data(), bytes.data(), bytes.size());
    }
    return absl::OkStatus();
  }));
  if (!key.has_value()) return Internal("an entity that seals has no key");
  return *key;
}

}  // namespace probity::sql

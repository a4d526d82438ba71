#include "tests/storage/contract/contract.h"

#include <ostream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/sql/group_commit.h"
#include "tests/support/postgres/register.h"
#include "tests/support/test_register.h"

namespace probity::test {
namespace {

// What the test registers of all engines have alike.
template <typename Register>
class OpenOn final : public OpenRegister {
 public:
  storage::Store& store() override { return register_.store(); }
  assembly::Register& reg() override { return register_.reg(); }
  sql::Engine& engine() override { return register_.reg().engine(); }
  void Restart() override {
    register_.Close();
    register_.Open();
  }
  void CountRows() override {
    register_.CountRows();
    Restart();
  }
  size_t waiting() override {
    return dynamic_cast<sql::GroupCommit&>(register_.reg().writer()).waiting();
  }
  // A body that ends the transaction: what is durable is not known then.
  void Break() override {
    static constexpr sql::StatementText kCommit = {"test", 0, "commit", "COMMIT", "COMMIT"};
    EXPECT_THAT(
        register_.reg().writer().Run(
            {.body = [](sql::Session& session) { return session.Execute(kCommit, {}).status(); },
             .committed = [] {},
             .uses_reserve = false},
            absl::InfiniteFuture()),
        FailsWith(absl::StatusCode::kUnavailable));
  }

 private:
  Register register_;
};

}  // namespace

void PrintTo(const Backend& backend, std::ostream* out) { *out << backend.name; }

std::vector<Backend> AllBackends() {
  return {{.name = "Sqlite",
           .make = [] { return std::make_unique<OpenOn<TestRegister>>(); },
           .visits = {.a_row = 80, .a_step = 25}},
          {.name = "Postgres",
           .make = [] { return std::make_unique<OpenOn<PostgresTestRegister>>(); },
           .visits = {.a_row = 8, .a_step = 3}}};
}

storage::Caller StoreContract::Writer(std::string principal) {
  return {.viewer = SeesAll(std::move(principal)),
          .method = "test/Write",
          .request_id = absl::StrCat("request-", ++requests_),
          .now = absl::FromUnixSeconds(4'000'000'000 + requests_)};
}

storage::Viewer StoreContract::SeesOnly(const std::string& mission, std::string principal) {
  return {.principal = std::move(principal),
          .organisation = "organisations/UN",
          .all_missions = false,
          .missions = {absl::StrCat("missions/", mission)},
          .adjudicates = false};
}

storage::Viewer StoreContract::SeesAll(std::string principal) {
  return {.principal = std::move(principal),
          .organisation = "organisations/UN",
          .all_missions = true,
          .missions = {},
          .adjudicates = false};
}

v1::Case StoreContract::RecordCase(const std::string& mission, v1::Allegation::State state,
                                   const std::string& person) {
  v1::RecordAllegationRequest request;
  const storage::Caller caller = Writer();
  request.set_request_id(caller.request_id);
  absl::StatusOr<v1::Case> recorded =
      store().Write(caller, request, [&](storage::WriteTx& tx) -> absl::StatusOr<v1::Case> {
        v1::Case received;
        received.set_mission(absl::StrCat("missions/", mission));
        received.set_narrative("what was seen");
        PROBITY_ASSIGN_OR_RETURN(const std::string reference,
                                 tx.NextReference(received.mission(), 2014));
        received.set_reference(reference);
        PROBITY_ASSIGN_OR_RETURN(const v1::Case stored, tx.cases().Insert(received));
        v1::Allegation allegation;
        allegation.set_case_name(stored.name());
        allegation.set_state(state);
        allegation.set_person(person);
        PROBITY_RETURN_IF_ERROR(tx.allegations().Insert(allegation).status());
        return tx.cases().Get(stored.name());
      });
  EXPECT_THAT(recorded, IsOk());
  return recorded.value_or(v1::Case());
}

v1::Person StoreContract::RecordPerson(const std::string& full_name, const std::string& creator) {
  v1::CreatePersonRequest request;
  absl::StatusOr<v1::Person> made =
      store().Write(Writer(creator), request, [&](storage::WriteTx& tx) {
        v1::Person person;
        person.set_creator(creator);
        person.add_names()->set_full(full_name);
        return tx.persons().Insert(person);
      });
  EXPECT_THAT(made, IsOk());
  return made.value_or(v1::Person());
}

absl::StatusOr<v1::Case> StoreContract::GetCase(const storage::Viewer& viewer,
                                                const std::string& name,
                                                const storage::AsOf& as_of) {
  absl::StatusOr<v1::Case> found;
  const absl::Status status = store().Read(viewer, as_of, [&](const storage::ReadTx& tx) {
    found = tx.cases().Get(name);
    return found.status();
  });
  if (!status.ok()) return status;
  return found;
}

absl::StatusOr<v1::Person> StoreContract::GetPerson(const storage::Viewer& viewer,
                                                    const std::string& name,
                                                    const storage::AsOf& as_of) {
  absl::StatusOr<v1::Person> found;
  const absl::Status status = store().Read(viewer, as_of, [&](const storage::ReadTx& tx) {
    found = tx.persons().Get(name);
    return found.status();
  });
  if (!status.ok()) return status;
  return found;
}

absl::StatusOr<v1::Case> StoreContract::Retitle(v1::Case changed, const std::string& narrative) {
  return store().Write(Writer(), v1::GetCaseRequest(), [&](storage::WriteTx& tx) {
    v1::Case next = changed;
    next.set_narrative(narrative);
    return tx.cases().Update(next);
  });
}

std::vector<std::string> StoreContract::ListNames(const storage::Viewer& viewer, int page_size,
                                                  const storage::AsOf& as_of) {
  std::vector<std::string> names;
  std::optional<storage::Cursor> cursor = storage::Cursor();
  while (cursor.has_value()) {
    const absl::Status status =
        store().Read(viewer, as_of, [&](const storage::ReadTx& tx) -> absl::Status {
          PROBITY_ASSIGN_OR_RETURN(const storage::Page<v1::Case> page,
                                   tx.cases().List({}, *cursor, page_size));
          for (const v1::Case& found : page.items) names.push_back(found.name());
          cursor = page.next;
          return absl::OkStatus();
        });
    EXPECT_THAT(status, IsOk());
    if (!status.ok()) break;
  }
  return names;
}

storage::Position StoreContract::Now() {
  storage::Position position;
  EXPECT_THAT(store().Read(SeesAll(), {},
                           [&](const storage::ReadTx& tx) {
                             position = tx.position();
                             return absl::OkStatus();
                           }),
              IsOk());
  return position;
}

void StoreContract::ForEachRow(const std::string& sql,
                               absl::FunctionRef<void(const sql::Row&)> each) {
  const auto entry = statements_.try_emplace(sql).first;
  const char* const text = entry->first.c_str();
  entry->second = {"test", 0, "test", text, text};
  EXPECT_THAT(engine().Read([&](sql::Session& session) {
    return session.Query(entry->second, sql::Plan::kNow, {}, [&](const sql::Row& row) {
      each(row);
      return absl::OkStatus();
    });
  }),
              IsOk())
      << sql;
}

std::vector<int64_t> StoreContract::Integers(const std::string& sql) {
  std::vector<int64_t> found;
  ForEachRow(sql, [&found](const sql::Row& row) { found.push_back(row.integer(0)); });
  return found;
}

std::vector<std::string> StoreContract::Bytes(const std::string& sql) {
  std::vector<std::string> found;
  ForEachRow(sql, [&found](const sql::Row& row) { found.emplace_back(row.bytes(0)); });
  return found;
}

}  // namespace probity::test

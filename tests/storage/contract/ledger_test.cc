// Promise 4: every act leaves a trace that cannot be quietly altered. What is in it.
#include <map>
#include <tuple>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "sodium.h"
#include "storage/ledger/leaf.h"
#include "storage/ledger/row_commitment.h"
#include "storage/sql/table_spec.h"
#include "tests/storage/contract/contract.h"

namespace probity::test {
namespace {

using absl::StatusCode;

class Ledger : public StoreContract {
 protected:
  std::vector<ledger::WriteLeaf> Leaves() {
    std::vector<ledger::WriteLeaf> leaves;
    for (const std::string& bytes : Bytes("SELECT leaf FROM ledger ORDER BY leaf_index")) {
      const absl::StatusOr<ledger::WriteLeaf> leaf = ledger::DecodeWriteLeaf(bytes);
      EXPECT_THAT(leaf, IsOk());
      if (leaf.ok()) leaves.push_back(*leaf);
    }
    return leaves;
  }

  std::vector<ledger::AccessLeaf> AccessLeaves() {
    std::vector<ledger::AccessLeaf> leaves;
    for (const std::string& bytes : Bytes("SELECT leaf FROM access_log ORDER BY leaf_index")) {
      const absl::StatusOr<ledger::AccessLeaf> leaf = ledger::DecodeAccessLeaf(bytes);
      EXPECT_THAT(leaf, IsOk());
      if (leaf.ok()) leaves.push_back(*leaf);
    }
    return leaves;
  }

  absl::StatusOr<v1::Person> MakePerson(const storage::Caller& caller,
                                        const v1::CreatePersonRequest& request) {
    return store().Write(caller, request, [&](storage::WriteTx& tx) {
      v1::Person person = request.person();
      person.set_creator("amina");
      return tx.persons().Insert(person);
    });
  }
};

INSTANTIATE_TEST_SUITE_P(Engines, Ledger, testing::ValuesIn(AllBackends()),
                         [](const auto& backend) { return backend.param.name; });

// (kind, entity, from_seq)
using RowKey = std::tuple<v1::Kind, int64_t, int64_t>;

// A row's key, and its commitment computed from its columns as they are stored.
std::pair<RowKey, ledger::RowDigest> Recomputed(const sql::TableSpec& spec, const sql::Row& row) {
  std::map<std::string, int> places;
  for (int i = 0; i < row.columns(); ++i) places[std::string(row.column_name(i))] = i;
  const int64_t id = row.integer(places.at("id"));
  const int64_t from_seq = row.integer(places.at("from_seq"));
  ledger::CanonicalRow canonical(spec.kind(), id, from_seq);
  for (const sql::Column& column : spec.columns()) {
    const int place = places.at(column.name);
    if (column.number == 0 || row.is_null(place)) continue;
    const std::string type = sql::SqlType(column.kind);
    if (type == "INTEGER") canonical.Integer(column.number, row.integer(place));
    if (type == "TEXT") canonical.Text(column.number, row.text(place));
    if (type == "BLOB") canonical.Blob(column.number, row.bytes(place));
  }
  return {{spec.kind(), id, from_seq}, canonical.Digest()};
}

TEST_P(Ledger, Promise4EveryStoredRowIsCommittedToOnceByTheLeafOfItsWrite) {
  const v1::Person person = RecordPerson("Leyla Okafor");
  const v1::Case first = RecordCase("UNMIL", v1::Allegation::RECEIVED, person.name());
  const absl::StatusOr<v1::Case> second = Retitle(first, "second version");
  ASSERT_THAT(second, IsOk());
  ASSERT_THAT(Retitle(*second, "third version"), IsOk());
  ASSERT_THAT(
      store().WriteWindow(
          Writer(), [&](storage::WriteTx& tx) { return tx.cases().Wall(first.name(), "bo"); }),
      IsOk());

  std::map<RowKey, ledger::RowCommit> committed;
  for (const ledger::WriteLeaf& leaf : Leaves()) {
    for (const ledger::RowCommit& commit : leaf.row_commits) {
      EXPECT_EQ(commit.from_seq, leaf.seq);
      const RowKey key = {commit.kind, commit.entity, commit.from_seq};
      EXPECT_TRUE(committed.emplace(key, commit).second) << "two leaves commit to one row";
    }
  }
  size_t rows = 0;
  std::map<v1::Kind, int> superseded;
  for (const google::protobuf::Descriptor* message : sql::ResourceMessages()) {
    const sql::TableSpec spec = *sql::TableSpec::For(*message);
    ForEachRow(absl::StrCat("SELECT * FROM ", spec.table()), [&](const sql::Row& row) {
      const auto [key, digest] = Recomputed(spec, row);
      ++rows;
      const auto found = committed.find(key);
      ASSERT_NE(found, committed.end()) << spec.table();
      EXPECT_EQ(found->second.sha256, digest) << spec.table();
      superseded[spec.kind()] += found->second.op == ledger::RowOp::kSupersede;
    });
  }
  EXPECT_EQ(rows, committed.size());
  EXPECT_GT(rows, 30u) << "the registry's rows too";
  EXPECT_EQ(superseded[v1::KIND_CASE], 2);
  EXPECT_EQ(superseded[v1::KIND_PERSON], 0);
}

TEST_P(Ledger, Promise4EveryReferenceFileIsNamedByTheLeafOfItsWrite) {
  std::map<int64_t, std::vector<std::string>> named;
  for (const ledger::WriteLeaf& leaf : Leaves()) named[leaf.seq] = leaf.resources;
  int files = 0;
  ForEachRow(
      "SELECT scheme, version, from_seq, content FROM reference_files", [&](const sql::Row& row) {
        ++files;
        std::string digest(32, '\0');
        crypto_hash_sha256(reinterpret_cast<unsigned char*>(digest.data()),
                           reinterpret_cast<const unsigned char*>(row.bytes(3).data()),
                           row.bytes(3).size());
        EXPECT_THAT(named[row.integer(2)],
                    testing::Contains(absl::StrCat("referenceFiles/", row.text(0), "/", row.text(1),
                                                   "/", absl::BytesToHexString(digest))));
      });
  EXPECT_EQ(files, 3);
}

TEST_P(Ledger, Promise4ALeafSaysWhoDidWhatAndWhen) {
  storage::Caller caller = Writer("amina");
  caller.viewer.organisation = "organisations/UN";
  caller.method = "probity.v1.PersonService/CreatePerson";
  v1::CreatePersonRequest request;
  request.mutable_person()->add_names()->set_full("Leyla Okafor");
  const absl::StatusOr<v1::Person> made = MakePerson(caller, request);
  ASSERT_THAT(made, IsOk());
  const ledger::WriteLeaf leaf = Leaves().back();
  EXPECT_EQ(leaf.epoch, Now().epoch);
  EXPECT_EQ(leaf.seq, Now().seq);
  EXPECT_EQ(leaf.leaf_index, store().Status()->ledger_leaves - 1);
  EXPECT_EQ(leaf.recorded_time_us, absl::ToUnixMicros(caller.now));
  EXPECT_EQ(leaf.principal, "amina");
  EXPECT_EQ(leaf.organisation, "organisations/UN");
  EXPECT_EQ(leaf.method, caller.method);
  EXPECT_EQ(leaf.request_id, caller.request_id);
  EXPECT_THAT(leaf.resources, testing::ElementsAre(made->name()));
  EXPECT_EQ(leaf.build, "test");
  EXPECT_THAT(Bytes("SELECT leaf FROM ledger ORDER BY leaf_index").back(),
              testing::Not(testing::HasSubstr("Okafor")));
}

TEST_P(Ledger, Promise4TheDigestIsOfTheRequest) {
  v1::CreatePersonRequest request;
  request.mutable_person()->add_names()->set_full("Leyla Okafor");
  ASSERT_THAT(MakePerson(Writer(), request), IsOk());
  ASSERT_THAT(MakePerson(Writer(), request), IsOk());
  request.mutable_person()->mutable_names(0)->set_full("Leyla Okafo");
  ASSERT_THAT(MakePerson(Writer(), request), IsOk());
  const std::vector<ledger::WriteLeaf> leaves = Leaves();
  const std::string& first = leaves[leaves.size() - 3].request_digest;
  EXPECT_GE(first.size(), 16u);
  EXPECT_EQ(leaves[leaves.size() - 2].request_digest, first);
  EXPECT_NE(leaves[leaves.size() - 1].request_digest, first);
}

TEST_P(Ledger, Promise4ALeafNamesEveryResourceOfItsWrite) {
  const v1::Case recorded = RecordCase("UNMIL");
  EXPECT_THAT(Leaves().back().resources,
              testing::ElementsAre(recorded.name(), recorded.allegations(0).name()));
}

TEST_P(Ledger, EveryWriteAppendsOneLeafInTheOrderOfTheClock) {
  const size_t leaves = Leaves().size();
  const v1::Case recorded = RecordCase("UNMIL");
  ASSERT_THAT(Retitle(recorded, "second version"), IsOk());
  EXPECT_EQ(Leaves().size(), leaves + 2);
  EXPECT_EQ(store().Status()->ledger_leaves, static_cast<int64_t>(leaves + 2));
  const std::vector<int64_t> indexes = Integers("SELECT leaf_index FROM ledger ORDER BY sequence");
  for (size_t i = 0; i < indexes.size(); ++i) EXPECT_EQ(indexes[i], static_cast<int64_t>(i));
}

TEST_P(Ledger, Promise4ADenialIsLoggedWithWhoWhatAndWhy) {
  const storage::Position before = Now();
  storage::AccessEntry entry{.caller = Writer("bo"),
                             .code = StatusCode::kPermissionDenied,
                             .reason = "PERMISSION_DENIED",
                             .resource = "cases/x",
                             .rows = 0,
                             .digest = ""};
  entry.caller.viewer.organisation = "organisations/UN";
  entry.caller.method = "probity.v1.CaseService/GetCase";
  ASSERT_THAT(store().LogAccess(entry), IsOk());
  const ledger::AccessLeaf denial = {.instance = "1",
                                     .leaf_index = 0,
                                     .recorded_time_us = absl::ToUnixMicros(entry.caller.now),
                                     .principal = "bo",
                                     .organisation = "organisations/UN",
                                     .method = "probity.v1.CaseService/GetCase",
                                     .request_id = entry.caller.request_id,
                                     .code = static_cast<int32_t>(StatusCode::kPermissionDenied),
                                     .reason = "PERMISSION_DENIED",
                                     .resource = "cases/x",
                                     .rows = 0,
                                     .digest = "",
                                     .build = "test"};
  ledger::AccessLeaf list = denial;
  list.leaf_index = 1;
  list.code = 0;
  list.reason = entry.reason = "";
  list.resource = entry.resource = "";
  list.rows = entry.rows = 7;
  list.digest = entry.digest = "of seven names";
  entry.code = StatusCode::kOk;
  ASSERT_THAT(store().LogAccess(entry), IsOk());
  EXPECT_THAT(AccessLeaves(), testing::ElementsAre(denial, list));
  EXPECT_EQ(Now().seq, before.seq) << "the access log is apart from the clock";
}

TEST_P(Ledger, Promise4ACallThatCameTooLateIsLoggedAllTheSame) {
  storage::AccessEntry entry;
  entry.caller = Writer("bo");
  entry.code = StatusCode::kPermissionDenied;
  entry.caller.deadline = absl::InfinitePast();
  ASSERT_THAT(store().LogAccess(entry), IsOk());
  EXPECT_EQ(AccessLeaves().size(), 1u);
}

TEST_P(Ledger, Promise4ARepeatedRequestIsARead) {
  storage::Caller caller = Writer("amina");
  caller.method = "probity.v1.PersonService/CreatePerson";
  const absl::StatusOr<v1::Person> made = MakePerson(caller, v1::CreatePersonRequest());
  ASSERT_THAT(made, IsOk());
  EXPECT_TRUE(AccessLeaves().empty()) << "a write has its leaf in the ledger";
  ASSERT_THAT(MakePerson(caller, v1::CreatePersonRequest()), IsOk());
  ASSERT_EQ(AccessLeaves().size(), 1u);
  const ledger::AccessLeaf trace = AccessLeaves().front();
  EXPECT_EQ(trace.principal, "amina");
  EXPECT_EQ(trace.method, caller.method);
  EXPECT_EQ(trace.request_id, caller.request_id);
  EXPECT_EQ(trace.resource, made->name());
  EXPECT_EQ(trace.code, 0);
}

TEST_P(Ledger, Promise4AnAnswerThatIsOnlyValidatedIsARead) {
  const v1::Person person = RecordPerson("Leyla Okafor");
  v1::UpdatePersonRequest request;
  request.set_validate_only(true);
  storage::Caller caller = Writer("amina");
  caller.method = "probity.v1.PersonService/UpdatePerson";
  const absl::StatusOr<v1::Person> answer = store().Write(
      caller, request, [&](storage::WriteTx& tx) { return tx.persons().Update(person); });
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->names(0).full(), "Leyla Okafor");
  ASSERT_EQ(AccessLeaves().size(), 1u);
  EXPECT_EQ(AccessLeaves().front().resource, person.name());
  EXPECT_EQ(AccessLeaves().front().method, caller.method);
}

// Its name may be another resource's tomorrow.
TEST_P(Ledger, WhatWasOnlyTriedAndNeverStoredIsNotNamed) {
  v1::CreatePersonRequest request;
  request.set_validate_only(true);
  ASSERT_THAT(MakePerson(Writer(), request), IsOk());
  ASSERT_EQ(AccessLeaves().size(), 1u);
  EXPECT_EQ(AccessLeaves().front().resource, "");
}

}  // namespace
}  // namespace probity::test

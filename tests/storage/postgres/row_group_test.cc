#include "storage/postgres/row_group.h"

#include <vector>

#include "proto/support/status_macros.h"
#include "storage/postgres/oids.h"
#include "tests/storage/postgres/fixture.h"

namespace probity::postgres {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(ForManyRows, EachParameterIsAColumnOfArrays) {
  EXPECT_EQ(ForManyRows("INSERT INTO t (a, b, c)\nVALUES ($1, NULL, $2)", {kInt8, kText}),
            "INSERT INTO t (a, b, c)\nSELECT given.p1, NULL, given.p2"
            " FROM unnest($1::int8[], $2::text[]) AS given (p1, p2)");
}

TEST(ForManyRows, WhatHasNoSuchFormIsSentRowByRow) {
  EXPECT_EQ(ForManyRows("INSERT INTO t (a) VALUES ($1) RETURNING a", {kInt8}), "");
  EXPECT_EQ(ForManyRows("INSERT INTO t (a) VALUES ((SELECT $1))", {kInt8}), "");
  EXPECT_EQ(ForManyRows("INSERT INTO t (a) VALUES ($1)", {Oid{16}}), "") << "no array of ours";
  EXPECT_EQ(ForManyRows("INSERT INTO t (a) VALUES (1)", {}), "");
  EXPECT_EQ(ForManyRows("UPDATE t SET a = $1", {kInt8}), "");
}

constexpr auto kPutNote = MakeStatement(
    "put_note", "INSERT INTO note (id, number, body, bytes) VALUES (:id, :number, :body, :bytes)");
constexpr auto kPutChild = MakeStatement("put_child", "INSERT INTO child (id) VALUES (:id)");
constexpr auto kNotes =
    MakeStatement("notes",
                  "SELECT id || ' ' || coalesce(number::text, '-') || ' ' || coalesce(body, '-') ||"
                  " ' ' || coalesce(encode(bytes, 'hex'), '-') FROM note ORDER BY id");
constexpr auto kCount = MakeStatement("count", "SELECT count(*) FROM note WHERE number = :number");
constexpr auto kSetNumber =
    MakeStatement("set_number", "UPDATE note SET number = :number WHERE id = :id");
const embed::EmbeddedFile kNoteSchema[] = {
    MakeMigration("0001_note.sql",
                  "CREATE TABLE note(id bigint PRIMARY KEY, number bigint, body text, bytes bytea);"
                  "CREATE TABLE child(id bigint PRIMARY KEY REFERENCES note(id));"
                  "CREATE TABLE entities(id bigint PRIMARY KEY);"
                  "CREATE TABLE version(id bigint REFERENCES entities(id), from_seq bigint)")};
constexpr auto kPutEntity = MakeStatement("put_entity", "INSERT INTO entities (id) VALUES (:id)");
constexpr auto kPutVersion =
    MakeStatement("put_version", "INSERT INTO version (id, from_seq) VALUES (:id, :from_seq)");

class SentTogether : public PostgresTest {
 protected:
  SentTogether() {
    PgOptions options = Options();
    options.migrations = kNoteSchema;
    options.clock = nullptr;
    engine_ = Open(options);
  }
  static absl::Status Put(sql::Session& session, int64_t id, sql::Value number) {
    return session
        .Execute(kPutNote,
                 {{{"id", id}, {"number", number}, {"body", "b"}, {"bytes", std::monostate()}}})
        .status();
  }
  static absl::Status PutEntity(sql::Session& session, int64_t id) {
    return session.Execute(kPutEntity, {sql::Param{"id", id}}).status();
  }
  static absl::Status PutVersion(sql::Session& session, int64_t id, int64_t from_seq) {
    return session.Execute(kPutVersion, {{{"id", id}, {"from_seq", from_seq}}}).status();
  }
  static int64_t Count(sql::Session& session, int64_t number) {
    int64_t count = -1;
    EXPECT_THAT(session.Query(kCount, sql::Plan::kNow, {sql::Param{"number", number}},
                              [&count](const sql::Row& row) {
                                count = row.integer(0);
                                return absl::OkStatus();
                              }),
                IsOk());
    return count;
  }
  std::vector<std::string> Notes() {
    std::vector<std::string> notes;
    EXPECT_THAT(engine_->Read([&](sql::Session& session) {
      return session.Query(kNotes, sql::Plan::kNow, {}, [&notes](const sql::Row& row) {
        notes.emplace_back(row.text(0));
        return absl::OkStatus();
      });
    }),
                IsOk());
    return notes;
  }

  std::unique_ptr<PgEngine> engine_;
};

TEST_F(SentTogether, ValuesOfEachKindArriveAsTheyAre) {
  const auto put = [](int64_t id, sql::Value number, sql::Value body, sql::Value bytes) {
    return JobOf([=](sql::Session& session) {
      return session
          .Execute(kPutNote, {{{"id", id}, {"number", number}, {"body", body}, {"bytes", bytes}}})
          .status();
    });
  };
  const sql::Value none = std::monostate();
  const std::string long_text(100'000, 'x');
  EXPECT_THAT(
      RunAll(*engine_, {put(1, int64_t{-5}, "{\"a,b\\}", sql::Blob{{"\0\xff", 2}}),
                        put(2, none, none, none), put(3, int64_t{1} << 62, "", sql::Blob{{"", 0}}),
                        put(4, int64_t{0}, absl::string_view(long_text), none)}),
      ElementsAre(kOk, kOk, kOk, kOk));
  EXPECT_THAT(Notes(), ElementsAre("1 -5 {\"a,b\\} 00ff", "2 - - -", "3 4611686018427387904  ",
                                   "4 0 " + long_text + " -"));
}

TEST_F(SentTogether, MoreRowsThanAreGatheredKeepTheOrderOfTheirTables) {
  std::vector<sql::Job> jobs;
  for (int64_t id = 1; id <= 256; ++id) {
    jobs.push_back(JobOf([id](sql::Session& session) -> absl::Status {
      absl::Status put = Put(session, id, id);
      return put.ok() ? session.Execute(kPutChild, {sql::Param{"id", id}}).status() : put;
    }));
  }
  const std::vector<absl::StatusCode> codes = RunAll(*engine_, jobs);
  EXPECT_THAT(codes, testing::Each(kOk));
  EXPECT_EQ(Notes().size(), 256);
}

// Changes come before creations where one job closes and the next makes.
TEST_F(SentTogether, WhatForeignKeysPointAtGoesFirst) {
  ASSERT_THAT(RunAll(*engine_, {JobOf([](sql::Session& session) {
                absl::Status put = PutEntity(session, 1);
                return put.ok() ? PutVersion(session, 1, 1) : put;
              })}),
              ElementsAre(kOk));
  int runs = 0;
  EXPECT_THAT(RunAll(*engine_, {JobOf([&runs](sql::Session& session) {
                                  ++runs;
                                  return PutVersion(session, 1, 2);
                                }),
                                JobOf([](sql::Session& session) {
                                  absl::Status put = PutEntity(session, 2);
                                  return put.ok() ? PutVersion(session, 2, 1) : put;
                                })}),
              ElementsAre(kOk, kOk));
  EXPECT_EQ(runs, 1) << "nothing was done again";
}

TEST_F(SentTogether, AReadAndAChangeSeeTheRowsBeforeThem) {
  EXPECT_THAT(
      RunAll(*engine_,
             {JobOf([](sql::Session& session) { return Put(session, 1, int64_t{7}); }),
              JobOf([](sql::Session& session) {
                EXPECT_EQ(Count(session, 7), 1);
                return Put(session, 2, int64_t{7});
              }),
              JobOf([](sql::Session& session) {
                const std::vector<sql::Param> change = {{"id", int64_t{2}}, {"number", int64_t{8}}};
                return session.Execute(kSetNumber, change).status();
              })}),
      ElementsAre(kOk, kOk, kOk));
  EXPECT_THAT(Notes(), ElementsAre("1 7 b -", "2 8 b -"));
}

TEST_F(SentTogether, OneRowThatCannotBeCostsItsOwnJobAlone) {
  EXPECT_THAT(RunAll(*engine_, {JobOf([](sql::Session& session) { return Put(session, 1, {}); }),
                                JobOf([](sql::Session& session) { return Put(session, 1, {}); }),
                                JobOf([](sql::Session& session) { return Put(session, 2, {}); })}),
              ElementsAre(kOk, absl::StatusCode::kAlreadyExists, kOk));
  EXPECT_THAT(Notes(), ElementsAre("1 - b -", "2 - b -"));
}

// What was foreseen is answered as it was before the first body, once; then as it is.
TEST_F(SentTogether, WhatIsForeseenIsAskedBeforeTheBodies) {
  std::vector<int64_t> counts;
  sql::Job job = JobOf([&counts](sql::Session& session) -> absl::Status {
    counts.clear();
    PROBITY_RETURN_IF_ERROR(Put(session, 1, int64_t{7}));
    counts = {Count(session, 7), Count(session, 7), Count(session, 8)};
    return absl::OkStatus();
  });
  job.foresee = [](sql::Session& session) {
    session.Foresee(kCount, {sql::Param{"number", int64_t{7}}});
    session.Foresee(kCount, {sql::Param{"number", int64_t{7}}});
    session.Foresee(kCount, {});  // Lacks a parameter: nothing is foreseen.
  };
  // What was never asked on this connection is not foreseen.
  EXPECT_THAT(RunAll(*engine_, {job}), ElementsAre(kOk));
  EXPECT_THAT(counts, ElementsAre(1, 1, 0));
  database_.Sql("TRUNCATE note CASCADE");
  EXPECT_THAT(RunAll(*engine_, {job}), ElementsAre(kOk));
  EXPECT_THAT(counts, ElementsAre(0, 1, 0));
}

// A job that fails has its batch run again apart, where nothing is foreseen.
TEST_F(SentTogether, WhatIsForeseenIsNoTruthWhereABatchIsRunApart) {
  int64_t count = -1;
  sql::Job job = JobOf([&count](sql::Session& session) {
    count = Count(session, 7);
    return absl::OkStatus();
  });
  job.foresee = [](sql::Session& session) {
    session.Foresee(kCount, {sql::Param{"number", int64_t{7}}});
  };
  EXPECT_THAT(
      RunAll(*engine_,
             {JobOf([](sql::Session& session) { return Put(session, 1, int64_t{7}); }),
              JobOf([](sql::Session&) { return absl::CancelledError("not this one"); }), job}),
      ElementsAre(kOk, absl::StatusCode::kCancelled, kOk));
  EXPECT_EQ(count, 1);
  EXPECT_THAT(Notes(), ElementsAre("1 7 b -"));
}

}  // namespace
}  // namespace probity::postgres

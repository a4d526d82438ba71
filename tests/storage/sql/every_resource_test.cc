// What must hold for the rows of every resource of the contract.
#include <algorithm>
#include <random>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "proto/support/options.h"
#include "storage/sqlite/migrations.h"
#include "storage/sqlite/sqlite_engine.h"
#include "tests/storage/sql/codec_fixture.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_folder.h"

namespace probity::sql {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::Message;
using test::IsOk;

class EveryResource : public CodecFixture {};

// Everything but what the server itself fills in.
std::string Content(const Message& message, const TableSpec& spec) {
  const std::unique_ptr<Message> copy(message.New());
  copy->CopyFrom(message);
  if (!spec.resource().named_by_code()) {
    copy->GetReflection()->ClearField(copy.get(), &spec.name_field());
  }
  copy->GetReflection()->ClearField(copy.get(), &spec.etag_field());
  return copy->DebugString();
}

TEST_F(EveryResource, RoundTripsThroughARow) {
  for (const Descriptor* descriptor : ResourceMessages()) {
    test::RandomMessages full(names_, 1, 1.0);
    test::RandomMessages half(names_, 2, 0.5);
    test::RandomMessages empty(names_, 3, 0.0);
    for (int i = 0; i < 60; ++i) {
      auto& messages = i % 3 == 0 ? full : i % 3 == 1 ? half : empty;
      const std::unique_ptr<Message> message = messages.Resource(*descriptor);
      const RowCodec& codec = CodecOf(*message);
      const absl::StatusOr<EncodedRow> row = Encode(*message, 1 + i, 100 + i);
      if (!row.ok()) {
        // Half a message may hold a value to seal, and not name its owner.
        ASSERT_EQ(i % 3, 1) << descriptor->name() << row.status();
        continue;
      }
      FakeRow stored(row->params());
      stored.cells.push_back({.name = "more", .null = false, .integer = 1, .bytes = "x"});
      std::shuffle(stored.cells.begin(), stored.cells.end(), std::minstd_rand(i));
      const std::unique_ptr<Message> decoded(message->New());
      ASSERT_THAT(RowDecoder(codec).DecodeInto(stored, *decoded), IsOk()) << descriptor->name();
      EXPECT_EQ(Content(*decoded, codec.spec()), Content(*message, codec.spec()));
      const auto& reflection = *message->GetReflection();
      EXPECT_EQ(reflection.GetString(*decoded, &codec.spec().etag_field()), row->etag());
      if (!codec.spec().resource().named_by_code()) {
        EXPECT_EQ(reflection.GetString(*decoded, &codec.spec().name_field()),
                  names_.Name(codec.spec().kind(), 1 + i));
      }
    }
  }
}

TEST_F(EveryResource, ShowsNothingSensitiveInItsRow) {
  int secrets = 0;
  for (const Descriptor* descriptor : ResourceMessages()) {
    test::RandomMessages messages(names_, 4, 1.0);
    for (int i = 0; i < 20; ++i) {
      const std::unique_ptr<Message> message = messages.Resource(*descriptor);
      secrets += absl::StrContains(message->SerializeAsString(), test::kSecret);
      const absl::StatusOr<EncodedRow> row = Encode(*message, 1, 1);
      ASSERT_THAT(row, IsOk());
      for (const FakeRow::Cell& cell : FakeRow(row->params()).cells) {
        EXPECT_FALSE(absl::StrContains(cell.bytes, test::kSecret))
            << descriptor->name() << " " << cell.name;
      }
      ClearSensitive(*message);
      EXPECT_FALSE(absl::StrContains(message->SerializeAsString(), test::kSecret));
    }
  }
  EXPECT_GT(secrets, 100) << "the messages held something to find";
}

TEST_F(EveryResource, HasTheTableThatItsMessageSays) {
  const test::TempFolder folder;
  sqlite::SqliteOptions options;
  options.path = folder.File("data.db");
  options.migrations = sqlite::kMigrations;
  const auto engine = *sqlite::SqliteEngine::Open(options);
  static constexpr char kText[] =
      "SELECT name || ' ' || type AS column FROM pragma_table_info(:table) ORDER BY cid";
  static constexpr StatementText kColumns = {
      .file = "test", .line = 1, .name = "columns", .now = kText, .as_of = kText};
  for (const Descriptor* descriptor : ResourceMessages()) {
    const TableSpec spec = *TableSpec::For(*descriptor);
    std::vector<std::string> expected;
    for (const Column& column : spec.columns()) {
      expected.push_back(absl::StrCat(column.name, " ", SqlType(column.kind)));
    }
    std::vector<std::string> found;
    ASSERT_THAT(engine->Read([&](Session& session) {
      return session.Query(kColumns, Plan::kNow, {{"table", absl::string_view(spec.table())}},
                           [&](const Row& row) {
                             found.emplace_back(row.text(0));
                             return absl::OkStatus();
                           });
    }),
                IsOk());
    EXPECT_EQ(found, expected) << spec.table();
  }
}

}  // namespace
}  // namespace probity::sql

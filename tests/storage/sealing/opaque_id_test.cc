#include "storage/sealing/opaque_id.h"

#include <limits>
#include <set>
#include <thread>
#include <vector>

#include "absl/strings/escaping.h"
#include "gtest/gtest.h"
#include "tests/storage/sealing/key_of.h"
#include "tests/support/status_matchers.h"

namespace probity::sealing {
namespace {

using test::FailsWith;

TEST(OpaqueIds, RevealWhatTheyHide) {
  const OpaqueIds ids(KeyOf(3));
  std::set<OpaqueId> seen;
  for (int64_t id = 1; id <= 1000; ++id) {
    const OpaqueId opaque = ids.Hide(v1::KIND_CASE, id);
    EXPECT_TRUE(seen.insert(opaque).second);
    EXPECT_EQ(*ids.Reveal(v1::KIND_CASE, opaque), id);
  }
  const int64_t last = std::numeric_limits<int64_t>::max();
  EXPECT_EQ(*ids.Reveal(v1::KIND_WALL, ids.Hide(v1::KIND_WALL, last)), last);
}

TEST(OpaqueIds, StayWhatTheyWere) {
  const OpaqueId id = OpaqueIds(KeyOf(3)).Hide(v1::KIND_PERSON, 42);
  EXPECT_EQ(absl::BytesToHexString({reinterpret_cast<const char*>(id.data()), id.size()}),
            "9f5ad4b24d987f236c021e938c2e2e70");
}

TEST(OpaqueIds, AnotherKindsIdIsNotFound) {
  const OpaqueIds ids(KeyOf(3));
  EXPECT_THAT(ids.Reveal(v1::KIND_PERSON, ids.Hide(v1::KIND_CASE, 1)),
              test::Fails(absl::StatusCode::kNotFound, v1::ERROR_REASON_NOT_FOUND));
}

TEST(OpaqueIds, AnIdThatNobodyMadeIsNotFound) {
  const OpaqueIds ids(KeyOf(3));
  OpaqueId opaque = ids.Hide(v1::KIND_CASE, 1);
  for (uint8_t& byte : opaque) {
    for (int bit = 0; bit < 8; ++bit) {
      byte ^= static_cast<uint8_t>(1 << bit);
      EXPECT_THAT(ids.Reveal(v1::KIND_CASE, opaque), FailsWith(absl::StatusCode::kNotFound));
      byte ^= static_cast<uint8_t>(1 << bit);
    }
  }
  EXPECT_THAT(OpaqueIds(KeyOf(4)).Reveal(v1::KIND_CASE, opaque),
              FailsWith(absl::StatusCode::kNotFound));
}

TEST(OpaqueIds, ThreadsShareThem) {
  const OpaqueIds ids(KeyOf(3));
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&ids, t] {
      for (int64_t id = 1 + t; id < 5000; id += 8) {
        EXPECT_EQ(*ids.Reveal(v1::KIND_CASE, ids.Hide(v1::KIND_CASE, id)), id);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace probity::sealing

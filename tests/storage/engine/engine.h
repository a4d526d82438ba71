// What every engine must do behind storage/sql/session.h. A new engine is a new EngineKind, where
// what engines may do differently is said by name.
#ifndef PROBITY_TESTS_STORAGE_ENGINE_ENGINE_H_
#define PROBITY_TESTS_STORAGE_ENGINE_ENGINE_H_

#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/sql/session.h"
#include "tests/support/entries.h"
#include "tests/support/status_matchers.h"

namespace probity::test {

struct EngineOptions {
  int readers = 2;
  // Work::rows_visited too, where that costs more than it may in service.
  bool counts_rows = false;
  std::function<absl::Time()> now = [] { return absl::Now(); };
};

// A database that a test may open again, with the tables of entries.h and
//   cases(id, mission, received: integers; title: text; sealed: bytes)
// whose key is id, with one index by mission, received, id and one by received, id.
class EngineDatabase {
 public:
  virtual ~EngineDatabase() = default;
  virtual std::unique_ptr<sql::Engine> Open(const EngineOptions& options) = 0;
};

struct EngineKind {
  std::string name;
  std::function<std::unique_ptr<EngineDatabase>()> make;
  // Of a snapshot with a deadline.
  absl::Duration longest_read;
  // Counts at the most (the engine's README says how it counts), for:
  struct {
    int64_t one_row;
    int64_t page_of_40;
    int64_t scan_of_20000;
  } visits;
  // What the runs of a body are told of an INSERT whose key is there already: an engine may take it
  // for granted once.
  std::vector<absl::StatusCode> told_of_a_key_twice;
};
void PrintTo(const EngineKind& kind, std::ostream* out);

// Every engine that the project has.
std::vector<EngineKind> AllEngines();

inline const auto kStopped = Fails(absl::StatusCode::kUnavailable, v1::ERROR_REASON_STORE_STOPPED);

// A fresh database for each test.
class EngineContract : public testing::TestWithParam<EngineKind> {
 protected:
  std::unique_ptr<sql::Engine> Open(const EngineOptions& options = {}) {
    return database_->Open(options);
  }

 private:
  const std::unique_ptr<EngineDatabase> database_ = GetParam().make();
};

}  // namespace probity::test

#endif  // PROBITY_TESTS_STORAGE_ENGINE_ENGINE_H_

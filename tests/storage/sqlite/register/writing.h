// Who writes in these tests.
#ifndef PROBITY_TESTS_STORAGE_SQLITE_REGISTER_WRITING_H_
#define PROBITY_TESTS_STORAGE_SQLITE_REGISTER_WRITING_H_

#include "absl/time/clock.h"
#include "storage/store.h"

namespace probity::test {

inline storage::Caller Writer() {
  return {.viewer = storage::Viewer::System(),
          .method = "test/Write",
          .request_id = "",
          .now = absl::Now()};
}

}  // namespace probity::test

#endif  // PROBITY_TESTS_STORAGE_SQLITE_REGISTER_WRITING_H_

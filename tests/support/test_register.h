// A whole register on real files, in a folder of its own:
//   TestRegister reg;
//   reg.store().Read(...);
#ifndef PROBITY_TESTS_SUPPORT_TEST_REGISTER_H_
#define PROBITY_TESTS_SUPPORT_TEST_REGISTER_H_

#include <cstdio>
#include <cstdlib>
#include <memory>

#include "storage/sealing/system_rng.h"
#include "storage/sqlite/register/sqlite_register.h"
#include "tests/support/temp_folder.h"

namespace probity::test {

class TestRegister {
 public:
  explicit TestRegister(bool development = true) {
    options_.data_path = folder_.File("data.db");
    options_.keys_path = folder_.File("keys.db");
    options_.root_key_path = folder_.File("root.key");
    options_.build = "test";
    Check(sqlite::SqliteRegister::Create(options_, development, rng_));
    Open();
  }

  storage::Store& store() { return open_->store(); }
  sqlite::SqliteRegister& reg() { return *open_; }
  const sqlite::RegisterOptions& options() const { return options_; }
  const TempFolder& folder() const { return folder_; }
  storage::Rng& rng() { return rng_; }

  void CountRows() {}  // They always are.
  void Close() { open_.reset(); }
  void Open() {
    auto opened = sqlite::SqliteRegister::Open(options_, rng_);
    Check(opened.status());
    open_ = *std::move(opened);
  }

 private:
  static void Check(const absl::Status& status) {
    if (status.ok()) return;
    fprintf(stderr, "test register: %s\n", status.ToString().c_str());
    abort();
  }

  TempFolder folder_;
  sealing::SystemRng rng_;
  sqlite::RegisterOptions options_;
  std::unique_ptr<sqlite::SqliteRegister> open_;
};

}  // namespace probity::test

#endif  // PROBITY_TESTS_SUPPORT_TEST_REGISTER_H_

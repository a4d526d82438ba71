// What every store must do, whatever engine is below it. A new engine is a new Backend; an
// exception would be a named trait here, with its reason.
#ifndef PROBITY_TESTS_STORAGE_CONTRACT_CONTRACT_H_
#define PROBITY_TESTS_STORAGE_CONTRACT_CONTRACT_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proto/support/status_macros.h"
#include "storage/assembly/register.h"
#include "storage/sql/session.h"
#include "storage/store.h"
#include "tests/support/status_matchers.h"

namespace probity::test {

// A register that a test may close and open again, as after a restart.
class OpenRegister {
 public:
  virtual ~OpenRegister() = default;
  virtual storage::Store& store() = 0;
  virtual assembly::Register& reg() = 0;
  // The engine below, for what only its rows can show.
  virtual sql::Engine& engine() = 0;
  virtual void Restart() = 0;
  // The same, of a server that counts rows_visited from then on, which may cost too much in
  // service.
  virtual void CountRows() = 0;
  // Writes that wait for their turn while another runs.
  virtual size_t waiting() = 0;
  // Stops the engine as a fault of its disk would.
  virtual void Break() = 0;
};

struct Backend {
  std::string name;
  std::function<std::unique_ptr<OpenRegister>()> make;
  // What the engine counts as visited, at the most (its README says how): for a row that a list
  // gives, and for one that it only walks over.
  struct {
    int64_t a_row;
    int64_t a_step;
  } visits;
};
void PrintTo(const Backend& backend, std::ostream* out);

// Every engine that the project has.
std::vector<Backend> AllBackends();

// A fresh register for each test, and short words for what tests do with it.
class StoreContract : public testing::TestWithParam<Backend> {
 protected:
  void SetUp() override { opened_ = GetParam().make(); }

  storage::Store& store() { return opened_->store(); }
  sql::Engine& engine() { return opened_->engine(); }
  void Restart() { opened_->Restart(); }

  // Sees everything. Each request_id is new, each time later, and later than the making of the
  // register.
  storage::Caller Writer(std::string principal = "amina");
  storage::Viewer SeesOnly(const std::string& mission, std::string principal = "bo");
  static storage::Viewer SeesAll(std::string principal = "amina");

  v1::Case RecordCase(const std::string& mission,
                      v1::Allegation::State state = v1::Allegation::RECEIVED,
                      const std::string& person = "");
  v1::Person RecordPerson(const std::string& full_name, const std::string& creator = "amina");
  absl::StatusOr<v1::Case> GetCase(const storage::Viewer& viewer, const std::string& name,
                                   const storage::AsOf& as_of = {});
  absl::StatusOr<v1::Person> GetPerson(const storage::Viewer& viewer, const std::string& name,
                                       const storage::AsOf& as_of = {});
  absl::StatusOr<v1::Case> Retitle(v1::Case changed, const std::string& narrative);
  // Names of all pages of a list of cases.
  std::vector<std::string> ListNames(const storage::Viewer& viewer, int page_size,
                                     const storage::AsOf& as_of = {});
  storage::Position Now();
  // The first column of every row of a statement, as an integer.
  std::vector<int64_t> Integers(const std::string& sql);
  // The same as bytes.
  std::vector<std::string> Bytes(const std::string& sql);
  // Every row of a statement.
  void ForEachRow(const std::string& sql, absl::FunctionRef<void(const sql::Row&)> each);

  std::unique_ptr<OpenRegister> opened_;

 private:
  int requests_ = 0;
  // The address of a statement is its identity, so each text gets one for the test's life.
  std::map<std::string, sql::StatementText> statements_;
};

}  // namespace probity::test

#endif  // PROBITY_TESTS_STORAGE_CONTRACT_CONTRACT_H_

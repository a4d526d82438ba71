// What kill_test and the process that it kills agree on: a register in a folder, and persons in it,
// each the work of one request.
#ifndef PROBITY_TESTS_STORAGE_SQLITE_KILL_REGISTER_H_
#define PROBITY_TESTS_STORAGE_SQLITE_KILL_REGISTER_H_

#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "proto/support/status_macros.h"
#include "storage/sqlite/register/sqlite_register.h"

namespace probity::sqlite {

inline constexpr int kLanes = 8;

inline RegisterOptions KillOptions(const std::string& folder) {
  RegisterOptions options;
  options.data_path = folder + "/data.db";
  options.keys_path = folder + "/keys.db";
  options.root_key_path = folder + "/root.key";
  options.build = "kill";
  options.readers = 1;
  options.free_bytes = [] { return int64_t{1} << 40; };
  options.checkpoint_bytes = 128 << 10;  // So that some are killed in a checkpoint.
  return options;
}

inline std::string RequestId(int64_t request) { return absl::StrCat("request-", request); }
inline std::string NameOfPerson(int64_t request) { return absl::StrCat("Person ", request); }

// Records the person of this request, or answers again what it answered.
inline absl::StatusOr<v1::Person> WritePerson(storage::Store& store, int64_t request) {
  const storage::Caller caller{.viewer = storage::Viewer::System(),
                               .method = "test/CreatePerson",
                               .request_id = RequestId(request),
                               .now = absl::FromUnixSeconds(2'000'000'000)};
  v1::CreatePersonRequest message;
  message.set_request_id(caller.request_id);
  return store.Write(caller, message, [&](storage::WriteTx& tx) {
    v1::Person person;
    person.set_creator("system");
    person.add_names()->set_full(NameOfPerson(request));
    return tx.persons().Insert(person);
  });
}

}  // namespace probity::sqlite

#endif  // PROBITY_TESTS_STORAGE_SQLITE_KILL_REGISTER_H_

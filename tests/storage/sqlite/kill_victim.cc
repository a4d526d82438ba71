// The process that kill_test ends with SIGKILL:
//   kill_victim write FOLDER NEXT_0 ... NEXT_7
//     Each of eight lanes sends the register its requests NEXT, NEXT + 8, ... one after the other,
//     and puts the request's number on standard output (eight bytes) when it has been acknowledged.
//   kill_victim create FOLDER
//   kill_victim restore FOLDER BACKUP
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "storage/sealing/system_rng.h"
#include "tests/storage/sqlite/kill_register.h"

namespace probity::sqlite {
namespace {

int Write(const std::string& folder, const std::vector<int64_t>& first_requests) {
  sealing::SystemRng rng;
  const auto opened = SqliteRegister::Open(KillOptions(folder), rng);
  if (!opened.ok()) return 1;
  std::vector<std::thread> lanes;
  for (const int64_t first : first_requests) {
    lanes.emplace_back([&store = (*opened)->store(), first] {
      for (int64_t request = first;; request += kLanes) {
        if (!WritePerson(store, request).ok()) std::_Exit(2);
        if (write(STDOUT_FILENO, &request, sizeof request) != sizeof request) std::_Exit(3);
      }
    });
  }
  for (std::thread& lane : lanes) lane.join();
  return 0;
}

int Run(const std::vector<std::string>& words) {
  sealing::SystemRng rng;
  if (words.size() == 2 && words[0] == "create") {
    return SqliteRegister::Create(KillOptions(words[1]), /*development=*/true, rng).ok() ? 0 : 1;
  }
  if (words.size() == 3 && words[0] == "restore") {
    return RestoreRegister(words[2], KillOptions(words[1]), rng).ok() ? 0 : 1;
  }
  if (words.size() != 2 + kLanes || words[0] != "write") return 4;
  std::vector<int64_t> first_requests;
  for (size_t i = 2; i < words.size(); ++i) first_requests.push_back(std::stoll(words[i]));
  return Write(words[1], first_requests);
}

}  // namespace
}  // namespace probity::sqlite

int main(int argc, char** argv) {
  return probity::sqlite::Run(std::vector<std::string>(argv + 1, argv + argc));
}

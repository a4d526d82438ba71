// The store process that kill_test ends with SIGKILL: kill_victim PATH NEXT_0 ... NEXT_7.
// Each of eight lanes writes its requests NEXT, NEXT + 8, ... one after the other, each at most
// once, and puts the request's number on standard output (eight bytes) when it has been
// acknowledged.
#include <unistd.h>

#include <cstdlib>
#include <thread>
#include <vector>

#include "storage/sql/group_commit.h"
#include "storage/sqlite/sqlite_engine.h"
#include "tests/storage/sqlite/kill_schema.h"

namespace probity::sqlite {
namespace {

absl::Status WriteOnce(sql::Session& session, int64_t request) {
  bool done = false;
  absl::Status status = session.Query(kFindRequest, sql::Plan::kNow, {{"request", request}},
                                      [&](const sql::Row&) -> absl::Status {
                                        done = true;
                                        return absl::OkStatus();
                                      });
  if (!status.ok() || done) return status;
  return session.Execute(kAddRequest, {{"request", request}}).status();
}

int Run(const char* path, const std::vector<int64_t>& first_requests) {
  auto engine = SqliteEngine::Open(KillOptions(path));
  if (!engine.ok()) return 1;
  sql::GroupCommit writer(**engine, [] { return absl::InfinitePast(); });
  std::vector<std::thread> lanes;
  for (const int64_t first : first_requests) {
    lanes.emplace_back([&writer, first] {
      for (int64_t request = first;; request += kLanes) {
        const sql::Job job = {
            .body = [request](sql::Session& session) { return WriteOnce(session, request); },
            .committed = {}};
        if (!writer.Run(job, absl::InfiniteFuture()).ok()) std::_Exit(2);
        if (write(STDOUT_FILENO, &request, sizeof request) != sizeof request) std::_Exit(3);
      }
    });
  }
  for (std::thread& lane : lanes) lane.join();
  return 0;
}

}  // namespace
}  // namespace probity::sqlite

int main(int argc, char** argv) {
  if (argc != 2 + probity::sqlite::kLanes) return 4;
  std::vector<int64_t> first_requests;
  for (int i = 2; i < argc; ++i) first_requests.push_back(std::atoll(argv[i]));
  return probity::sqlite::Run(argv[1], first_requests);
}

// Which servers and databases the start refuses, and what it says of them.
#include "storage/postgres/fitness.h"

#include <poll.h>

#include <algorithm>
#include <array>
#include <thread>

#include "tests/storage/postgres/fixture.h"
#include "tests/storage/postgres/listening.h"

namespace probity::postgres {
namespace {

const auto kUnfit =
    Fails(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_NOT_AVAILABLE_YET);

TEST(PostgresFitness, AServerOlderThan15IsRefusedAndItsVersionTold) {
  for (const int fit : {150000, 150018, 160002, 180000}) EXPECT_THAT(CheckVersion(fit), IsOk());
  const std::pair<int, std::string> unfit[] = {{149999, "14.9999"},
                                               {140009, "14.9"},
                                               {100023, "10.23"},
                                               {90624, "9.6.24"},
                                               {0, "of an unknown version"}};
  for (const auto& [version, name] : unfit) {
    EXPECT_THAT(CheckVersion(version), kUnfit);
    EXPECT_EQ(CheckVersion(version).message(),
              "the server is PostgreSQL " + name + "; PostgreSQL 15 or later is needed");
  }
}

TEST(PostgresFitness, AnEncodingThatNobodyKnowsIsNotRepeated) {
  EXPECT_THAT(CheckEncoding("UTF8"), IsOk());
  for (const char* const unknown : {static_cast<const char*>(nullptr), "", "Secret"}) {
    EXPECT_THAT(CheckEncoding(unknown), kUnfit);
    EXPECT_THAT(std::string(CheckEncoding(unknown).message()),
                testing::StartsWith("the database is in an unknown encoding; "));
  }
}

TEST(PostgresFitness, ADatabaseInAnotherEncodingIsRefusedAndTheEncodingTold) {
  for (const std::string encoding : {"LATIN1", "SQL_ASCII"}) {
    const test::PostgresDatabase database(
        test::PostgresCluster::Shared(),
        "template0 ENCODING '" + encoding + "' LC_COLLATE 'C' LC_CTYPE 'C'");
    const auto engine = PgEngine::Open(EntryOptions(database.conninfo()));
    EXPECT_THAT(engine, kUnfit);
    EXPECT_EQ(std::string(engine.status().message()),
              "the database is in " + encoding + "; one in UTF-8 is needed");
  }
}

// The server of the tests, for one connection, by its other name: what it answers goes through
// here, and the first that it says of its version is changed.
class OfVersion {
 public:
  OfVersion(const std::string& server_folder, std::string major)
      : major_(std::move(major)), through_([this, server_folder] { Relay(server_folder); }) {}
  ~OfVersion() { through_.join(); }

  const std::string& folder() const { return place_.folder(); }

 private:
  // False when that side has hung up.
  static bool Take(int from, std::string& taken) {
    std::array<char, 4096> some;
    const ssize_t got = read(from, some.data(), some.size());
    if (got > 0) taken.append(some.data(), static_cast<size_t>(got));
    return got > 0;
  }
  // What is there is sent on, once the version was among it.
  void Send(int to, std::string& answered) {
    constexpr absl::string_view kName("server_version\0", 15);
    const size_t version = answered.find(std::string(kName));
    if (!told_ && (version == std::string::npos ||
                   answered.size() < version + kName.size() + major_.size())) {
      return;
    }
    if (!told_) answered.replace(version + kName.size(), major_.size(), major_);
    told_ = true;
    EXPECT_EQ(write(to, answered.data(), answered.size()), static_cast<ssize_t>(answered.size()));
    answered.clear();
  }
  void Relay(const std::string& server_folder) {
    const int client = accept(place_.socket_fd(), nullptr, nullptr);
    const int server = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_un address = SocketAddress(server_folder);
    EXPECT_EQ(connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
    std::string asked, answered;
    while (true) {
      std::array<pollfd, 2> sides = {pollfd{.fd = client, .events = POLLIN, .revents = 0},
                                     pollfd{.fd = server, .events = POLLIN, .revents = 0}};
      poll(sides.data(), sides.size(), -1);
      if (sides[0].revents != 0) {
        if (!Take(client, asked)) break;
        EXPECT_EQ(write(server, asked.data(), asked.size()), static_cast<ssize_t>(asked.size()));
        asked.clear();
      }
      if (sides[1].revents != 0) {
        if (!Take(server, answered)) break;
        Send(client, answered);
      }
    }
    close(client);
    close(server);
  }

  const Listening place_;
  const std::string major_;
  bool told_ = false;
  std::thread through_;
};

TEST(PostgresFitness, AServerThatSaysThatItIsOlderIsNotUsed) {
  const test::PostgresDatabase database;
  // "host=FOLDER user=... dbname=...".
  const std::string real = database.conninfo();
  const std::string rest = real.substr(real.find(' '));
  const OfVersion older(real.substr(5, real.find(' ') - 5), "13");
  const auto engine = PgEngine::Open(EntryOptions("host=" + older.folder() + rest));
  EXPECT_THAT(engine, kUnfit);
  EXPECT_THAT(std::string(engine.status().message()),
              testing::StartsWith("the server is PostgreSQL 13."));
}

}  // namespace
}  // namespace probity::postgres

// How long somebody waits for a connection to a server that takes him in and says nothing.
#include "storage/postgres/link.h"

#include <fcntl.h>
#include <poll.h>

#include <optional>

#include "storage/postgres/hints.h"
#include "tests/storage/postgres/fixture.h"
#include "tests/storage/postgres/listening.h"

namespace probity::postgres {
namespace {

class PostgresLink : public testing::Test {
 protected:
  static absl::Time Moment(int64_t looks) { return absl::UnixEpoch() + absl::Seconds(looks); }
  // By a clock that is a second later each time somebody looks at it.
  absl::Status ConnectWithin(int64_t looks, Link& link) {
    return link.Connected(Moment(looks_ + looks), [this] { return Moment(looks_++); }).status();
  }
  // How often somebody has connected and was not counted yet.
  int64_t Connects() {
    int64_t connects = 0;
    fcntl(silent_->socket_fd(), F_SETFL, O_NONBLOCK);
    for (int one; (one = accept(silent_->socket_fd(), nullptr, nullptr)) >= 0; ++connects) {
      taken_in_.push_back(one);
    }
    return connects;
  }
  void AwaitConnect() {
    pollfd listening = {.fd = silent_->socket_fd(), .events = POLLIN, .revents = 0};
    EXPECT_EQ(poll(&listening, 1, -1), 1);
  }
  void HangUp() {
    silent_.reset();
    for (const int one : taken_in_) close(one);
    taken_in_.clear();
  }
  ~PostgresLink() override { HangUp(); }

  std::optional<Listening> silent_{std::in_place};
  const std::string nowhere_ = "host=" + silent_->folder() + " user=postgres";
  int64_t looks_ = 0;

 private:
  std::vector<int> taken_in_;
};

const auto kNotInTime =
    Fails(absl::StatusCode::kDeadlineExceeded, v1::ERROR_REASON_DEADLINE_EXCEEDED);

// An hour of libpq's is not waited for.
TEST_F(PostgresLink, WhoHasADeadlineWaitsUntilThenAndTheAttemptGoesOn) {
  Link link(nowhere_ + " connect_timeout=3600", Role::kReader);
  for (int caller = 0; caller < 3; ++caller) {
    const int64_t before = looks_;
    EXPECT_THAT(ConnectWithin(10, link), kNotInTime);
    EXPECT_EQ(looks_ - before, 11) << "the last look finds that it is late";
  }
  AwaitConnect();
  EXPECT_EQ(Connects(), 1) << "one attempt for all of them";
  HangUp();
  EXPECT_THAT(link.Connected(), kUnreachable) << "another attempt, now that it has failed";
}

TEST_F(PostgresLink, WhoComesTooLateConnectsToNobody) {
  Link link(nowhere_ + " connect_timeout=3600", Role::kReader);
  EXPECT_THAT(ConnectWithin(0, link), kNotInTime);
  EXPECT_EQ(Connects(), 0);
}

// Three seconds, if the string says nothing else.
TEST_F(PostgresLink, WhoHasNoDeadlineWaitsForAsLongAsTheStringSays) {
  Link link(nowhere_ + " connect_timeout=2", Role::kReader);
  EXPECT_THAT(link.Connected(), kUnreachable);
}

// Not for the hour.
TEST_F(PostgresLink, WhoWaitsForAHintDoesNotWaitForAConnectionLonger) {
  Hints hints(nowhere_ + " connect_timeout=3600");
  for (int wait = 0; wait < 2; ++wait) hints.Await(absl::Milliseconds(10), /*own=*/0);
  AwaitConnect();
  EXPECT_EQ(Connects(), 1) << "the attempt goes on";
  HangUp();
}

// Each caller alone would always meet the first of two servers, and never have the time for the
// second.
TEST_F(PostgresLink, AFirstServerThatSaysNothingKeepsNobodyFromTheSecondForEver) {
  const test::PostgresDatabase database;
  std::string both = database.conninfo();
  both.insert(both.find('=') + 1, silent_->folder() + ",");
  Link link(both + " connect_timeout=2", Role::kReader);
  absl::Status connected = ConnectWithin(10, link);
  EXPECT_THAT(connected, kNotInTime);
  while (absl::IsDeadlineExceeded(connected)) connected = ConnectWithin(10, link);
  EXPECT_THAT(connected, IsOk());
  EXPECT_EQ(Connects(), 1);
}

}  // namespace
}  // namespace probity::postgres

// A place where somebody seems to listen as a server of PostgreSQL does: whoever connects is taken
// in by the system, and told nothing until a test does.
#ifndef PROBITY_TESTS_STORAGE_POSTGRES_LISTENING_H_
#define PROBITY_TESTS_STORAGE_POSTGRES_LISTENING_H_

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <string>

#include "tests/support/temp_folder.h"

namespace probity::postgres {

inline sockaddr_un SocketAddress(const std::string& folder) {
  sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = {}};
  (folder + "/.s.PGSQL.5432").copy(address.sun_path, sizeof(address.sun_path) - 1);
  return address;
}

class Listening {
 public:
  Listening() : socket_(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const sockaddr_un address = SocketAddress(folder_.path());
    EXPECT_EQ(bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
    EXPECT_EQ(listen(socket_, SOMAXCONN), 0);
  }
  // Hangs up on everybody.
  ~Listening() { close(socket_); }
  Listening(const Listening&) = delete;
  Listening& operator=(const Listening&) = delete;

  int socket_fd() const { return socket_; }
  const std::string& folder() const { return folder_.path(); }

 private:
  const test::TempFolder folder_;
  const int socket_;
};

}  // namespace probity::postgres

#endif  // PROBITY_TESTS_STORAGE_POSTGRES_LISTENING_H_

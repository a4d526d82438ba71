#include "storage/sealing/root_key.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "proto/support/error.h"
#include "proto/support/status_macros.h"
#include "storage/sync_folder.h"

namespace probity::sealing {
namespace {

constexpr size_t kDigits = 2 * SecretKey::kBytes;

class File {
 public:
  explicit File(int fd) : fd_(fd) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() {
    if (fd_ >= 0) close(fd_);
  }
  int fd() const { return fd_; }
  bool ok() const { return fd_ >= 0; }

 private:
  const int fd_;
};

// A buffer for the digits that is wiped when it goes. One byte more than a good file has.
struct Digits {
  ~Digits() { sodium_memzero(text, sizeof(text)); }
  char text[kDigits + 2];
};

absl::Status NotAKey() { return FailedPrecondition("the root key file does not hold a key"); }

// All bytes up to the end of the file or of the buffer; -1 on an error.
ssize_t ReadAll(int fd, char* buffer, size_t size) {
  size_t done = 0;
  while (done < size) {
    const ssize_t got = read(fd, buffer + done, size - done);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return -1;
    if (got == 0) break;
    done += static_cast<size_t>(got);
  }
  return static_cast<ssize_t>(done);
}

bool WriteAll(int fd, const char* buffer, size_t size) {
  size_t done = 0;
  while (done < size) {
    const ssize_t put = write(fd, buffer + done, size - done);
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return false;
    done += static_cast<size_t>(put);
  }
  return fsync(fd) == 0;
}

absl::Status NameTaken() {
  return AlreadyExists("the root key file exists").Reason(v1::ERROR_REASON_ALREADY_EXISTS);
}

absl::Status CannotBeMade() {
  return Unavailable("the root key file cannot be made").Reason(v1::ERROR_REASON_STORE_STOPPED);
}

}  // namespace

absl::StatusOr<SecretKey> ReadRootKey(const std::string& path) {
  // Not blocking, so that a pipe in its place cannot hold the start.
  const File file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file.ok()) {
    if (errno == ENOENT) {
      return ErrorBuilder(absl::StatusCode::kNotFound, "there is no root key file")
          .Reason(v1::ERROR_REASON_NOT_FOUND);
    }
    return FailedPrecondition("the root key file cannot be read");
  }
  struct stat info;
  if (fstat(file.fd(), &info) != 0 || !S_ISREG(info.st_mode)) return NotAKey();
  if ((info.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return FailedPrecondition("the root key file must be its owner's alone (mode 0600)");
  }
  Digits digits;
  const ssize_t size = ReadAll(file.fd(), digits.text, sizeof(digits.text));
  const bool ended = size == kDigits + 1 && digits.text[kDigits] == '\n';
  if (size != kDigits && !ended) return NotAKey();
  SecretKey key;
  size_t decoded = 0;
  if (sodium_hex2bin(key.data(), SecretKey::kBytes, digits.text, kDigits, nullptr, &decoded,
                     nullptr) != 0 ||
      decoded != SecretKey::kBytes) {
    return NotAKey();
  }
  return key;
}

absl::StatusOr<SecretKey> CreateRootKey(const std::string& path, storage::Rng& rng) {
  if (access(path.c_str(), F_OK) == 0) return NameTaken();
  // It gets its name when it is whole: a stop on the way leaves no half of a key there.
  const std::string unfinished = path + ".new";
  unlink(unfinished.c_str());
  const File file(
      open(unfinished.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR));
  if (!file.ok()) return CannotBeMade();
  SecretKey key;
  rng.Fill(absl::MakeSpan(key.data(), SecretKey::kBytes));
  Digits digits;
  sodium_bin2hex(digits.text, sizeof(digits.text), key.data(), SecretKey::kBytes);
  digits.text[kDigits] = '\n';
  const bool written = WriteAll(file.fd(), digits.text, kDigits + 1);
  const bool named = written && link(unfinished.c_str(), path.c_str()) == 0;
  const bool taken = written && !named && errno == EEXIST;
  unlink(unfinished.c_str());
  if (taken) return NameTaken();
  if (!named || !storage::SyncFolder(storage::FolderOf(path))) return CannotBeMade();
  return key;
}

}  // namespace probity::sealing

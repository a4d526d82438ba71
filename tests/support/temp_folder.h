// A folder that is gone, with all that is in it, when the test is.
#ifndef PROBITY_TESTS_SUPPORT_TEMP_FOLDER_H_
#define PROBITY_TESTS_SUPPORT_TEMP_FOLDER_H_

#include <stdlib.h>

#include <filesystem>
#include <string>

namespace probity::test {

class TempFolder {
 public:
  // In memory: on tmpfs, if there is one.
  enum class On { kDisk, kMemory };
  explicit TempFolder(On on = On::kDisk) {
    const std::filesystem::path shm = "/dev/shm";
    const bool in_memory = on == On::kMemory && std::filesystem::is_directory(shm);
    const std::filesystem::path root = in_memory ? shm : std::filesystem::temp_directory_path();
    std::string pattern = (root / "probity-test-XXXXXX").string();
    path_ = mkdtemp(pattern.data());
  }
  ~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;

  std::string File(const std::string& name) const { return path_ + "/" + name; }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace probity::test

#endif  // PROBITY_TESTS_SUPPORT_TEMP_FOLDER_H_

// Names of files, made durable.
#ifndef PROBITY_STORAGE_SYNC_FOLDER_H_
#define PROBITY_STORAGE_SYNC_FOLDER_H_

#include <fcntl.h>
#include <unistd.h>

#include <string>

namespace probity::storage {

// Makes what was made, renamed or removed in `folder` durable. False if that failed.
inline bool SyncFolder(const std::string& folder) {
  const int fd = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return false;
  const bool synced = fsync(fd) == 0;
  close(fd);
  return synced;
}

// The folder that holds `path`.
inline std::string FolderOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

}  // namespace probity::storage

#endif  // PROBITY_STORAGE_SYNC_FOLDER_H_

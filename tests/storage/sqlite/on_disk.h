// The files of a register as a disk in memory has them.
#ifndef PROBITY_TESTS_STORAGE_SQLITE_ON_DISK_H_
#define PROBITY_TESTS_STORAGE_SQLITE_ON_DISK_H_

#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "storage/sqlite/files.h"
#include "storage/sqlite/register/sqlite_register.h"
#include "tests/storage/fault/fault_vfs.h"

namespace probity::sqlite {

// Copies both files, which are closed, to the disk: durable. What is returned opens them there.
inline RegisterOptions OnDisk(RegisterOptions options, fault::FaultVfs& vfs) {
  options.vfs = vfs.name();
  for (std::string* path : {&options.data_path, &options.keys_path}) {
    *path = *Resolve(*path);
    std::ifstream in(*path, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    std::shared_ptr<fault::DiskFile> file;
    vfs.disk().Open(*path, fault::FaultDisk::Create::kWithFolderSync, file);
    vfs.disk().Write(*file, bytes, 0);
    vfs.disk().Sync(*file);
  }
  return options;
}

}  // namespace probity::sqlite

#endif  // PROBITY_TESTS_STORAGE_SQLITE_ON_DISK_H_

// Backups of a register: data.db and keys.db, copied as a pair, with a manifest.
#ifndef PROBITY_STORAGE_SQLITE_REGISTER_BACKUP_PAIR_H_
#define PROBITY_STORAGE_SQLITE_REGISTER_BACKUP_PAIR_H_

#include <string>

#include "absl/status/status.h"
#include "storage/sqlite/connection.h"

namespace probity::sqlite {

// Makes `folder` with data.db, keys.db and manifest (size and SHA-256 of each). The data are copied
// first: keys are only ever added, so the later key file has every key that the data need. Under
// its name there is a whole backup or none, durably. One call at a time; what a process that was
// stopped has left beside the name is removed first. ALREADY_EXISTS if there is a backup; else as
// backup.h.
absl::Status BackUpPair(const ConnectionOptions& data, const ConnectionOptions& keys,
                        const std::string& folder);

// Checks the manifest and copies both files to where no file is. Leaves what it has made to its
// caller if it fails. DATA_LOSS for a file that is not the manifest's; else as backup.h.
absl::Status RestorePair(const std::string& folder, const std::string& data_path,
                         const std::string& keys_path);

}  // namespace probity::sqlite

#endif  // PROBITY_STORAGE_SQLITE_REGISTER_BACKUP_PAIR_H_

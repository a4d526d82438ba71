#include "storage/sqlite/register/backup_pair.h"

#include <openssl/evp.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "proto/support/error.h"
#include "proto/support/status_macros.h"
#include "storage/assembly/register_part.h"
#include "storage/sqlite/backup.h"
#include "storage/sqlite/files.h"

namespace probity::sqlite {
namespace {

using assembly::About;
using assembly::RegisterPart;

namespace fs = std::filesystem;

constexpr const char* kData = "data.db";
constexpr const char* kKeys = "keys.db";
constexpr const char* kManifest = "manifest";

absl::Status Unreadable() {
  return Unavailable("a file of the backup cannot be read or written")
      .Reason(v1::ERROR_REASON_STORE_STOPPED);
}

absl::StatusOr<std::string> Sha256(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Unreadable();
  const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context(EVP_MD_CTX_new(),
                                                                   EVP_MD_CTX_free);
  EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr);
  std::vector<char> buffer(1 << 20);
  while (file.read(buffer.data(), static_cast<std::streamsize>(buffer.size())), file.gcount() > 0) {
    EVP_DigestUpdate(context.get(), buffer.data(), static_cast<size_t>(file.gcount()));
  }
  std::string digest(32, '\0');
  EVP_DigestFinal_ex(context.get(), reinterpret_cast<unsigned char*>(digest.data()), nullptr);
  return absl::BytesToHexString(digest);
}

// A line each: SHA-256, size in bytes, name.
absl::StatusOr<std::string> ManifestOf(const fs::path& folder) {
  std::string manifest;
  for (const char* name : {kData, kKeys}) {
    PROBITY_ASSIGN_OR_RETURN(const std::string digest, Sha256(folder / name));
    std::error_code error;
    const auto size = fs::file_size(folder / name, error);
    if (error) return Unreadable();
    absl::StrAppend(&manifest, digest, " ", size, " ", name, "\n");
  }
  return manifest;
}

absl::Status Write(const fs::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  return file ? SyncFile(path) : Unreadable();
}

// "backup/" is "backup".
std::string WithoutSlashes(absl::string_view folder) {
  while (folder.size() > 1 && absl::EndsWith(folder, "/")) folder.remove_suffix(1);
  return std::string(folder);
}

absl::Status CopyInto(const ConnectionOptions& data, const ConnectionOptions& keys,
                      const fs::path& folder) {
  PROBITY_RETURN_IF_ERROR(Backup(data, folder / kData));
  PROBITY_RETURN_IF_ERROR(Backup(keys, folder / kKeys));
  PROBITY_ASSIGN_OR_RETURN(const std::string manifest, ManifestOf(folder));
  PROBITY_RETURN_IF_ERROR(Write(folder / kManifest, manifest));
  return SyncFolder(folder);
}

}  // namespace

absl::Status BackUpPair(const ConnectionOptions& data, const ConnectionOptions& keys,
                        const std::string& given_folder) {
  const std::string folder = WithoutSlashes(given_folder);
  if (Exists(folder)) {
    return AlreadyExists("there is a backup of this name").Reason(v1::ERROR_REASON_ALREADY_EXISTS);
  }
  const fs::path partial = absl::StrCat(folder, ".partial");
  std::error_code error;
  fs::remove_all(partial, error);  // Of a process that was stopped.
  if (!fs::create_directories(partial, error)) return Unreadable();
  fs::permissions(partial, fs::perms::owner_all, error);
  absl::Status status = CopyInto(data, keys, partial);
  if (status.ok()) fs::rename(partial, folder, error);
  if (status.ok() && error) status = Unreadable();
  if (status.ok()) status = SyncFolderOf(folder);
  if (!status.ok()) fs::remove_all(partial, error);
  return status;
}

absl::Status RestorePair(const std::string& folder, const std::string& data_path,
                         const std::string& keys_path) {
  std::ifstream file(fs::path(folder) / kManifest, std::ios::binary);
  if (!file) {
    return About({RegisterPart::kBackup},
                 ErrorBuilder(absl::StatusCode::kNotFound, "there is no backup in this folder")
                     .Reason(v1::ERROR_REASON_NOT_FOUND));
  }
  std::stringstream manifest;
  manifest << file.rdbuf();
  PROBITY_ASSIGN_OR_RETURN(const std::string found,
                           About({RegisterPart::kBackup}, ManifestOf(folder)));
  if (found != manifest.str()) {
    return About({RegisterPart::kBackup}, DataLoss("the backup is not what its manifest says"));
  }
  PROBITY_RETURN_IF_ERROR(About({RegisterPart::kBackup, RegisterPart::kKeys},
                                Restore(fs::path(folder) / kKeys, keys_path)));
  return About({RegisterPart::kBackup, RegisterPart::kData},
               Restore(fs::path(folder) / kData, data_path));
}

}  // namespace probity::sqlite

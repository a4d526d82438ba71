// The dated files of storage/reference, read. They are kept whole in the register, by scheme and
// version, so that what was in force at any time can be read again.
#ifndef PROBITY_STORAGE_SQL_REFERENCE_DATA_H_
#define PROBITY_STORAGE_SQL_REFERENCE_DATA_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "probity/v1/registry.pb.h"
#include "storage/sql/embed/embedded_file.h"
#include "storage/sql/session.h"
#include "storage/sql/tx.h"
#include "storage/store.h"

namespace probity::sql {

inline constexpr absl::string_view kMisconductTypesScheme = "MISCONDUCT_TYPES";
inline constexpr absl::string_view kPersonnelCategoriesScheme = "PERSONNEL_CATEGORIES";
inline constexpr absl::string_view kMemberStatesScheme = "MEMBER_STATES";

// INTERNAL with the line of what is wrong: these files are ours.
absl::StatusOr<std::vector<v1::MisconductType>> ParseMisconductTypes(absl::string_view csv,
                                                                     absl::string_view version);
absl::StatusOr<std::vector<v1::PersonnelCategory>> ParsePersonnelCategories(
    absl::string_view csv, absl::string_view version);
absl::StatusOr<std::vector<v1::MemberState>> ParseMemberStates(absl::string_view csv);

struct ReferenceFile {
  absl::string_view scheme;
  std::string version;
  absl::string_view content;  // Of the program.
};

// The taxonomies of this program that the register does not have in this version or a newer one.
absl::StatusOr<std::vector<ReferenceFile>> MissingReferenceFiles(Session& session);
// Part of a write, whose leaf names it: referenceFiles/{scheme}/{version}/{SHA-256 of the content}.
absl::Status InsertReferenceFile(Tx& tx, const ReferenceFile& file);

// The missions, organisations and facts that a new register begins with, as ordinary writes.
absl::Status InsertInitialRegistry(storage::WriteTx& tx);

}  // namespace probity::sql

#endif  // PROBITY_STORAGE_SQL_REFERENCE_DATA_H_

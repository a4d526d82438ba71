// The codes that requests use: types of misconduct, personnel categories, Member States. One
// picture of the taxonomies, made at the start; immutable, so safe to share between threads.
#ifndef PROBITY_SERVICES_CORE_CODES_H_
#define PROBITY_SERVICES_CORE_CODES_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "probity/v1/registry.pb.h"

namespace probity::storage {
class Taxonomy;
}

namespace probity::core {

class Codes {
 public:
  static absl::StatusOr<Codes> Load(const storage::Taxonomy& taxonomy);
  Codes(std::vector<v1::MisconductType> types, std::vector<v1::PersonnelCategory> categories,
        std::vector<v1::MemberState> states);

  // Each by its code: INVALID_ARGUMENT at `field` with reason MISSING_FIELD for an empty code, else
  // UNKNOWN_CODE if there is none. What they point at lives as long as this.
  absl::StatusOr<const v1::MisconductType*> MisconductType(absl::string_view code,
                                                           absl::string_view field) const;
  // As it is mapped for publications of `year`; 0: the newest mapping.
  absl::StatusOr<const v1::PersonnelCategory*> PersonnelCategory(absl::string_view code, int year,
                                                                 absl::string_view field) const;
  absl::StatusOr<const v1::MemberState*> MemberState(absl::string_view code,
                                                     absl::string_view field) const;

  bool HasScheme(absl::string_view scheme) const { return schemes_.contains(scheme); }

  // In the order of the data files.
  const std::vector<v1::MisconductType>& misconduct_types() const { return types_; }
  const std::vector<v1::PersonnelCategory>& personnel_categories() const { return categories_; }
  const std::vector<v1::MemberState>& member_states() const { return states_; }

 private:
  std::vector<v1::MisconductType> types_;
  std::vector<v1::PersonnelCategory> categories_;
  std::vector<v1::MemberState> states_;
  // Places in the vectors.
  absl::flat_hash_map<std::string, size_t> type_by_code_;
  absl::flat_hash_map<std::string, std::vector<size_t>> categories_by_code_;
  absl::flat_hash_map<std::string, size_t> state_by_code_;
  absl::flat_hash_set<std::string> schemes_;
};

// Whether the mapping holds for publications of `year`; every one does for year 0.
bool HoldsFor(const v1::PersonnelCategory& category, int year);

}  // namespace probity::core

#endif  // PROBITY_SERVICES_CORE_CODES_H_

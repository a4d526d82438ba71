#include "services/core/codes.h"

#include <utility>

#include "proto/support/error.h"
#include "proto/support/status_macros.h"
#include "storage/registry.h"

namespace probity::core {
namespace {

absl::Status Unknown(absl::string_view code, absl::string_view field) {
  if (code.empty()) {
    return InvalidArgument("a code is missing").Reason(v1::ERROR_REASON_MISSING_FIELD).Field(field);
  }
  return InvalidArgument("there is no such code")
      .Reason(v1::ERROR_REASON_UNKNOWN_CODE)
      .Field(field);
}

}  // namespace

absl::StatusOr<Codes> Codes::Load(const storage::Taxonomy& taxonomy) {
  PROBITY_ASSIGN_OR_RETURN(auto types, taxonomy.MisconductTypes());
  PROBITY_ASSIGN_OR_RETURN(auto categories, taxonomy.PersonnelCategories());
  PROBITY_ASSIGN_OR_RETURN(auto states, taxonomy.MemberStates());
  return Codes(std::move(types), std::move(categories), std::move(states));
}

Codes::Codes(std::vector<v1::MisconductType> types, std::vector<v1::PersonnelCategory> categories,
             std::vector<v1::MemberState> states)
    : types_(std::move(types)), categories_(std::move(categories)), states_(std::move(states)) {
  for (size_t i = 0; i < types_.size(); ++i) {
    type_by_code_[types_[i].code()] = i;
    schemes_.insert(types_[i].scheme());
  }
  for (size_t i = 0; i < categories_.size(); ++i) {
    categories_by_code_[categories_[i].code()].push_back(i);
  }
  for (size_t i = 0; i < states_.size(); ++i) state_by_code_[states_[i].code()] = i;
}

absl::StatusOr<const v1::MisconductType*> Codes::MisconductType(absl::string_view code,
                                                                absl::string_view field) const {
  const auto found = type_by_code_.find(code);
  if (found == type_by_code_.end()) return Unknown(code, field);
  return &types_[found->second];
}

absl::StatusOr<const v1::PersonnelCategory*> Codes::PersonnelCategory(
    absl::string_view code, int year, absl::string_view field) const {
  const auto found = categories_by_code_.find(code);
  if (found == categories_by_code_.end()) return Unknown(code, field);
  const v1::PersonnelCategory* newest = nullptr;
  for (const size_t i : found->second) {
    const v1::PersonnelCategory& category = categories_[i];
    if (!HoldsFor(category, year)) continue;
    if (newest == nullptr || category.year_from() > newest->year_from()) newest = &category;
  }
  if (newest == nullptr) return Unknown(code, field);
  return newest;
}

absl::StatusOr<const v1::MemberState*> Codes::MemberState(absl::string_view code,
                                                          absl::string_view field) const {
  const auto found = state_by_code_.find(code);
  if (found == state_by_code_.end()) return Unknown(code, field);
  return &states_[found->second];
}

bool HoldsFor(const v1::PersonnelCategory& category, int year) {
  if (year == 0) return true;
  return category.year_from() <= year && (category.year_to() == 0 || year <= category.year_to());
}

}  // namespace probity::core

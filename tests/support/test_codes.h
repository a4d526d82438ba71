// A few codes of each taxonomy, for tests that need no store.
#ifndef PROBITY_TESTS_SUPPORT_TEST_CODES_H_
#define PROBITY_TESTS_SUPPORT_TEST_CODES_H_

#include <utility>
#include <vector>

#include "services/core/codes.h"

namespace probity::test {

inline v1::MisconductType TestType(const char* scheme, const char* code,
                                   v1::MisconductType::Family family, bool serious) {
  v1::MisconductType type;
  type.set_scheme(scheme);
  type.set_code(code);
  type.set_family(family);
  type.set_serious(serious);
  return type;
}

inline v1::PersonnelCategory TestCategory(const char* code, v1::PersonnelCategory::Group group,
                                          int year_from, int year_to) {
  v1::PersonnelCategory category;
  category.set_code(code);
  category.set_group(group);
  category.set_year_from(year_from);
  category.set_year_to(year_to);
  category.set_uniformed(group != v1::PersonnelCategory::CIVILIAN);
  return category;
}

inline v1::MemberState TestState(const char* code, bool fictitious) {
  v1::MemberState state;
  state.set_code(code);
  state.set_fictitious(fictitious);
  return state;
}

inline core::Codes TestCodes() {
  using Type = v1::MisconductType;
  using Category = v1::PersonnelCategory;
  return core::Codes(
      {TestType("SEA", "RAPE", Type::SEA, true), TestType("THB", "THB", Type::THB, true),
       TestType("LEGACY", "THEFT", Type::OTHER, false)},
      {TestCategory("INTERNATIONAL_STAFF", Category::CIVILIAN, 2007, 0),
       TestCategory("CONTINGENT_MEMBER", Category::MILITARY, 2007, 0),
       TestCategory("GPP_CORRECTIONS", Category::POLICE, 2007, 2014),
       TestCategory("GPP_CORRECTIONS", Category::CIVILIAN, 2015, 0)},
      {TestState("LBR", false), TestState("XAA", true), TestState("XBB", true)});
}

}  // namespace probity::test

#endif  // PROBITY_TESTS_SUPPORT_TEST_CODES_H_

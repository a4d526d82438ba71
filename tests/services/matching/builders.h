// Short ways to say who somebody is, for tests of the engine.
#ifndef PROBITY_TESTS_SERVICES_MATCHING_BUILDERS_H_
#define PROBITY_TESTS_SERVICES_MATCHING_BUILDERS_H_

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "services/matching/identity.h"
#include "services/matching/model.h"

namespace probity::matching {

// The built-in model; parsed once for each test that asks.
inline std::shared_ptr<const Model> TestModel() {
  auto model = Model::BuiltIn();
  EXPECT_TRUE(model.ok()) << model.status();
  return *std::move(model);
}

inline Identity Person(std::string name) { return {.names = {{.full = std::move(name)}}}; }

inline Identity Person(std::string name, BirthDate birth, std::vector<std::string> countries = {}) {
  return {.names = {{.full = std::move(name)}},
          .births = {birth},
          .nationalities = std::move(countries)};
}

}  // namespace probity::matching

#endif  // PROBITY_TESTS_SERVICES_MATCHING_BUILDERS_H_

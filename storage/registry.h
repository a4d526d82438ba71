// Missions, organisations and their facts; the taxonomies, which migrations load. Seen by
// everybody.
#ifndef PROBITY_STORAGE_REGISTRY_H_
#define PROBITY_STORAGE_REGISTRY_H_

#include <string>
#include <vector>

#include "probity/v1/registry.pb.h"
#include "storage/table.h"

namespace probity::storage {

class Missions : public Table<v1::Mission> {
 public:
  // By order of recording.
  virtual absl::StatusOr<Page<v1::Mission>> List(Cursor cursor, int limit) const = 0;
};

class Organisations : public Table<v1::Organisation> {
 public:
  virtual absl::StatusOr<Page<v1::Organisation>> List(Cursor cursor, int limit) const = 0;
};

class OrganisationFacts : public Table<v1::OrganisationFacts> {
 public:
  // year 0: all.
  virtual absl::StatusOr<Page<v1::OrganisationFacts>> List(int year, Cursor cursor,
                                                           int limit) const = 0;
};

// Read-only reference data. Small: callers may cache it for the life of the process.
class Taxonomy {
 public:
  virtual ~Taxonomy() = default;
  virtual absl::StatusOr<std::vector<v1::MisconductType>> MisconductTypes() const = 0;
  virtual absl::StatusOr<std::vector<v1::PersonnelCategory>> PersonnelCategories() const = 0;
  virtual absl::StatusOr<std::vector<v1::MemberState>> MemberStates() const = 0;
};

}  // namespace probity::storage

#endif  // PROBITY_STORAGE_REGISTRY_H_

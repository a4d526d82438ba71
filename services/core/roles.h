// Which role may do what: roles.csv, checked when the server starts.
#ifndef PROBITY_SERVICES_CORE_ROLES_H_
#define PROBITY_SERVICES_CORE_ROLES_H_

#include <map>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "probity/v1/options.pb.h"
#include "probity/v1/roles.pb.h"
#include "services/core/permissions.h"

namespace probity::core {

// Immutable, so safe to share between threads.
class Roles {
 public:
  // The table that the server is built with.
  static absl::StatusOr<Roles> BuiltIn();
  // INVALID_ARGUMENT with the line if a role or permission is unknown or stands twice, a role of
  // the contract has no row, or nobody holds a permission.
  static absl::StatusOr<Roles> Parse(absl::string_view csv);

  // Of all the roles together. An unknown role brings none.
  Permissions PermissionsOf(absl::Span<const v1::Role> roles) const;

 private:
  std::map<v1::Role, Permissions> permissions_;
};

}  // namespace probity::core

#endif  // PROBITY_SERVICES_CORE_ROLES_H_

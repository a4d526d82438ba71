#include "services/core/roles.h"

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "proto/support/status_macros.h"
#include "services/core/roles_csv.h"

namespace probity::core {
namespace {

constexpr absl::string_view kHeader = "role,permissions";

absl::Status Wrong(int line, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("roles.csv:", line, ": ", what));
}

// Both enums are closed by their descriptors: UNSPECIFIED is no value.
absl::StatusOr<v1::Role> ParseRole(absl::string_view name, int line) {
  v1::Role role = v1::ROLE_UNSPECIFIED;
  if (!v1::Role_Parse(std::string(name), &role) || role == v1::ROLE_UNSPECIFIED) {
    return Wrong(line, "there is no such role");
  }
  return role;
}

absl::StatusOr<v1::Permission> ParsePermission(absl::string_view name, int line) {
  v1::Permission permission = v1::PERMISSION_UNSPECIFIED;
  if (!v1::Permission_Parse(absl::StrCat("PERMISSION_", name), &permission) ||
      permission == v1::PERMISSION_UNSPECIFIED) {
    return Wrong(line, "there is no such permission");
  }
  return permission;
}

absl::StatusOr<Permissions> ParsePermissions(absl::string_view list, int line) {
  Permissions permissions;
  if (list.empty()) return permissions;
  for (const absl::string_view name : absl::StrSplit(list, '|')) {
    PROBITY_ASSIGN_OR_RETURN(const v1::Permission permission, ParsePermission(name, line));
    if (permissions.test(permission)) return Wrong(line, "a permission stands twice");
    permissions.set(permission);
  }
  return permissions;
}

}  // namespace

absl::StatusOr<Roles> Roles::BuiltIn() {
  return Parse(absl::string_view(kRolesCsv[0].data, kRolesCsv[0].size));
}

absl::StatusOr<Roles> Roles::Parse(absl::string_view csv) {
  Roles roles;
  Permissions held;
  int line = 0;
  bool header_seen = false;
  for (const absl::string_view raw : absl::StrSplit(csv, '\n')) {
    ++line;
    const absl::string_view text = absl::StripAsciiWhitespace(raw);
    if (text.empty() || text[0] == '#') continue;
    if (!header_seen) {
      if (text != kHeader) return Wrong(line, "the header is not role,permissions");
      header_seen = true;
      continue;
    }
    const std::vector<absl::string_view> fields = absl::StrSplit(text, ',');
    if (fields.size() != 2) return Wrong(line, "a row has two fields");
    PROBITY_ASSIGN_OR_RETURN(const v1::Role role, ParseRole(fields[0], line));
    PROBITY_ASSIGN_OR_RETURN(const Permissions permissions, ParsePermissions(fields[1], line));
    held |= permissions;
    if (!roles.permissions_.emplace(role, permissions).second) {
      return Wrong(line, "the role has a row already");
    }
  }
  for (int value = v1::Role_MIN + 1; value <= v1::Role_MAX; ++value) {
    if (v1::Role_IsValid(value) && !roles.permissions_.contains(static_cast<v1::Role>(value))) {
      return Wrong(line, "a role of the contract has no row");
    }
  }
  for (int value = v1::Permission_MIN + 1; value <= v1::Permission_MAX; ++value) {
    if (v1::Permission_IsValid(value) && !held.test(value)) {
      return Wrong(line, "nobody holds a permission of the contract");
    }
  }
  return roles;
}

Permissions Roles::PermissionsOf(absl::Span<const v1::Role> roles) const {
  Permissions all;
  for (const v1::Role role : roles) {
    const auto found = permissions_.find(role);
    if (found != permissions_.end()) all |= found->second;
  }
  return all;
}

}  // namespace probity::core

// What a caller may do.
#ifndef PROBITY_SERVICES_CORE_PERMISSIONS_H_
#define PROBITY_SERVICES_CORE_PERMISSIONS_H_

#include <bitset>

#include "probity/v1/options.pb.h"

namespace probity::core {

// Indexed by v1::Permission.
using Permissions = std::bitset<v1::Permission_ARRAYSIZE>;

}  // namespace probity::core

#endif  // PROBITY_SERVICES_CORE_PERMISSIONS_H_

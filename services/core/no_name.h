// Texts that people type where a name is asked for and there is none.
#ifndef PROBITY_SERVICES_CORE_NO_NAME_H_
#define PROBITY_SERVICES_CORE_NO_NAME_H_

#include "absl/strings/string_view.h"

namespace probity::core {

// "N/A unknown", "Name not provided", "Mr Dr": words that say that there is no name, or only forms
// of address. Nobody is found by them, so whoever is searched by one would look clear. English
// alone; a name that somebody bears ("Na", "No", "Sir") is one unless such words stand beside it.
bool StandsForNoName(absl::string_view name);

}  // namespace probity::core

#endif  // PROBITY_SERVICES_CORE_NO_NAME_H_

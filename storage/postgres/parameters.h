// Named parameters to PostgreSQL's numbers.
#ifndef PROBITY_STORAGE_POSTGRES_PARAMETERS_H_
#define PROBITY_STORAGE_POSTGRES_PARAMETERS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace probity::postgres {

struct Numbered {
  std::string sql;                 // ":id" is "$1" wherever it stands.
  std::vector<std::string> names;  // names[0] is $1.
};

// Of a statement as the embedding tool leaves it: no comments, quotes that end. What stands in
// quotes, and the type behind "::", is left alone.
Numbered NumberParameters(absl::string_view text);

}  // namespace probity::postgres

#endif  // PROBITY_STORAGE_POSTGRES_PARAMETERS_H_

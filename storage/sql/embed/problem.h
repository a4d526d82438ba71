// How the embedding tool answers: a value, or what is wrong and where. The tool is built before
// everything else, so it stands on the standard library alone (no absl::StatusOr here).
#ifndef PROBITY_STORAGE_SQL_EMBED_PROBLEM_H_
#define PROBITY_STORAGE_SQL_EMBED_PROBLEM_H_

#include <string>
#include <variant>

namespace probity::embed {

// Printed as "file:line: what", the form that editors and CMake understand.
struct Problem {
  std::string file;
  int line = 0;
  std::string what;
};

template <typename T>
using Or = std::variant<T, Problem>;

template <typename T>
const Problem* ProblemOf(const Or<T>& result) {
  return std::get_if<Problem>(&result);
}

}  // namespace probity::embed

#endif  // PROBITY_STORAGE_SQL_EMBED_PROBLEM_H_

// Compiled twice by ctest: with a name that the file has, and with one that it lacks.
#include "storage/sql/statement.h"
#include "tests/storage/sql/embed/testdata/sample_cases.sql.h"

namespace probity::sql {

constexpr const StatementText& kNamed = Statement(kSampleCases, PROBITY_NAME);
static_assert(kNamed.line > 0);

}  // namespace probity::sql

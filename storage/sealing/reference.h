// Display names of cases, PRB-YYYY-MISSION-NNNNN. The number is no count: running numbers go
// through a keyed permutation, so that neither size nor gap tells of a case that one may not see.
#ifndef PROBITY_STORAGE_SEALING_REFERENCE_H_
#define PROBITY_STORAGE_SEALING_REFERENCE_H_

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/sealing/secret_key.h"

namespace probity::sealing {

// Thread-safe.
class References {
 public:
  explicit References(const SecretKey& key) : key_(key) {}

  // `number` counts from 0 within mission and year, or over all of them: two numbers never give one
  // reference. The first 100,000 numbers have five digits, the next 900,000 six, and so on. Errors:
  // INTERNAL unless 0 <= number < 10^12 and 0 <= year <= 9999.
  absl::StatusOr<std::string> Make(absl::string_view mission_code, int year, int64_t number) const;

  // The number of a reference that Make made. INVALID_ARGUMENT/INVALID_NAME for any other text.
  absl::StatusOr<int64_t> Number(absl::string_view reference) const;

 private:
  const SecretKey key_;
  // The last that was made: the next number is asked of it.
  struct Made {
    std::string reference;
    int64_t number = 0;
  };
  mutable std::mutex mutex_;
  mutable std::optional<Made> last_;
};

}  // namespace probity::sealing

#endif  // PROBITY_STORAGE_SEALING_REFERENCE_H_

#include "storage/screenings.h"

namespace probity::storage {

bool IsLive(const v1::ScreeningRecord& record) {
  return record.status() == v1::ScreeningRecord::ACTIVE ||
         record.status() == v1::ScreeningRecord::DISPUTED ||
         record.status() == v1::ScreeningRecord::SUSPENDED;
}

}  // namespace probity::storage

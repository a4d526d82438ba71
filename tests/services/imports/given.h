// A stream that holds what the test puts into it, and ends.
#ifndef PROBITY_TESTS_SERVICES_IMPORTS_GIVEN_H_
#define PROBITY_TESTS_SERVICES_IMPORTS_GIVEN_H_

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "services/core/stream.h"

namespace probity::imports {

template <typename Row>
class Given final : public Source<Row> {
 public:
  void Add(Row row) { rows_.push_back(std::move(row)); }
  std::vector<Row> NextWindow(size_t limit) override {
    const size_t count = std::min(limit, rows_.size() - next_);
    std::vector<Row> window(rows_.begin() + next_, rows_.begin() + next_ + count);
    next_ += count;
    return window;
  }

 private:
  std::vector<Row> rows_;
  size_t next_ = 0;
};

}  // namespace probity::imports

#endif  // PROBITY_TESTS_SERVICES_IMPORTS_GIVEN_H_

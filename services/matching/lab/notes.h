// What was left out of an input, counted by kind: for stderr, at the end. No note holds a value of
// the input but names of keys and columns.
#ifndef PROBITY_SERVICES_MATCHING_LAB_NOTES_H_
#define PROBITY_SERVICES_MATCHING_LAB_NOTES_H_

#include <cstdint>
#include <map>
#include <ostream>
#include <string>

#include "absl/strings/string_view.h"

namespace probity::matching::lab {

class Notes {
 public:
  void Count(absl::string_view what) {
    // A hostile file may have a kind of its own in each line.
    if (counts_.size() >= kMaxKinds && counts_.find(std::string(what)) == counts_.end()) {
      what = "something else that is not read";
    }
    ++counts_[std::string(what)];
  }

  void Print(std::ostream& out) const {
    for (const auto& [what, count] : counts_) out << "note: " << what << ": " << count << "\n";
  }

 private:
  static constexpr size_t kMaxKinds = 200;
  std::map<std::string, int64_t> counts_;
};

}  // namespace probity::matching::lab

#endif  // PROBITY_SERVICES_MATCHING_LAB_NOTES_H_

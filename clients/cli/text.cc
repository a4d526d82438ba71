#include "clients/cli/text.h"

#include <utf8proc.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace probity::cli {
namespace {

constexpr utf8proc_int32_t kNonJoiner = 0x200c;
constexpr utf8proc_int32_t kJoiner = 0x200d;

struct Character {
  utf8proc_int32_t code = -1;  // -1: no UTF-8.
  size_t bytes = 1;
};

Character First(absl::string_view text) {
  Character first;
  const auto bytes = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                      static_cast<utf8proc_ssize_t>(text.size()), &first.code);
  if (bytes > 0) {
    first.bytes = static_cast<size_t>(bytes);
  } else {
    first.code = -1;
  }
  return first;
}

bool IsObeyed(utf8proc_int32_t code) {
  switch (utf8proc_category(code)) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_CN:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
      return true;
    case UTF8PROC_CATEGORY_CF:
      return code != kNonJoiner && code != kJoiner;
    default:
      return false;
  }
}

}  // namespace

std::string Printable(absl::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const Character first = First(text);
    if (first.code < 0) {
      absl::StrAppend(&out, "\uFFFD");
    } else if (IsObeyed(first.code)) {
      absl::StrAppendFormat(&out, "<U+%04X>", static_cast<uint32_t>(first.code));
    } else {
      absl::StrAppend(&out, text.substr(0, first.bytes));
    }
    text.remove_prefix(first.bytes);
  }
  return out;
}

int DisplayWidth(absl::string_view printable) {
  int width = 0;
  while (!printable.empty()) {
    const Character first = First(printable);
    width += first.code < 0 ? 1 : utf8proc_charwidth(first.code);
    printable.remove_prefix(first.bytes);
  }
  return width;
}

}  // namespace probity::cli

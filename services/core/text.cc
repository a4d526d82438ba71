#include "services/core/text.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include <map>
#include <optional>
#include <vector>

#include "absl/strings/ascii.h"
#include "proto/support/error.h"

namespace probity::core {
namespace {

constexpr UChar32 kZeroWidthNonJoiner = 0x200C;
constexpr UChar32 kZeroWidthJoiner = 0x200D;
constexpr uint8_t kVirama = 9;  // The canonical combining class.

// Nothing if it is not UTF-8, or longer than `max`.
struct Decoded {
  std::vector<UChar32> points;
  bool too_long = false;
};
std::optional<Decoded> Decode(absl::string_view text, size_t max) {
  Decoded decoded;
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  for (size_t at = 0; at < text.size();) {
    if (decoded.points.size() == max) {
      decoded.too_long = true;
      return decoded;
    }
    UChar32 point = 0;
    U8_NEXT(bytes, at, text.size(), point);
    if (point < 0) return std::nullopt;
    decoded.points.push_back(point);
  }
  return decoded;
}

int JoiningType(UChar32 point) { return u_getIntPropertyValue(point, UCHAR_JOINING_TYPE); }

// Whether the letter before (step -1) or after (step 1) the place joins towards it.
bool Joins(const std::vector<UChar32>& points, size_t place, int step, int side) {
  for (size_t at = place + step; at < points.size(); at += step) {
    const int type = JoiningType(points[at]);
    if (type != U_JT_TRANSPARENT) return type == side || type == U_JT_DUAL_JOINING;
  }
  return false;
}

bool JoinerSpells(const std::vector<UChar32>& points, size_t at) {
  if (at == 0) return false;
  if (u_getCombiningClass(points[at - 1]) == kVirama) return true;
  return points[at] == kZeroWidthNonJoiner && Joins(points, at, -1, U_JT_LEFT_JOINING) &&
         Joins(points, at, 1, U_JT_RIGHT_JOINING);
}

bool IsAllowed(const std::vector<UChar32>& points, size_t at, bool lines) {
  const UChar32 point = points[at];
  if (point >= ' ' && point <= '~') return true;
  if (point == '\n' || point == '\r' || point == '\t') return lines;
  if (point == kZeroWidthNonJoiner || point == kZeroWidthJoiner) return JoinerSpells(points, at);
  if (u_hasBinaryProperty(point, UCHAR_VARIATION_SELECTOR)) {
    return at > 0 && u_isalpha(points[at - 1]);
  }
  if (u_hasBinaryProperty(point, UCHAR_DEFAULT_IGNORABLE_CODE_POINT)) return false;
  switch (u_charType(point)) {
    case U_CONTROL_CHAR:
    case U_FORMAT_CHAR:
    case U_LINE_SEPARATOR:
    case U_PARAGRAPH_SEPARATOR:
    case U_PRIVATE_USE_CHAR:
    case U_SURROGATE:
      return false;
    default:
      return !U_IS_UNICODE_NONCHAR(point);
  }
}

// Whether there are more words, or longer ones, than the rules allow. What is no letter, digit or
// mark parts words.
bool HasTooManyWords(const std::vector<UChar32>& points, const TextRules& rules) {
  if (rules.max_words == 0 && rules.max_word == 0) return false;
  int words = 0;
  int length = 0;
  for (const UChar32 point : points) {
    const bool of_word = u_isalnum(point) || (U_GET_GC_MASK(point) & U_GC_M_MASK) != 0;
    length = of_word ? length + 1 : 0;
    words += length == 1;
    if (rules.max_word > 0 && length > rules.max_word) return true;
  }
  return rules.max_words > 0 && words > rules.max_words;
}

absl::Status Wrong(absl::string_view message, v1::ErrorReason reason, absl::string_view field) {
  return InvalidArgument(message).Reason(reason).Field(field);
}

}  // namespace

absl::Status CheckText(absl::string_view text, const TextRules& rules, absl::string_view field) {
  const auto decoded = Decode(text, static_cast<size_t>(rules.max));
  if (!decoded.has_value()) {
    return Wrong("the text is not UTF-8", v1::ERROR_REASON_INVALID_TEXT, field);
  }
  if (decoded->too_long) return Wrong("the text is too long", v1::ERROR_REASON_TOO_LONG, field);
  bool blank = true;
  bool has_letter = false;
  bool has_digit = false;
  for (size_t at = 0; at < decoded->points.size(); ++at) {
    if (!IsAllowed(decoded->points, at, rules.lines)) {
      return Wrong("the text holds characters that nobody sees", v1::ERROR_REASON_INVALID_TEXT,
                   field);
    }
    blank = blank && u_isUWhiteSpace(decoded->points[at]);
    has_letter = has_letter || u_isalpha(decoded->points[at]);
    if (rules.needs_alnum) has_digit = has_digit || u_isdigit(decoded->points[at]);
  }
  if (rules.min > 0 && blank) {
    return Wrong("the text is missing", v1::ERROR_REASON_MISSING_FIELD, field);
  }
  if (static_cast<int>(decoded->points.size()) < rules.min) {
    return Wrong("the text is too short", v1::ERROR_REASON_INVALID_TEXT, field);
  }
  if (text.empty()) return absl::OkStatus();
  if (HasTooManyWords(decoded->points, rules)) {
    return Wrong("the text has too many words, or too long ones", v1::ERROR_REASON_TOO_LONG, field);
  }
  if (rules.needs_letter && !has_letter) {
    return Wrong("the text has no letter", v1::ERROR_REASON_INVALID_TEXT, field);
  }
  if (rules.needs_alnum && !has_letter && !has_digit) {
    return Wrong("the text has no letter or digit", v1::ERROR_REASON_INVALID_TEXT, field);
  }
  return absl::OkStatus();
}

bool IsUtf8(absl::string_view text) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  for (size_t at = 0; at < text.size();) {
    UChar32 point = 0;
    U8_NEXT(bytes, at, text.size(), point);
    if (point < 0) return false;
  }
  return true;
}

std::string ScriptOf(absl::string_view text) {
  std::map<UScriptCode, int> letters;
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  for (size_t at = 0; at < text.size();) {
    UChar32 point = 0;
    U8_NEXT(bytes, at, text.size(), point);
    if (point < 0 || !u_isalpha(point)) continue;
    UErrorCode error = U_ZERO_ERROR;
    const UScriptCode script = uscript_getScript(point, &error);
    if (U_SUCCESS(error) && script != USCRIPT_COMMON && script != USCRIPT_INHERITED) {
      ++letters[script];
    }
  }
  UScriptCode most = USCRIPT_INVALID_CODE;
  for (const auto& [script, count] : letters) {
    if (most == USCRIPT_INVALID_CODE || count > letters[most]) most = script;
  }
  if (most == USCRIPT_INVALID_CODE) return "";
  if (letters.contains(USCRIPT_HIRAGANA) || letters.contains(USCRIPT_KATAKANA)) return "Jpan";
  if (letters.contains(USCRIPT_HANGUL)) return "Kore";
  return uscript_getShortName(most);
}

bool IsScript(absl::string_view code) {
  if (code.size() != 4 || !absl::ascii_isupper(static_cast<unsigned char>(code[0]))) return false;
  return u_getPropertyValueEnum(UCHAR_SCRIPT, std::string(code).c_str()) != UCHAR_INVALID_CODE;
}

}  // namespace probity::core

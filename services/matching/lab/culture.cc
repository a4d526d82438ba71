#include "services/matching/lab/culture.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

namespace probity::matching::lab {
namespace {

// The first script of letters that is not Latin; none, USCRIPT_LATIN.
UScriptCode OtherScript(const std::string& text) {
  const auto length = static_cast<int32_t>(text.size());
  for (int32_t at = 0; at < length;) {
    UChar32 c;
    U8_NEXT(text.data(), at, length, c);
    if (c <= 0 || !u_isalpha(c)) continue;
    UErrorCode error = U_ZERO_ERROR;
    const UScriptCode script = uscript_getScript(c, &error);
    const bool plain = script == USCRIPT_LATIN || script == USCRIPT_COMMON ||
                       script == USCRIPT_INHERITED || script == USCRIPT_UNKNOWN;
    if (U_SUCCESS(error) && !plain) return script;
  }
  return USCRIPT_LATIN;
}

}  // namespace

std::string CultureOf(const Pair& pair) {
  for (const Identity* side : {&pair.query, &pair.candidate}) {
    for (const Name& name : side->names) {
      const UScriptCode script = OtherScript(name.full);
      if (script != USCRIPT_LATIN) return uscript_getName(script);
    }
  }
  return uscript_getName(USCRIPT_LATIN);
}

}  // namespace probity::matching::lab

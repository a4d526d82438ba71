// What a text from outside may be. Whoever stores a text that people typed checks it here first.
#ifndef PROBITY_SERVICES_CORE_TEXT_H_
#define PROBITY_SERVICES_CORE_TEXT_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace probity::core {

// Lengths are in code points.
struct TextRules {
  int min = 0;  // With 1 or more, a text of white space alone counts as missing.
  int max = 200;
  bool needs_letter = false;  // Punctuation and digits alone are no name.
  bool needs_alnum = false;   // Punctuation alone is no identifier.
  bool lines = false;         // Line ends and tabs are allowed.
  // Of words, and of each word's letters, digits and marks; 0: as many as there are.
  int max_words = 0;
  int max_word = 0;
};

// INVALID_ARGUMENT at `field` with reason MISSING_FIELD (empty where min > 0), TOO_LONG (words
// too), or INVALID_TEXT: not UTF-8, shorter than `min`, without a letter (or digit) where one is
// needed, or holding what no reader sees: control characters, bidirectional controls, zero-width
// and other ignorable characters, private use. The two joiners are allowed where they spell (RFC
// 5892, A.1 and A.2), a variation selector after a letter. The message never quotes the text.
absl::Status CheckText(absl::string_view text, const TextRules& rules, absl::string_view field);

bool IsUtf8(absl::string_view text);

// ISO 15924 code of the script that most letters of `text` are of ("Latn", "Arab"); Japanese and
// Korean as "Jpan" and "Kore" where their own letters occur. Empty without letters. `text` is
// UTF-8.
std::string ScriptOf(absl::string_view text);
// Whether there is a script of that ISO 15924 code.
bool IsScript(absl::string_view code);

}  // namespace probity::core

#endif  // PROBITY_SERVICES_CORE_TEXT_H_

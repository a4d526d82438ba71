// What a terminal may be shown. Names and texts come from outside: they could move the cursor,
// recolour the screen, or make one row look like two.
#ifndef PROBITY_CLIENTS_CLI_TEXT_H_
#define PROBITY_CLIENTS_CLI_TEXT_H_

#include <string>

#include "absl/strings/string_view.h"

namespace probity::cli {

// The text with whatever a terminal would obey instead of show spelt out: control characters, line
// ends, bidirectional controls and other invisible format characters become <U+001B>; bytes that
// are no UTF-8 become U+FFFD. The two joiners stay: they spell.
std::string Printable(absl::string_view text);

// Columns that a printable text takes on a terminal: 2 for wide characters, 0 for combining ones.
int DisplayWidth(absl::string_view printable);

}  // namespace probity::cli

#endif  // PROBITY_CLIENTS_CLI_TEXT_H_

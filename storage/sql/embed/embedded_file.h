// A file of the source tree inside the program (see README.md: probity_embed_files).
#ifndef PROBITY_STORAGE_SQL_EMBED_EMBEDDED_FILE_H_
#define PROBITY_STORAGE_SQL_EMBED_EMBEDDED_FILE_H_

#include <cstddef>

namespace probity::embed {

// Static storage. A zero byte follows the data, so a text without zero bytes is also a C string.
struct EmbeddedFile {
  const char* name;  // Without folders: "0001_register.sql".
  const char* data;
  size_t size;  // Bytes, without the zero byte.
};

}  // namespace probity::embed

#endif  // PROBITY_STORAGE_SQL_EMBED_EMBEDDED_FILE_H_

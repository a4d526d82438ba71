// What the tests of the engine share: a folder of their own and a tiny schema.
#ifndef PROBITY_TESTS_STORAGE_SQLITE_FIXTURE_H_
#define PROBITY_TESTS_STORAGE_SQLITE_FIXTURE_H_

#include <cstdint>
#include <string>

#include "storage/sql/embed/embedded_file.h"
#include "storage/sqlite/sqlite_engine.h"
#include "tests/support/entries.h"
#include "tests/support/temp_folder.h"

namespace probity::sqlite {

// Under a sanitizer the long runs are shortened: there it is the code that is looked at, not
// chance.
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif

// In memory unless it is asked for otherwise: most of these tests are not about the disk.
struct TempFolder : test::TempFolder {
  explicit TempFolder(On on = On::kMemory) : test::TempFolder(on) {}
};

using test::AddEntry;
using test::Entries;
using test::EntryJob;
using test::Integers;
using test::JobOf;
using test::kAddEntry;
using test::kAddTwin;
using test::kEntries;
using test::kOk;
using test::kTwins;
using test::MakeMigration;
using test::MakeStatement;
using test::RunAll;

// An entry is two rows in two tables, so that half a write shows.
inline const embed::EmbeddedFile kEntrySchema[] = {MakeMigration(
    "0001_entry.sql",
    "CREATE TABLE entry(id INTEGER PRIMARY KEY, body TEXT NOT NULL CHECK(body <> '')) STRICT;"
    "CREATE TABLE twin(id INTEGER PRIMARY KEY REFERENCES entry(id)"
    "  DEFERRABLE INITIALLY DEFERRED) STRICT;")};

inline SqliteOptions EntryOptions(std::string path) {
  SqliteOptions options;
  options.path = std::move(path);
  options.migrations = kEntrySchema;
  options.readers = 2;
  options.free_bytes = [] { return int64_t{1} << 40; };
  return options;
}

}  // namespace probity::sqlite

#endif  // PROBITY_TESTS_STORAGE_SQLITE_FIXTURE_H_

// Screening records, external records, and what was asked and answered.
#ifndef PROBITY_STORAGE_SCREENINGS_H_
#define PROBITY_STORAGE_SCREENINGS_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "probity/v1/import.pb.h"
#include "probity/v1/screening.pb.h"
#include "storage/table.h"

namespace probity::storage {

// ACTIVE, DISPUTED or SUSPENDED: what an index of candidates holds.
bool IsLive(const v1::ScreeningRecord& record);

// Not for requesters: read by the screening workflow, which answers no more than policy allows.
class ScreeningRecords : public Table<v1::ScreeningRecord> {
 public:
  // All of the person's records, of every status.
  virtual absl::StatusOr<std::vector<v1::ScreeningRecord>> ListByPerson(
      absl::string_view person) const = 0;
  // The record about that person that rests on the allegation, if there is one. An allegation that
  // was linked to somebody else before has a record about each.
  virtual absl::StatusOr<std::optional<v1::ScreeningRecord>> Find(
      absl::string_view allegation, absl::string_view person) const = 0;
  // Live records of all persons, in order; for building an index.
  virtual absl::StatusOr<Page<v1::ScreeningRecord>> ListLive(Cursor cursor, int limit) const = 0;
};

class ExternalRecords : public Table<v1::ExternalRecord> {
 public:
  virtual absl::StatusOr<std::optional<v1::ExternalRecord>> Find(
      absl::string_view source, absl::string_view source_id) const = 0;
  // Those with status LISTED; an empty source means all.
  virtual absl::StatusOr<Page<v1::ExternalRecord>> ListListed(absl::string_view source,
                                                              Cursor cursor, int limit) const = 0;
};

// A person as the screening workflow reads one: visible to it whatever the missions, at a version.
class ScreenedPersons {
 public:
  virtual ~ScreenedPersons() = default;
  // The person and the position of the register at which this version began.
  struct Version {
    v1::Person person;
    int64_t from_seq = 0;
  };
  virtual absl::StatusOr<Version> Get(absl::string_view name) const = 0;
  struct ExternalVersion {
    v1::ExternalRecord record;
    int64_t from_seq = 0;
  };
  virtual absl::StatusOr<ExternalVersion> GetExternal(absl::string_view name) const = 0;
  virtual absl::StatusOr<v1::Person> GetVersion(absl::string_view name, int64_t from_seq) const = 0;
  virtual absl::StatusOr<v1::ExternalRecord> GetExternalVersion(absl::string_view name,
                                                                int64_t from_seq) const = 0;
};

struct ScreeningFilter {
  std::string roll;  // "rolls/..."; empty: the viewer's own, newest first
  v1::Decision decision = v1::DECISION_UNSPECIFIED;
};

// Visible to the organisation that asked, and to adjudicators.
class Screenings : public Table<v1::Screening> {
 public:
  // Those of a roll by row, others newest first. Filtered by decision a page may end short, or be
  // empty, and still have a next one.
  virtual absl::StatusOr<Page<v1::Screening>> List(const ScreeningFilter& filter, Cursor cursor,
                                                   int limit) const = 0;
  // The live screening of a roll's row, if there is one.
  virtual absl::StatusOr<std::optional<v1::Screening>> FindRow(absl::string_view roll,
                                                               int row_number) const = 0;
  // How many rows of the roll have which decision.
  virtual absl::StatusOr<std::map<v1::Decision, int>> CountByDecision(
      absl::string_view roll) const = 0;
};

class Rolls : public Table<v1::Roll> {};

// Visible to adjudicators.
class Matches : public Table<v1::Match> {
 public:
  // state UNSPECIFIED: all that wait for somebody, oldest first.
  virtual absl::StatusOr<Page<v1::Match>> List(v1::Match::State state, Cursor cursor,
                                               int limit) const = 0;
  virtual absl::StatusOr<std::vector<v1::Match>> ListByScreening(
      absl::string_view screening) const = 0;
};

}  // namespace probity::storage

#endif  // PROBITY_STORAGE_SCREENINGS_H_

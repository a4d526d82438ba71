// Cases, their allegations, and the persons they are about.
#ifndef PROBITY_STORAGE_CASES_H_
#define PROBITY_STORAGE_CASES_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "probity/v1/case.pb.h"
#include "probity/v1/import.pb.h"
#include "probity/v1/person.pb.h"
#include "storage/table.h"

namespace probity::storage {

struct CaseFilter {
  // "missions/UNMIL", where the case was at the time of the read; empty: all that the viewer sees.
  std::string mission;
  std::optional<absl::Time> received_from = std::nullopt;
  std::optional<absl::Time> received_before = std::nullopt;
  v1::Allegation::State state = v1::Allegation::STATE_UNSPECIFIED;  // has an allegation in it
};

// Visible: the mission that it is in now is the viewer's, and no wall stands between them. Get,
// List and Update assemble `allegations` and `state`.
class Cases : public Table<v1::Case> {
 public:
  // Newest first. The page costs what it holds, also for a viewer of one mission of thirty. With a
  // filter that lets little through it may end short, or be empty, and still have a next one.
  virtual absl::StatusOr<Page<v1::Case>> List(const CaseFilter& filter, Cursor cursor,
                                              int limit) const = 0;
  // Stands a wall between a case and a principal, from now on, reads of the past included.
  virtual absl::Status Wall(absl::string_view case_name, absl::string_view principal) = 0;
};

// Visible as their case is.
class Allegations : public Table<v1::Allegation> {
 public:
  // In order of recording.
  virtual absl::StatusOr<std::vector<v1::Allegation>> ListByCase(
      absl::string_view case_name) const = 0;
  virtual absl::StatusOr<std::vector<v1::Allegation>> ListByPerson(
      absl::string_view person) const = 0;
};

// Visible if a visible allegation links to it, or the viewer made it and nothing links to it.
class Persons : public Table<v1::Person> {};

// Lines that an import has recorded: (source, reference) is a line's identity.
class ImportedLines {
 public:
  virtual ~ImportedLines() = default;
  // The line of that source and reference whose case the viewer sees.
  virtual absl::StatusOr<std::optional<v1::ImportedLine>> Find(
      absl::string_view source, absl::string_view reference) const = 0;
  virtual absl::Status Remember(v1::ImportedLine line) = 0;
};

// The state of a case: that of its least advanced allegation.
v1::Allegation::State RollUp(const google::protobuf::RepeatedPtrField<v1::Allegation>& allegations);

}  // namespace probity::storage

#endif  // PROBITY_STORAGE_CASES_H_

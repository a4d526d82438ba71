// Cases, their allegations, and the persons they are about.
#ifndef PROBITY_STORAGE_CASES_H_
#define PROBITY_STORAGE_CASES_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "probity/v1/case.pb.h"
#include "probity/v1/person.pb.h"
#include "storage/table.h"

namespace probity::storage {

struct CaseFilter {
  std::string mission;  // "missions/UNMIL"; empty: all that the viewer sees
  std::optional<absl::Time> received_from;
  std::optional<absl::Time> received_before;
  v1::Allegation::State state = v1::Allegation::STATE_UNSPECIFIED;  // has an allegation in it
};

// Visible: its mission is the viewer's, and no wall stands between them. Get and List assemble
// `allegations` and `state`.
class Cases : public Table<v1::Case> {
 public:
  // Newest first. The page costs what it holds, also for a viewer of one mission of thirty.
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

// The state of a case: that of its least advanced allegation (DOMAIN 3.2).
v1::Allegation::State RollUp(const google::protobuf::RepeatedPtrField<v1::Allegation>& allegations);

}  // namespace probity::storage

#endif  // PROBITY_STORAGE_CASES_H_

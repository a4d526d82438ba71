// A register on real files with its screening: who is on record, who asks, who adjudicates.
#ifndef PROBITY_TESTS_SERVICES_SCREENING_BENCH_H_
#define PROBITY_TESTS_SERVICES_SCREENING_BENCH_H_

#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "services/core/clock.h"
#include "services/screening/screening_handlers.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_register.h"

namespace probity::screening {

using Class = v1::ScreeningRecord;
using Family = v1::MisconductType;

// Opens, and opens again, everything that a server has of screening.
class Bench : public testing::Test {
 protected:
  Bench();

  storage::Store& store() { return register_.store(); }
  test::TestRegister& reg() { return register_; }
  core::Clock& clock() { return clock_; }
  IndexProjection& index() { return *index_; }
  ScreeningHandlers& handlers() { return *handlers_; }
  const PolicySet& policies() { return *policies_; }
  void Restart();
  // Another policy comes after the one that the bench began with.
  void AddPolicy(const std::string& text);

  // One write each; the register's own hand.
  v1::Person AddPerson(const std::string& name, const std::string& birth,
                       const std::string& nationality = "LBR");
  v1::ScreeningRecord AddRecord(const v1::Person& person, Class::RecordClass record_class,
                                Family::Family family = Family::SEA);
  v1::ExternalRecord AddExternal(const std::string& name, const std::string& birth,
                                 const std::string& source = "UNSC");
  // A person with one record.
  v1::Person OnRecord(const std::string& name, const std::string& birth,
                      Class::RecordClass record_class, Family::Family family = Family::SEA);
  void Update(const v1::ScreeningRecord& record);
  void Update(const v1::Person& person);
  void Update(const v1::ExternalRecord& record);
  v1::ScreeningRecord RecordOf(const v1::Person& person);

  // Of the tables that a screening writes to, all versions.
  int64_t RowsOfScreening();

  // The caller of an organisation that may ask; each request_id is new.
  Call Requester(const std::string& principal = "rita",
                 const std::string& organisation = "organisations/DPO");
  Call Adjudicator(const std::string& principal);

  static v1::Candidate Candidate(const std::string& name, const std::string& birth);
  static v1::ScreenCandidateRequest Asking(const v1::Candidate& candidate,
                                           const std::string& agreement = "DPO-RECRUITMENT");
  absl::StatusOr<v1::Screening> Screen(const v1::Candidate& candidate);
  v1::Screening Again(const v1::Screening& screening);
  std::vector<v1::Match> MatchesOf(const v1::Screening& screening);
  absl::StatusOr<v1::Match> Confirm(const std::string& principal, const v1::Match& match);
  absl::StatusOr<v1::Match> Reject(const std::string& principal, const v1::Match& match);

 private:
  void Open();

  core::SystemClock clock_;  // The register's.
  test::TestRegister register_;
  std::vector<std::string> policy_texts_;
  std::unique_ptr<core::Codes> codes_;
  std::unique_ptr<core::PageTokens> tokens_;
  std::unique_ptr<PolicySet> policies_;
  std::unique_ptr<IndexProjection> index_;
  std::unique_ptr<ScreeningHandlers> handlers_;
  int request_ = 0;
};

}  // namespace probity::screening

#endif  // PROBITY_TESTS_SERVICES_SCREENING_BENCH_H_

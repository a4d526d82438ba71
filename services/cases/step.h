// One step of an allegation's life cycle as somebody asks for it, and all that is known when it is
// judged. Values only: guards, selectors and effects are pure functions of them.
#ifndef PROBITY_SERVICES_CASES_STEP_H_
#define PROBITY_SERVICES_CASES_STEP_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "probity/v1/case.pb.h"
#include "probity/v1/registry.pb.h"
#include "services/cases/verb.h"

namespace probity::cases {

// Each verb fills in what its request brings; the rest stays empty.
struct Step {
  Verb verb = Verb::kReceive;
  bool duplicates_searched = false;
  std::string new_information;
  bool would_breach_standards = false;
  bool victim_identifiable = false;
  bool serious = false;
  v1::Referral referral;
  v1::Investigation investigation;
  v1::Finding finding;
  std::vector<v1::Action> actions;
  v1::Closure closure;
  // Keyed digest of the request's content, without etag and request_id: two people ask for the
  // same step if it is the same.
  std::string content_digest;
  absl::Time now;
};

// References live as long as the judgement.
struct Facts {
  const Step& step;
  const v1::Allegation& allegation;
  // The case that it is part of.
  const v1::Case& report;
  const v1::MisconductType& type;
  const v1::PersonnelCategory& category;
};

}  // namespace probity::cases

#endif  // PROBITY_SERVICES_CASES_STEP_H_

// An allegation and all that is known when a step of it is judged, for tests of the pure parts.
#ifndef PROBITY_TESTS_SERVICES_CASES_BUILDERS_H_
#define PROBITY_TESTS_SERVICES_CASES_BUILDERS_H_

#include <string>
#include <utility>

#include "services/cases/step.h"
#include "tests/support/test_call.h"

namespace probity::cases {

// A serious allegation of sexual exploitation against a known member of the staff, unless it is
// told otherwise.
struct Matter {
  v1::Allegation allegation;
  v1::Case report;
  v1::MisconductType type;
  v1::PersonnelCategory category;
  Step step;

  explicit Matter(v1::Allegation::State state, Verb verb = Verb::kAssess) {
    allegation.set_name("allegations/1");
    allegation.set_person("persons/1");
    allegation.set_serious(true);
    allegation.set_state(state);
    report.set_mission("missions/UNMIL");
    report.set_channel(v1::HOTLINE);
    report.mutable_became_aware_time()->set_seconds(
        absl::ToUnixSeconds(absl::FromCivil(absl::CivilDay(2014, 1, 20), absl::UTCTimeZone())));
    type.set_family(v1::MisconductType::SEA);
    type.set_serious(true);
    category.set_code("INTERNATIONAL_STAFF");
    category.set_group(v1::PersonnelCategory::CIVILIAN);
    step.verb = verb;
    step.content_digest = "content";
    step.now = test::TestNow();
  }

  Matter& Of(v1::MisconductType::Family family) {
    type.set_family(family);
    return *this;
  }
  Matter& NotSerious() {
    allegation.set_serious(false);
    type.set_serious(false);
    return *this;
  }
  // Neither SEA, SH nor trafficking, and not serious: one person decides.
  Matter& Minor() { return Of(v1::MisconductType::OTHER).NotSerious(); }
  Matter& Against(std::string subcategory, bool uniformed, bool national = false) {
    category.set_code(std::move(subcategory));
    category.set_uniformed(uniformed);
    category.set_national_jurisdiction(national);
    return *this;
  }
  Matter& AgainstPolice() { return Against("FPU_MEMBER", /*uniformed=*/true); }
  Matter& AgainstContingent() { return Against("CONTINGENT_MEMBER", true, /*national=*/true); }
  Matter& AgainstNobodyKnown() {
    allegation.clear_person();
    return *this;
  }
  Matter& Investigated(v1::Body by = v1::OIOS) {
    allegation.mutable_investigation()->set_entity(by);
    allegation.mutable_investigation()->set_opened_on("2014-03-01");
    allegation.mutable_investigation()->set_concluded_on("2014-05-01");
    allegation.mutable_investigation()->set_report_reference("OIOS/2014/0001");
    return *this;
  }
  Matter& To(v1::Body body) {
    step.referral.set_to(body);
    step.referral.set_sent_on("2014-02-01");
    return *this;
  }
  Matter& Finding(v1::Finding::Outcome outcome, std::string found_on = "2014-06-01") {
    step.finding.set_outcome(outcome);
    step.finding.set_found_on(std::move(found_on));
    return *this;
  }
  Matter& Act(v1::Action::ImposedBy by, v1::Action::ActionKind kind,
              v1::Action::Bar bar = v1::Action::BAR_UNSPECIFIED) {
    v1::Action action;
    action.set_imposed_by(by);
    action.set_kind(kind);
    action.set_bar(bar);
    action.set_effective_on("2014-06-01");
    step.actions.push_back(action);
    return *this;
  }
  Matter& Content(std::string digest) {
    step.content_digest = std::move(digest);
    return *this;
  }
  Matter& ProposedBy(std::string principal, std::string content = "content") {
    allegation.mutable_proposal()->set_verb(std::string(VerbName(step.verb)));
    allegation.mutable_proposal()->set_proposer(std::move(principal));
    allegation.mutable_proposal()->set_content_digest(std::move(content));
    return *this;
  }

  Facts facts() const { return {step, allegation, report, type, category}; }
};

}  // namespace probity::cases

#endif  // PROBITY_TESTS_SERVICES_CASES_BUILDERS_H_

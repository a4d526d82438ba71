// Calls as the stages would make them: somebody with roles, a mission scope and a fixed time.
//   Call call = TestCall("amina", {v1::CDT_CHIEF}).In("UNMIL");
#ifndef PROBITY_TESTS_SUPPORT_TEST_CALL_H_
#define PROBITY_TESTS_SUPPORT_TEST_CALL_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "services/core/call.h"
#include "services/core/roles.h"
#include "tests/support/fake_clock.h"

namespace probity::test {

// Sees all missions unless it is told where it is.
struct TestCall : Call {
  TestCall(std::string principal, std::vector<v1::Role> with_roles) {
    viewer.principal = std::move(principal);
    viewer.organisation = "organisations/UN";
    viewer.all_missions = true;
    roles = std::move(with_roles);
    permissions = core::Roles::BuiltIn()->PermissionsOf(roles);
    method = "probity.v1.CaseService/Test";
    now = TestNow();
  }

  TestCall& In(const std::string& mission) {
    viewer.all_missions = false;
    viewer.missions.push_back(absl::StrCat("missions/", mission));
    return *this;
  }
  TestCall& At(absl::Time time) {
    now = time;
    return *this;
  }
  // A write is known by its request's id.
  TestCall& Asking(std::string id) {
    request_id = std::move(id);
    return *this;
  }
};

}  // namespace probity::test

#endif  // PROBITY_TESTS_SUPPORT_TEST_CALL_H_

// The stages with a clock that stands still, some principals, and logs that can be read.
#ifndef PROBITY_TESTS_SERVICES_RPC_STAGE_RIG_H_
#define PROBITY_TESTS_SERVICES_RPC_STAGE_RIG_H_

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "services/rpc/bindings.h"
#include "services/rpc/stages.h"
#include "services/rpc/static_tokens.h"
#include "tests/services/rpc/log_store.h"
#include "tests/support/fake_clock.h"
#include "tests/support/seeded_rng.h"

namespace probity::test {

class MemoryLog final : public rpc::CallLog {
 public:
  struct Line {
    std::string method;
    std::string principal;
    absl::StatusCode code;
    std::string reason;
    int64_t unlogged_denials;
  };
  void Write(const rpc::CallLine& line) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    lines_.push_back({.method = std::string(line.method),
                      .principal = std::string(line.principal),
                      .code = line.code,
                      .reason = std::string(line.reason),
                      .unlogged_denials = line.unlogged_denials});
  }
  std::vector<Line> lines() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return lines_;
  }

 private:
  std::mutex mutex_;
  std::vector<Line> lines_;
};

inline rpc::NamedToken TestToken(const char* name, v1::Role role, bool all_missions = false) {
  return {.principal = {.name = name,
                        .organisation = "organisations/UN",
                        .roles = {role},
                        .all_missions = all_missions,
                        .missions = {"missions/UNMIL"}},
          .hash = rpc::HashToken(std::string(name) + "-token")};
}

struct StageRig {
  explicit StageRig(absl::Time now = TestNow())
      : clock(now),
        roles(*core::Roles::BuiltIn()),
        tokens(*rpc::StaticTokens::Make({TestToken("officer", v1::CDT_OFFICER),
                                         TestToken("desk", v1::CDS_CASE_OFFICER),
                                         TestToken("screener", v1::PD_SCREENER),
                                         TestToken("adjudicator", v1::SCREENING_ADJUDICATOR),
                                         TestToken("admin", v1::SYSTEM_ADMIN)})),
        policies(*rpc::MethodPolicies::Make(rpc::ServicesOfContract())),
        stages({.store = store,
                .clock = clock,
                .roles = roles,
                .authenticator = tokens,
                .change_tokens = change_tokens,
                .log = log}) {}

  LogStore store;
  FakeClock clock;
  MemoryLog log;
  core::Roles roles;
  rpc::StaticTokens tokens;
  rpc::MethodPolicies policies;
  SeededRng rng{1};
  core::ChangeTokens change_tokens{core::SealedTokens::Key{1}, rng};
  rpc::Stages stages;
};

}  // namespace probity::test

#endif  // PROBITY_TESTS_SERVICES_RPC_STAGE_RIG_H_

// Both ends of a move with something else in the way of their transactions.
#ifndef PROBITY_TESTS_STORAGE_MOVING_INTERRUPTED_H_
#define PROBITY_TESTS_STORAGE_MOVING_INTERRUPTED_H_

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "storage/assembly/register.h"
#include "storage/sql/session.h"
#include "storage/sql/writer.h"

namespace probity::moving {

// An engine whose batches are run, or not, by `run`.
class InterruptedEngine final : public sql::Engine {
 public:
  using Run = std::function<std::vector<absl::Status>(sql::Engine&, absl::Span<const sql::Job>)>;
  InterruptedEngine(sql::Engine& engine, Run run) : engine_(engine), run_(std::move(run)) {}
  using sql::Engine::Read;
  absl::Status Read(absl::Time deadline,
                    absl::FunctionRef<absl::Status(sql::Session&)> read) override {
    return engine_.Read(deadline, read);
  }
  std::vector<absl::Status> RunBatch(absl::Span<const sql::Job> jobs) override {
    return run_(engine_, jobs);
  }
  bool shared() const override { return engine_.shared(); }
  void AwaitChange(absl::Duration longest) override { engine_.AwaitChange(longest); }
  void Maintain(sql::Pause pause) override { engine_.Maintain(pause); }
  bool stopped() const override { return engine_.stopped(); }

 private:
  sql::Engine& engine_;
  const Run run_;
};

// A register whose jobs, those of its store aside, are run, or not, by `run`.
class InterruptedRegister final : public assembly::Register, private sql::Writer {
 public:
  using RunJob = std::function<absl::Status(sql::Writer&, sql::Job)>;
  InterruptedRegister(assembly::Register& reg, RunJob run) : reg_(reg), run_(std::move(run)) {}
  storage::Store& store() override { return reg_.store(); }
  sealing::Keyring& keyring() override { return reg_.keyring(); }
  const sealing::Digester& digester() const override { return reg_.digester(); }
  std::string engine_description() const override { return reg_.engine_description(); }
  bool recovered() const override { return reg_.recovered(); }
  sql::Engine& engine() override { return reg_.engine(); }
  sql::Engine& key_engine() override { return reg_.key_engine(); }
  sql::Writer& writer() override { return *this; }
  absl::Status Accept(sql::Accepts accepts) override { return reg_.Accept(accepts); }

 private:
  absl::Status Run(sql::Job job, absl::Time /*deadline*/) override {
    return run_(reg_.writer(), std::move(job));
  }
  void Submit(sql::Job job, absl::Time deadline, Done done) override {
    done(Run(std::move(job), deadline));
  }

  assembly::Register& reg_;
  const RunJob run_;
};

}  // namespace probity::moving

#endif  // PROBITY_TESTS_STORAGE_MOVING_INTERRUPTED_H_

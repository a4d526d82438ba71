// A store of which only the access log answers: what the stages of a call use of one. It can be
// told to fail, which a real one does only once its disk does.
#ifndef PROBITY_TESTS_SERVICES_RPC_LOG_STORE_H_
#define PROBITY_TESTS_SERVICES_RPC_LOG_STORE_H_

#include <functional>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "storage/store.h"

namespace probity::test {

class LogStore final : public storage::Store {
 public:
  absl::Status LogAccess(const storage::AccessEntry& entry) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (fails_) return absl::UnavailableError("stopped");
    entries_.push_back(entry);
    return absl::OkStatus();
  }
  void StartLogAccess(storage::AccessEntry entry, Done done) override {
    if (!holds_) return done(LogAccess(entry));
    held_ = [this, entry = std::move(entry), done = std::move(done)] { done(LogAccess(entry)); };
  }
  // One entry waits, as for a disk, from Hold until Release. For one thread.
  void Hold() { holds_ = true; }
  void Release() {
    holds_ = false;
    held_();
  }
  void Fail() {
    const std::lock_guard<std::mutex> lock(mutex_);
    fails_ = true;
  }
  std::vector<storage::AccessEntry> entries() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return entries_;
  }

  absl::Status Read(const storage::Viewer&, const storage::AsOf&,
                    absl::FunctionRef<absl::Status(const storage::ReadTx&)>) override {
    return No();
  }
  absl::Status WriteWindow(const storage::Caller&,
                           absl::FunctionRef<absl::Status(storage::WriteTx&)>) override {
    return No();
  }
  void AddListener(storage::CommitListener&) override {}
  bool shared() const override { return false; }
  void AwaitChange(absl::Duration) override {}
  absl::StatusOr<storage::RegisterStatus> Status() override { return No(); }
  absl::StatusOr<storage::BackupResult> Backup(const std::string&) override { return No(); }
  bool stopped() const override { return false; }

 protected:
  void StartWrite(const storage::Caller&, const google::protobuf::Message&, Answer,
                  Done done) override {
    done(No());
  }

 private:
  static absl::Status No() { return absl::UnimplementedError("not in this test"); }

  std::mutex mutex_;
  bool fails_ = false;
  bool holds_ = false;
  std::function<void()> held_;
  std::vector<storage::AccessEntry> entries_;
};

}  // namespace probity::test

#endif  // PROBITY_TESTS_SERVICES_RPC_LOG_STORE_H_

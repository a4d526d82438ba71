// Connections of callers.
#ifndef PROBITY_TESTS_BENCH_CHANNELS_H_
#define PROBITY_TESTS_BENCH_CHANNELS_H_

#include <memory>
#include <vector>

#include "absl/strings/str_cat.h"
#include "grpcpp/grpcpp.h"

namespace probity::bench {

// A connection of its own for each number.
inline std::shared_ptr<grpc::Channel> ChannelTo(int port, int number) {
  grpc::ChannelArguments arguments;
  arguments.SetInt("probity.bench.channel", number);
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return grpc::CreateCustomChannel(absl::StrCat("127.0.0.1:", port),
                                   grpc::InsecureChannelCredentials(), arguments);
}

// One connection for every eight callers, as a recruitment system would have.
template <typename Service>
class Stubs {
 public:
  Stubs(int port, int callers) {
    for (int i = 0; i < (callers + 7) / 8; ++i) {
      stubs_.push_back(Service::NewStub(ChannelTo(port, i)));
    }
  }
  typename Service::Stub& of(int caller) { return *stubs_[caller % stubs_.size()]; }

 private:
  std::vector<std::unique_ptr<typename Service::Stub>> stubs_;
};

}  // namespace probity::bench

#endif  // PROBITY_TESTS_BENCH_CHANNELS_H_

// A whole server in this process, over a register of many persons, or the baseline in its place.
#ifndef PROBITY_TESTS_BENCH_BENCH_SERVER_H_
#define PROBITY_TESTS_BENCH_BENCH_SERVER_H_

#include <cstdint>
#include <memory>
#include <string>

#include "grpcpp/client_context.h"
#include "probity/v1/case.pb.h"
#include "probity/v1/screening.pb.h"

namespace probity::bench {

class BenchServer {
 public:
  // Fills the register before it serves. Ends the process if anything fails.
  static std::unique_ptr<BenchServer> Start(int persons);
  virtual ~BenchServer() = default;

  // Both answer a port, and end the other: the threads of an idle server would take part in the
  // waiting of the one that is measured.
  virtual int Serve() = 0;
  virtual int ServeBaseline() = 0;
  virtual void AddToken(grpc::ClientContext& context) const = 0;
  // Made before anything is measured, and repeated after 20,000. One in a hundred is a person of
  // the register, respelt.
  virtual const v1::Candidate& CandidateOf(int64_t number) const = 0;
  virtual const v1::RecordAllegationRequest& ReportOf(int number) const = 0;
  virtual const std::string& case_name() const = 0;
  virtual int64_t leaves() = 0;
};

}  // namespace probity::bench

#endif  // PROBITY_TESTS_BENCH_BENCH_SERVER_H_

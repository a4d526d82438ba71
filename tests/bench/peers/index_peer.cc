// Our index, of names alone:  index_peer FOLDER any|possible > ANSWERS
// any: the ten most alike, the question that the other engines answer; possible: those of them that
// screening would show.
#include <malloc.h>

#include <memory>
#include <utility>

#include "services/matching/index.h"
#include "services/matching/model.h"
#include "tests/bench/peers/rounds.h"

namespace probity::bench {
namespace {

matching::Identity Named(const std::string& name) {
  matching::Identity identity;
  identity.names = {{.full = name}};
  return identity;
}

class IndexPeer : public Peer {
 public:
  IndexPeer(std::shared_ptr<const matching::Index> index, matching::Band floor)
      : index_(std::move(index)), options_{.limit = kResults, .floor = floor} {}

  std::vector<uint64_t> Find(const std::string& query) override {
    std::vector<uint64_t> rows;
    for (const matching::Hit& hit : index_->Search(Named(query), options_).hits) {
      rows.push_back(hit.subject);
    }
    return rows;
  }

 private:
  const std::shared_ptr<const matching::Index> index_;
  const matching::SearchOptions options_;
};

size_t Allocated() {
  const struct mallinfo2 info = mallinfo2();
  return info.uordblks + info.hblkhd;
}

int Run(const std::string& folder, matching::Band floor) {
  const auto model = matching::Model::BuiltIn();
  if (!model.ok()) return 1;
  const Sample sample(folder);
  std::vector<matching::Subject> subjects;
  subjects.reserve(sample.names.size());
  for (const std::string& name : sample.names) {
    subjects.push_back({.id = subjects.size(), .version = 1, .identity = Named(name)});
  }
  const size_t before = Allocated();
  const Stopwatch watch;
  auto index = matching::Index::Build(*model, subjects);
  const Built built{.seconds = watch.microseconds() / 1e6, .bytes = Allocated() - before};
  subjects = {};
  IndexPeer peer(std::move(index), floor);
  Measure(peer, built, sample.warm_up, sample.queries, std::cout);
  return 0;
}

}  // namespace
}  // namespace probity::bench

int main(int argc, char** argv) {
  using probity::matching::Band;
  if (argc != 3) return 2;
  const bool any = std::string(argv[2]) == "any";
  return probity::bench::Run(argv[1], any ? Band::kNone : Band::kPossible);
}

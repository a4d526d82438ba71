#include "services/matching/index.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/algorithm/container.h"
#include "services/matching/normalize.h"
#include "services/matching/search.h"
#include "services/matching/segment.h"
#include "services/matching/sort_unique.h"

namespace probity::matching {
namespace {

std::shared_ptr<const Segment> Merge(const Segment& lower, const Segment& upper,
                                     absl::Span<const std::shared_ptr<const Segment>> older,
                                     const Tables& tables) {
  SegmentBuilder builder(tables);
  builder.AddAll(lower, [&](uint64_t id) { return !upper.Supersedes(id); });
  builder.AddAll(upper, [](uint64_t) { return true; });
  std::vector<uint64_t> superseded;
  absl::c_set_union(lower.superseded(), upper.superseded(), std::back_inserter(superseded));
  return std::move(builder).Finish(superseded, older);
}

// Merges from the young end until each segment outweighs the next by two: few segments to search,
// and each subject is merged a logarithmic number of times.
void Compact(Segments& segments, const Tables& tables) {
  while (segments.size() >= 2) {
    const Segment& upper = *segments.back();
    const Segment& lower = *segments[segments.size() - 2];
    if (lower.weight() > 2 * upper.weight()) return;
    const auto older = absl::MakeConstSpan(segments).subspan(0, segments.size() - 2);
    std::shared_ptr<const Segment> merged = Merge(lower, upper, older, tables);
    segments.resize(segments.size() - 2);
    if (merged->weight() > 0) segments.push_back(std::move(merged));
  }
}

}  // namespace

struct Index::Rep {
  std::shared_ptr<const Model> model;
  Segments segments;
  int64_t size = 0;

  // `superseded`: sorted, each once.
  void Push(SegmentBuilder builder, const std::vector<uint64_t>& superseded) {
    std::shared_ptr<const Segment> segment = std::move(builder).Finish(superseded, segments);
    size += segment->size() - static_cast<int64_t>(segment->superseded().size());
    if (segment->weight() > 0) segments.push_back(std::move(segment));
    Compact(segments, model->tables());
  }
};

Index::Index(std::unique_ptr<const Rep> rep) : rep_(std::move(rep)) {}
Index::~Index() = default;

std::shared_ptr<const Index> Index::Build(std::shared_ptr<const Model> model,
                                          absl::Span<const Subject> subjects) {
  IndexBuilder builder(std::move(model));
  for (const Subject& subject : subjects) builder.Add(subject);
  return std::move(builder).Finish();
}

std::shared_ptr<const Index> Index::With(absl::Span<const Subject> upserts,
                                         absl::Span<const uint64_t> removals) const {
  std::vector<uint64_t> superseded(removals.begin(), removals.end());
  SortUnique(superseded);
  SegmentBuilder builder(rep_->model->tables());
  for (const Subject& subject : upserts) {
    if (absl::c_binary_search(superseded, subject.id)) continue;
    builder.Add(subject);
  }
  for (const Subject& subject : upserts) superseded.push_back(subject.id);
  SortUnique(superseded);
  auto rep = std::make_unique<Rep>(*rep_);
  rep->Push(std::move(builder), superseded);
  return std::shared_ptr<const Index>(new Index(std::move(rep)));
}

SearchResult Index::Search(const Identity& candidate, const SearchOptions& options) const {
  const Tables& tables = rep_->model->tables();
  return SearchSegments(rep_->segments, Prepare(candidate, tables), options, tables);
}

int64_t Index::size() const { return rep_->size; }
const Model& Index::model() const { return *rep_->model; }

struct IndexBuilder::Rep {
  std::shared_ptr<const Model> model;
  SegmentBuilder builder;
};

IndexBuilder::IndexBuilder(std::shared_ptr<const Model> model)
    : rep_(new Rep{.model = model, .builder = SegmentBuilder(model->tables())}) {}
IndexBuilder::~IndexBuilder() = default;

void IndexBuilder::Add(const Subject& subject) { rep_->builder.Add(subject); }

std::shared_ptr<const Index> IndexBuilder::Finish() && {
  auto rep = std::make_unique<Index::Rep>();
  rep->model = std::move(rep_->model);
  rep->Push(std::move(rep_->builder), {});
  return std::shared_ptr<const Index>(new Index(std::move(rep)));
}

}  // namespace probity::matching

#include "services/matching/index.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/algorithm/container.h"
#include "services/matching/normalize.h"
#include "services/matching/search.h"
#include "services/matching/segment.h"

namespace probity::matching {
namespace {

// `superseded` as far as older segments hold something to supersede.
std::shared_ptr<const Segment> MakeSegment(Entries entries, const std::vector<uint64_t>& superseded,
                                           absl::Span<const std::shared_ptr<const Segment>> older) {
  std::vector<uint64_t> ids;
  Entries dead;
  for (uint64_t id : superseded) {
    std::shared_ptr<const Entry> entry = FindLive(older, id);
    if (entry == nullptr) continue;
    ids.push_back(id);
    dead.push_back(std::move(entry));
  }
  return std::make_shared<const Segment>(std::move(entries), std::move(ids), dead);
}

std::shared_ptr<const Segment> Merge(const Segment& lower, const Segment& upper,
                                     absl::Span<const std::shared_ptr<const Segment>> older) {
  Entries entries;
  for (const auto& entry : lower.entries()) {
    if (!upper.Supersedes(entry->id)) entries.push_back(entry);
  }
  entries.insert(entries.end(), upper.entries().begin(), upper.entries().end());
  absl::c_sort(entries, [](const auto& a, const auto& b) { return a->id < b->id; });
  std::vector<uint64_t> superseded;
  absl::c_set_union(lower.superseded(), upper.superseded(), std::back_inserter(superseded));
  return MakeSegment(std::move(entries), superseded, older);
}

// Merges from the young end until each segment outweighs the next by two: few segments to search,
// and each subject is merged a logarithmic number of times.
void Compact(Segments& segments) {
  while (segments.size() >= 2) {
    const Segment& upper = *segments.back();
    const Segment& lower = *segments[segments.size() - 2];
    if (lower.weight() > 2 * upper.weight()) return;
    const auto older = absl::MakeConstSpan(segments).subspan(0, segments.size() - 2);
    std::shared_ptr<const Segment> merged = Merge(lower, upper, older);
    segments.resize(segments.size() - 2);
    if (merged->weight() > 0) segments.push_back(std::move(merged));
  }
}

}  // namespace

struct Index::Rep {
  std::shared_ptr<const Model> model;
  Segments segments;
  int64_t size = 0;
};

Index::Index(std::unique_ptr<const Rep> rep) : rep_(std::move(rep)) {}
Index::~Index() = default;

std::shared_ptr<const Index> Index::Build(std::shared_ptr<const Model> model,
                                          absl::Span<const Subject> subjects) {
  auto rep = std::make_unique<Rep>();
  rep->model = std::move(model);
  const std::shared_ptr<const Index> empty(new Index(std::move(rep)));
  return empty->With(subjects, {});
}

std::shared_ptr<const Index> Index::With(absl::Span<const Subject> upserts,
                                         absl::Span<const uint64_t> removals) const {
  std::map<uint64_t, const Subject*> latest;
  for (const Subject& subject : upserts) latest[subject.id] = &subject;
  std::vector<uint64_t> superseded;
  for (const auto& [id, subject] : latest) superseded.push_back(id);
  superseded.insert(superseded.end(), removals.begin(), removals.end());
  absl::c_sort(superseded);
  superseded.erase(std::unique(superseded.begin(), superseded.end()), superseded.end());
  for (uint64_t id : removals) latest.erase(id);

  Entries entries;
  entries.reserve(latest.size());
  for (const auto& [id, subject] : latest) {
    entries.push_back(MakeEntry(*subject, rep_->model->tables()));
  }
  auto rep = std::make_unique<Rep>(*rep_);
  std::shared_ptr<const Segment> segment =
      MakeSegment(std::move(entries), superseded, rep->segments);
  rep->size += static_cast<int64_t>(segment->entries().size()) -
               static_cast<int64_t>(segment->superseded().size());
  if (segment->weight() > 0) rep->segments.push_back(std::move(segment));
  Compact(rep->segments);
  return std::shared_ptr<const Index>(new Index(std::move(rep)));
}

SearchResult Index::Search(const Identity& candidate, const SearchOptions& options) const {
  const Tables& tables = rep_->model->tables();
  return SearchSegments(rep_->segments, Prepare(candidate, tables), options, tables);
}

int64_t Index::size() const { return rep_->size; }
const Model& Index::model() const { return *rep_->model; }

}  // namespace probity::matching

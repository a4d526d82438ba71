#include <malloc.h>
#include <time.h>

#include <algorithm>
#include <chrono>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_format.h"
#include "services/matching/index.h"
#include "services/matching/lab/commands.h"
#include "services/matching/lab/synthetic_persons.h"

namespace probity::matching::lab {
namespace {

constexpr int kTop = 20;
constexpr int kMostChanges = 20'000;
constexpr int kMostDraws = 1'000;  // Until somebody is found with whom a mistake can be made.

double Microseconds() {
  timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

void PrintTimes(const char* what, std::vector<double> times, std::ostream& out) {
  std::sort(times.begin(), times.end());
  double sum = 0;
  for (const double time : times) sum += time;
  const auto at = [&](double share) {
    return times[std::min(times.size() - 1,
                          static_cast<size_t>(share * static_cast<double>(times.size())))];
  };
  out << absl::StrFormat("%-32s p50 %8.1f  p99 %8.1f  max %8.1f  mean %8.1f us\n", what, at(0.5),
                         at(0.99), times.back(), sum / static_cast<double>(times.size()));
}

struct Kind {
  const char* what;
  Mistake mistake;
  bool birth;
};
constexpr Kind kKinds[] = {{"as recorded", Mistake::kNone, true},
                           {"typo", Mistake::kTypo, true},
                           {"order", Mistake::kOrder, true},
                           {"typo and order", Mistake::kTypoAndOrder, true},
                           {"transliterated", Mistake::kTransliteration, true},
                           {"last name dropped", Mistake::kDroppedSurname, true},
                           {"nickname", Mistake::kNickname, true},
                           {"day and month flipped", Mistake::kDayMonthFlipped, true},
                           {"as recorded, no birth date", Mistake::kNone, false},
                           {"typo and order, no birth date", Mistake::kTypoAndOrder, false},
                           {"transliterated, no birth date", Mistake::kTransliteration, false}};

struct Planted {
  uint64_t id = 0;
  Identity candidate{};
};

// Who of the register is asked for. Persons are made anew from their numbers: ten million of them
// would take more memory than their index.
class Register {
 public:
  explicit Register(int persons) : persons_(persons) {}

  uint64_t Draw(std::mt19937_64& random) const { return 1 + random() % persons_; }
  Subject Person(uint64_t id) const {
    const auto changed = versions_.find(id);
    return MakePerson(id, changed == versions_.end() ? 1 : changed->second);
  }
  Subject Change(uint64_t id) {
    auto [version, first] = versions_.try_emplace(id, 1);
    return MakePerson(id, ++version->second);
  }
  int persons() const { return persons_; }

 private:
  int persons_;
  absl::flat_hash_map<uint64_t, uint64_t> versions_;
};

std::vector<Planted> Plant(const Register& persons, const Kind& kind, int count) {
  std::mt19937_64 random(99);
  std::vector<Planted> planted;
  for (int draws = 0; static_cast<int>(planted.size()) < count && draws < count + kMostDraws * 100;
       ++draws) {
    const Subject wanted = persons.Person(persons.Draw(random));
    std::optional<Identity> respelt = Respell(wanted.identity, kind.mistake, random);
    if (!respelt.has_value()) continue;
    if (!kind.birth) respelt->births.clear();
    planted.push_back({wanted.id, *std::move(respelt)});
  }
  return planted;
}

void Search(const Index& index, const std::vector<Planted>& planted, const char* what,
            std::ostream& out) {
  if (planted.empty()) return;
  std::vector<double> times;
  times.reserve(planted.size());
  int first = 0, five = 0, found = 0, truncated = 0;
  for (const Planted& query : planted) {
    const double start = Microseconds();
    const SearchResult result = index.Search(query.candidate, {.limit = kTop});
    times.push_back(Microseconds() - start);
    const auto hit = std::find_if(result.hits.begin(), result.hits.end(),
                                  [&](const Hit& h) { return h.subject == query.id; });
    const auto rank = hit - result.hits.begin();
    const bool met = hit != result.hits.end();
    first += met && rank == 0;
    five += met && rank < 5;
    found += met;
    truncated += result.truncated;
  }
  PrintTimes(what, std::move(times), out);
  const auto share = [&](int count) { return count / static_cast<double>(planted.size()); };
  out << absl::StrFormat("%-32s first %.3f  in five %.3f  found %.3f  truncated %.3f\n", "",
                         share(first), share(five), share(found), share(truncated));
}

// Persons on no list, with birth date and nationality.
std::vector<Identity> Innocents(int count) {
  std::mt19937_64 random(7);
  std::vector<Identity> innocents;
  for (int i = 0; i < count; ++i) {
    Identity identity = MakePerson(i, /*version=*/0).identity;
    identity.identifiers.clear();
    identity.births = {{static_cast<int32_t>(1950 + random() % 55),
                        static_cast<int32_t>(1 + random() % 12),
                        static_cast<int32_t>(1 + random() % 28)}};
    innocents.push_back(std::move(identity));
  }
  return innocents;
}

void SearchInnocents(const Index& index, const std::vector<Identity>& innocents,
                     std::ostream& out) {
  std::vector<double> times;
  times.reserve(innocents.size());
  int held = 0, probable = 0;
  for (const Identity& innocent : innocents) {
    const double start = Microseconds();
    const SearchResult result = index.Search(innocent, {});
    times.push_back(Microseconds() - start);
    if (result.hits.empty()) continue;
    ++held;
    probable += result.hits[0].evidence.band >= Band::kProbable;
  }
  PrintTimes("on no list, with birth date", std::move(times), out);
  const auto count = static_cast<double>(innocents.size());
  out << absl::StrFormat("%-32s held %.4f  probable or better %.4f\n", "", held / count,
                         probable / count);
}

void PrintRate(const Index& index, const std::vector<Identity>& candidates, int threads,
               std::ostream& out) {
  const auto begin = std::chrono::steady_clock::now();
  std::vector<std::thread> searching;
  searching.reserve(threads);
  for (int t = 0; t < threads; ++t) {
    searching.emplace_back([&] {
      for (const Identity& candidate : candidates) index.Search(candidate, {.limit = kTop});
    });
  }
  for (std::thread& thread : searching) thread.join();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  out << absl::StrFormat("%d thread(s): %.0f searches a second\n", threads,
                         threads * static_cast<double>(candidates.size()) / took.count());
}

void Change(std::shared_ptr<const Index> index, Register& persons, int queries, std::ostream& out) {
  std::mt19937_64 random(5);
  std::vector<double> times;
  for (int i = 0; i < std::min(kMostChanges, persons.persons()); ++i) {
    const Subject subject = persons.Change(persons.Draw(random));
    const double start = Microseconds();
    index = index->With({&subject, 1}, {});
    times.push_back(Microseconds() - start);
  }
  PrintTimes("one change of many", std::move(times), out);
  Search(*index, Plant(persons, kKinds[1], queries), "after the changes, typo", out);
}

}  // namespace

void Bench(const Lab& lab, const BenchRequest& request, std::ostream& out) {
  Register persons(request.persons);
  const size_t before = mallinfo2().uordblks + mallinfo2().hblkhd;
  IndexBuilder builder(lab.model);
  double took = 0;
  for (int id = 1; id <= request.persons; ++id) {
    const Subject subject = persons.Person(id);
    const double start = Microseconds();
    builder.Add(subject);
    took += Microseconds() - start;
  }
  const double start = Microseconds();
  const std::shared_ptr<const Index> index = std::move(builder).Finish();
  took += Microseconds() - start;
  const size_t bytes = mallinfo2().uordblks + mallinfo2().hblkhd - before;
  out << absl::StrFormat("%d persons, matcher %s, built in %.2f s, %.0f bytes a person\n",
                         request.persons, MatcherVersion(*lab.model), took / 1e6,
                         static_cast<double>(bytes) / request.persons);
  for (const Kind& kind : kKinds) {
    Search(*index, Plant(persons, kind, request.queries), kind.what, out);
  }
  const std::vector<Identity> innocents = Innocents(request.queries);
  SearchInnocents(*index, innocents, out);
  PrintRate(*index, innocents, request.threads, out);
  Change(index, persons, request.queries, out);
}

}  // namespace probity::matching::lab

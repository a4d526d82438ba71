// The matching engine by itself: build, search, change, and how many planted persons it finds.
//   matching_bench [PERSONS] [QUERIES]
// Times are of the processor, not the wall, so that a busy machine shows the same figures.
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <random>
#include <vector>

#include "services/matching/index.h"
#include "tests/bench/synthetic_persons.h"

namespace probity::bench {
namespace {

double Microseconds() {
  timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

void PrintTimes(const char* what, std::vector<double> times) {
  std::sort(times.begin(), times.end());
  double sum = 0;
  for (double time : times) sum += time;
  const auto at = [&](double share) {
    return times[std::min(times.size() - 1, static_cast<size_t>(share * times.size()))];
  };
  std::printf("%-34s p50 %7.1f us  p99 %8.1f us  max %8.1f us  mean %7.1f us\n", what, at(0.5),
              at(0.99), times.back(), sum / times.size());
}

struct Row {
  const char* what;
  Mistake mistake;
  bool birth;
};
constexpr Row kRows[] = {{"as recorded", Mistake::kNone, true},
                         {"typo", Mistake::kTypo, true},
                         {"order", Mistake::kOrder, true},
                         {"typo and order", Mistake::kTypoAndOrder, true},
                         {"transliterated", Mistake::kTransliteration, true},
                         {"as recorded, no birth date", Mistake::kNone, false},
                         {"typo and order, no birth date", Mistake::kTypoAndOrder, false},
                         {"transliterated, no birth date", Mistake::kTransliteration, false}};

void Search(const matching::Index& index, const std::vector<matching::Subject>& subjects,
            int queries, const Row& row) {
  std::mt19937_64 random(99);
  std::vector<double> times;
  int first = 0, five = 0, held = 0, truncated = 0;
  for (int i = 0; i < queries; ++i) {
    const matching::Subject& wanted = subjects[random() % subjects.size()];
    matching::Identity candidate = Respell(wanted.identity, row.mistake, random);
    if (!row.birth) candidate.births.clear();
    const double start = Microseconds();
    const matching::SearchResult result = index.Search(candidate, {});
    times.push_back(Microseconds() - start);
    const auto found =
        std::find_if(result.hits.begin(), result.hits.end(),
                     [&](const matching::Hit& hit) { return hit.subject == wanted.id; });
    const auto rank = found - result.hits.begin();
    const bool met = found != result.hits.end();
    first += met && rank == 0;
    five += met && rank < 5;
    held += met;
    truncated += result.truncated;
  }
  PrintTimes(row.what, std::move(times));
  std::printf("%-34s first %.3f  in five %.3f  in twenty %.3f  truncated %.3f\n", "",
              double(first) / queries, double(five) / queries, double(held) / queries,
              double(truncated) / queries);
}

void Innocents(const matching::Index& index, int queries) {
  std::mt19937_64 random(7);
  std::vector<double> times;
  int possible = 0, probable = 0;
  for (int i = 0; i < queries; ++i) {
    matching::Subject person = MakePerson(1, random);
    person.identity.identifiers.clear();
    person.identity.births = {{static_cast<int32_t>(1950 + random() % 55),
                               static_cast<int32_t>(1 + random() % 12),
                               static_cast<int32_t>(1 + random() % 28)}};
    const double start = Microseconds();
    const matching::SearchResult result = index.Search(person.identity, {});
    times.push_back(Microseconds() - start);
    if (result.hits.empty()) continue;
    ++possible;
    probable += result.hits[0].evidence.band >= matching::Band::kProbable;
  }
  PrintTimes("persons on no list, birth date", std::move(times));
  std::printf("%-34s held %.4f  probable or better %.4f\n", "", double(possible) / queries,
              double(probable) / queries);
}

void Change(std::shared_ptr<const matching::Index> index, std::vector<matching::Subject> subjects) {
  std::mt19937_64 random(5);
  std::vector<double> times;
  for (int i = 0; i < 20'000; ++i) {
    matching::Subject subject = MakePerson(1 + random() % subjects.size(), random);
    subject.version = 2;
    subjects[subject.id - 1] = subject;
    const double start = Microseconds();
    index = index->With({&subject, 1}, {});
    times.push_back(Microseconds() - start);
  }
  PrintTimes("one change of 20,000", std::move(times));
  Search(*index, subjects, 1000, {"after the changes, typo", Mistake::kTypo, true});
}

int Run(int persons, int queries) {
  const auto model = matching::Model::BuiltIn();
  if (!model.ok()) return 1;
  std::mt19937_64 random(42);
  std::vector<matching::Subject> subjects;
  for (int i = 1; i <= persons; ++i) subjects.push_back(MakePerson(i, random));
  const double start = Microseconds();
  const auto index = matching::Index::Build(*model, subjects);
  std::printf("%d persons, matcher %s, built in %.2f s of processor time\n", persons,
              matching::MatcherVersion(**model).c_str(), (Microseconds() - start) / 1e6);
  for (const Row& row : kRows) Search(*index, subjects, queries, row);
  Innocents(*index, queries);
  Change(index, subjects);
  return 0;
}

}  // namespace
}  // namespace probity::bench

int main(int argc, char** argv) {
  const int persons = argc > 1 ? std::atoi(argv[1]) : 100'000;
  const int queries = argc > 2 ? std::atoi(argv[2]) : 2'000;
  if (persons < 1 || queries < 1) return 2;
  return probity::bench::Run(persons, queries);
}

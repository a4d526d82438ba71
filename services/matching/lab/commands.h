// The verbs of matchlab. Each reads streams and writes a stream, so that a test calls it.
#ifndef PROBITY_SERVICES_MATCHING_LAB_COMMANDS_H_
#define PROBITY_SERVICES_MATCHING_LAB_COMMANDS_H_

#include <istream>
#include <memory>
#include <ostream>
#include <vector>

#include "absl/status/status.h"
#include "services/matching/lab/contacts.h"
#include "services/matching/lab/notes.h"
#include "services/matching/model.h"
#include "services/matching/score.h"

namespace probity::matching::lab {

// What is the same for all: the frozen data, and what was left out of the input.
struct Lab {
  const std::shared_ptr<const Model>& model;
  Notes& notes;
};

// A result as all verbs print it: `bits` is all evidence without the prior; `score` is the
// calibrated probability under even odds (calibration.h). Contacts count in both, not in the band.
struct Rating {
  double score = 0;
  double name_similarity = 0;
  Millibits bits = 0;
};
Rating Rate(const Evidence& evidence, const ContactEvidence& contacts = {});

// Lines of set, row, query_name, candidate_name, extra, without a header; lines of set, row, score,
// name_similarity, bits, band, explanation, in their order.
void ComparePairs(const Lab& lab, std::istream& in, std::ostream& out);

struct SearchRequest {
  std::vector<std::istream*> galleries{};
  std::istream* queries = nullptr;
  int top = 10;
};
// Files with headers; lines of query row (from 1), gallery id, rank (from 1), score, band, bits.
// Who is like nobody has one line of rank 0. INVALID_ARGUMENT about a header.
absl::Status SearchGallery(const Lab& lab, const SearchRequest& request, std::ostream& out);

// The product's thresholds, under even odds and where one in `population` is the one.
void PrintThresholds(const Lab& lab, double population, std::ostream& out);

// Pairs with a sixth field, `expected` (1 or 0), and perhaps a seventh, `culture`; or a header that
// names the fields. How well they are told apart, by set and by naming culture. INVALID_ARGUMENT if
// none is expected to be equal or none to differ.
absl::Status EvaluatePairs(const Lab& lab, std::istream& in, std::ostream& out);

struct BenchRequest {
  int persons = 100'000;
  int threads = 1;
  int queries = 2'000;  // Of each kind.
};
// Seeded synthetic persons: how long the index takes to build and its bytes a person; times of
// searches (of the processor, so that a busy machine shows the same), and how many planted persons
// they find; how many innocents are held; searches a second on all threads; changes one by one.
void Bench(const Lab& lab, const BenchRequest& request, std::ostream& out);

}  // namespace probity::matching::lab

#endif  // PROBITY_SERVICES_MATCHING_LAB_COMMANDS_H_

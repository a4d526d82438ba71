// matchlab: the matching laboratory. No server, no register: files in, tables out.
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/statusor.h"
#include "proto/support/status_macros.h"
#include "services/matching/lab/commands.h"

namespace probity::matching::lab {
namespace {

enum ExitCode : int { kDone = 0, kCannot = 1, kWrongUse = 2 };

int Fail(ExitCode code, const std::string& what) {
  std::cerr << "matchlab: " << what << "\n";
  return code;
}

struct Options {
  std::string pairs;
  std::vector<std::string> galleries;
  std::string queries;
  int top = 10;
  double population = 131072;
  BenchRequest bench{};
};

absl::StatusOr<std::unique_ptr<std::ifstream>> Open(const std::string& path) {
  auto file = std::make_unique<std::ifstream>(path, std::ios::binary);
  if (*file) return file;
  return absl::PermissionDeniedError("the file cannot be read: " + path);
}

absl::Status Search(const Lab& lab, const Options& options) {
  std::vector<std::unique_ptr<std::ifstream>> files;
  SearchRequest request{.top = options.top};
  for (const std::string& path : options.galleries) {
    PROBITY_ASSIGN_OR_RETURN(auto gallery, Open(path));
    files.push_back(std::move(gallery));
    request.galleries.push_back(files.back().get());
  }
  PROBITY_ASSIGN_OR_RETURN(const auto queries, Open(options.queries));
  request.queries = queries.get();
  return SearchGallery(lab, request, std::cout);
}

absl::Status RunVerb(const CLI::App& app, const Options& options, const Lab& lab) {
  if (app.got_subcommand("pairs") || app.got_subcommand("evaluate")) {
    PROBITY_ASSIGN_OR_RETURN(const auto in, Open(options.pairs));
    if (app.got_subcommand("evaluate")) return EvaluatePairs(lab, *in, std::cout);
    ComparePairs(lab, *in, std::cout);
    return absl::OkStatus();
  }
  if (app.got_subcommand("search")) return Search(lab, options);
  if (app.got_subcommand("bench")) {
    Bench(lab, options.bench, std::cout);
    return absl::OkStatus();
  }
  PrintThresholds(lab, options.population, std::cout);
  return absl::OkStatus();
}

int Run(int argc, char** argv) {
  Options options;
  CLI::App app("The matching laboratory: how the engine judges names and persons.", "matchlab");
  app.require_subcommand(1);
  CLI::App* pairs = app.add_subcommand("pairs",
                                       "compare pairs\n"
                                       "IN.tsv, no header: set, row, query_name, candidate_name, "
                                       "extra; extra is key=value joined by "
                                       "';', keys dob, nationality, gender, given, family, id, "
                                       "passport, email, phone, addr with the prefix q_ or "
                                       "c_, several values joined by '|'.\n"
                                       "Output: set, row, score (0 to 1, under even odds), "
                                       "name_similarity, bits, band, explanation");
  pairs->add_option("IN", options.pairs, "the pairs")->required()->check(CLI::ExistingFile);
  CLI::App* search = app.add_subcommand(
      "search",
      "search persons among others\n"
      "Files with a header: id, name, given, middle, family, dob, gender, nationality.\n"
      "Output: query row (from 1), gallery id, rank, score, band, bits; rank 0 if nothing is "
      "found");
  search->add_option("--gallery", options.galleries, "who is there; may be given again")
      ->required()
      ->check(CLI::ExistingFile);
  search->add_option("--queries", options.queries, "who is sought")
      ->required()
      ->check(CLI::ExistingFile);
  search->add_option("--top", options.top, "the most hits of one query")
      ->capture_default_str()
      ->check(CLI::Range(1, 1000));
  CLI::App* thresholds = app.add_subcommand(
      "thresholds", "the product's thresholds by band, with the matcher's version");
  thresholds
      ->add_option("--population", options.population,
                   "the prior of the probability column: one in so many is the one")
      ->capture_default_str()
      ->check(CLI::Range(1.0, 1e12));
  CLI::App* evaluate = app.add_subcommand("evaluate",
                                          "how well pairs are told apart: as for pairs, with a "
                                          "sixth field, expected (1 or 0), and a seventh, "
                                          "culture, if the script does not say it");
  evaluate->add_option("PAIRS", options.pairs, "the pairs")->required()->check(CLI::ExistingFile);
  CLI::App* bench =
      app.add_subcommand("bench", "how fast the engine is on synthetic persons, and whom it finds");
  bench->add_option("--persons", options.bench.persons, "in the index")
      ->capture_default_str()
      ->check(CLI::Range(1, 100'000'000));
  bench->add_option("--threads", options.bench.threads, "that search at once")
      ->capture_default_str()
      ->check(CLI::Range(1, 256));
  bench->add_option("--queries", options.bench.queries, "of each kind")
      ->capture_default_str()
      ->check(CLI::Range(1, 10'000'000));
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kDone : kWrongUse;
  }
  const auto model = Model::BuiltIn();
  if (!model.ok()) return Fail(kCannot, std::string(model.status().message()));
  Notes notes;
  const absl::Status status = RunVerb(app, options, {*model, notes});
  notes.Print(std::cerr);
  if (!status.ok()) return Fail(kCannot, std::string(status.message()));
  std::cout.flush();
  return std::cout ? kDone : Fail(kCannot, "the output cannot be written");
}

}  // namespace
}  // namespace probity::matching::lab

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  return probity::matching::lab::Run(argc, argv);
}

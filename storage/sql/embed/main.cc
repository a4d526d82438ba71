// probity_embed: the build's own tool; called by the functions in Embed.cmake, never by hand.
//   probity_embed statements ROOT OUT NAMESPACE HEADER FRAGMENTS|- FILE
//   probity_embed index      ROOT OUT NAMESPACE FILE...
//   probity_embed files      ROOT OUT.h OUT.cc SYMBOL FILE...
// Paths but ROOT and the outputs are from ROOT. Exit code 1 and "file:line: what" if it is refused.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "storage/sql/embed/emit.h"
#include "storage/sql/embed/expand.h"
#include "storage/sql/embed/problem.h"
#include "storage/sql/embed/sql_file.h"

namespace probity::embed {
namespace {

namespace fs = std::filesystem;

Or<std::vector<Piece>> Load(const fs::path& root, const std::string& path, FileKind kind) {
  std::ifstream in(root / path, std::ios::binary);
  if (!in) return Problem{path, 0, "cannot be read"};
  const std::string content{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  return ParseSqlFile(path, content, kind);
}

// Where the header will be included from: "storage/sql/statements/all.sql.h".
std::string IncludeName(const fs::path& out, const std::string& sibling) {
  return (fs::path(sibling).parent_path() / out.filename()).generic_string();
}

Or<std::string> Statements(const fs::path& root, const std::vector<std::string>& args) {
  std::vector<Piece> fragments;
  if (args[3] != "-") {
    Or<std::vector<Piece>> loaded = Load(root, args[3], FileKind::kFragments);
    if (const Problem* problem = ProblemOf(loaded)) return *problem;
    loaded = ExpandFragments(args[3], std::get<0>(std::move(loaded)));
    if (const Problem* problem = ProblemOf(loaded)) return *problem;
    fragments = std::get<0>(std::move(loaded));
  }
  Or<std::vector<Piece>> pieces = Load(root, args[4], FileKind::kStatements);
  if (const Problem* problem = ProblemOf(pieces)) return *problem;
  if (std::get<0>(pieces).empty()) return Problem{args[4], 1, "there is no statement here"};
  const Or<std::vector<Expanded>> expanded =
      ExpandStatements(args[4], std::get<0>(std::move(pieces)), fragments);
  if (const Problem* problem = ProblemOf(expanded)) return *problem;
  return EmitStatements(args[4], args[1], args[2], std::get<0>(expanded));
}

Or<std::vector<WholeFile>> Measure(const fs::path& root, const std::vector<std::string>& paths) {
  std::vector<WholeFile> files;
  std::set<std::string> names;
  for (const std::string& path : paths) {
    std::error_code error;
    const uintmax_t size = fs::file_size(root / path, error);
    if (error) return Problem{path, 0, "cannot be read"};
    const std::string name = fs::path(path).filename();
    if (!names.insert(name).second) return Problem{path, 0, "two files have this name"};
    files.push_back({.name = name, .path = fs::absolute(root / path), .size = size});
  }
  return files;
}

int Refuse(const Problem& problem) {
  std::cerr << problem.file << ":" << problem.line << ": " << problem.what << "\n";
  return 1;
}

int Save(const std::string& path, const std::string& content) {
  std::error_code error;
  fs::create_directories(fs::path(path).parent_path(), error);
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out << content;
  out.close();
  return out ? 0 : Refuse({path, 0, "cannot be written"});
}

int Run(const std::string& command, const fs::path& root, std::vector<std::string> args) {
  if (command == "statements" && args.size() == 5) {
    const Or<std::string> header = Statements(root, args);
    if (const Problem* problem = ProblemOf(header)) return Refuse(*problem);
    return Save(args[0], std::get<0>(header));
  }
  if (command == "index" && args.size() > 2) {
    const std::vector<std::string> paths(args.begin() + 2, args.end());
    return Save(args[0], EmitIndex(IncludeName(args[0], paths[0]), args[1], paths));
  }
  if (command == "files" && args.size() > 3 && args[2].find("::") != std::string::npos) {
    const Or<std::vector<WholeFile>> files = Measure(root, {args.begin() + 3, args.end()});
    if (const Problem* problem = ProblemOf(files)) return Refuse(*problem);
    if (Save(args[1], EmitFilesSource(args[2], std::get<0>(files))) != 0) return 1;
    return Save(args[0], EmitFilesHeader(args[2], std::get<0>(files)));
  }
  std::cerr << "probity_embed: wrong arguments; see storage/sql/embed/README.md\n";
  return 2;
}

}  // namespace
}  // namespace probity::embed

int main(int argc, char** argv) {
  const std::vector<std::string> args(argv + 1, argv + argc);
  if (args.size() < 2) return probity::embed::Run("", "", {});
  return probity::embed::Run(args[0], args[1], {args.begin() + 2, args.end()});
}

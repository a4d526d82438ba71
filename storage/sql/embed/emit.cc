#include "storage/sql/embed/emit.h"

#include <algorithm>
#include <cctype>
#include <cstdio>

namespace probity::embed {
namespace {

std::string Quote(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '\\' || c == '"') out += '\\';
    if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) >= 0x7f) {
      char octal[5];
      std::snprintf(octal, sizeof octal, "\\%03o", static_cast<unsigned char>(c));
      out += octal;
    } else {
      out += c;
    }
  }
  return out + "\"";
}

std::string QuoteOrNull(std::string_view text) { return text.empty() ? "nullptr" : Quote(text); }

// A literal a line, without the blank ends and lines that comments leave behind.
std::string QuoteLines(std::string_view text, std::string_view indent) {
  std::string out;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    line = line.substr(0, line.find_last_not_of(" \t\r") + 1);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty()) continue;
    if (!out.empty()) out += " \"\\n\"\n" + std::string(indent);
    out += Quote(line);
  }
  return out;
}

std::string Guard(std::string_view path) {
  std::string out = "PROBITY_GENERATED_";
  for (const char c : path) {
    out += std::isalnum(static_cast<unsigned char>(c))
               ? static_cast<char>(std::toupper(static_cast<unsigned char>(c)))
               : '_';
  }
  return out + "_H_";
}

std::string Head(std::string_view path, const std::vector<std::string>& includes) {
  const std::string guard = Guard(path);
  std::string out = "// Made by probity_embed. Not for editing.\n#ifndef " + guard + "\n#define " +
                    guard + "\n\n";
  for (const std::string& include : includes) out += "#include " + include + "\n";
  return out + "\n";
}

struct Qualified {
  std::string space;
  std::string name;
};
Qualified Split(std::string_view symbol) {
  const size_t colons = symbol.rfind("::");
  return {std::string(symbol.substr(0, colons)), std::string(symbol.substr(colons + 2))};
}

// A name for the linker: probity_sql_kMigrations_3.
std::string Label(std::string_view symbol, size_t index) {
  std::string out;
  for (const char c : symbol) {
    if (c != ':') {
      out += c;
    } else if (!out.ends_with('_')) {
      out += '_';
    }
  }
  return out + "_" + std::to_string(index);
}

}  // namespace

std::string SymbolOf(std::string_view path) {
  path.remove_prefix(path.rfind('/') + 1);
  std::string out = "k";
  bool upper = true;
  for (const char c : path.substr(0, path.find('.'))) {
    if (c != '_') out += upper ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
    upper = c == '_';
  }
  return out;
}

std::string EmitStatements(std::string_view path, std::string_view space, std::string_view header,
                           const std::vector<Expanded>& statements) {
  std::string out = Head(path, {Quote(header)});
  out += "namespace " + std::string(space) + " {\n\ninline constexpr StatementText " +
         SymbolOf(path) + "[] = {\n";
  for (const Expanded& statement : statements) {
    out += "    {.file = " + Quote(path) +
           ",\n     .line = " + std::to_string(statement.piece.line) +
           ",\n     .name = " + Quote(statement.piece.name) +
           ",\n     .now = " + QuoteLines(statement.now, "            ") +
           ",\n     .as_of = " + QuoteLines(statement.as_of, "              ") +
           ",\n     .scan_reason = " + QuoteOrNull(statement.piece.scan_reason) +
           ",\n     .unwalled_reason = " + QuoteOrNull(statement.piece.unwalled_reason) + "},\n";
  }
  return out + "};\n\n}  // namespace " + std::string(space) + "\n\n#endif\n";
}

std::string EmitIndex(std::string_view out_path, std::string_view space,
                      const std::vector<std::string>& paths) {
  std::vector<std::string> includes = {"<span>"};
  for (const std::string& path : paths) includes.push_back(Quote(path + ".h"));
  std::string out = Head(out_path, includes);
  out += "namespace " + std::string(space) +
         " {\n\ninline constexpr std::span<const StatementText> kAllStatements[] = {\n";
  for (const std::string& path : paths) out += "    " + SymbolOf(path) + ",\n";
  return out + "};\n\n}  // namespace " + std::string(space) + "\n\n#endif\n";
}

std::string EmitFilesHeader(std::string_view symbol, const std::vector<WholeFile>& files) {
  const auto [space, name] = Split(symbol);
  std::string out = Head(symbol, {"\"storage/sql/embed/embedded_file.h\""});
  for (size_t i = 0; i < files.size(); ++i) {
    out += "extern \"C\" const char " + Label(symbol, i) + "[];\n";
  }
  out += "\nnamespace " + space + " {\n\ninline constexpr ::probity::embed::EmbeddedFile " + name +
         "[] = {\n";
  for (size_t i = 0; i < files.size(); ++i) {
    out += "    {.name = " + Quote(files[i].name) + ", .data = " + Label(symbol, i) +
           ", .size = " + std::to_string(files[i].size) + "},\n";
  }
  return out + "};\n\n}  // namespace " + space + "\n\n#endif\n";
}

std::string EmitFilesSource(std::string_view symbol, const std::vector<WholeFile>& files) {
  std::string out =
      "// Made by probity_embed. Not for editing.\nasm(\n    \".section .rodata\\n\"\n";
  for (size_t i = 0; i < files.size(); ++i) {
    const std::string label = Label(symbol, i);
    // The assembler reads the path as a string of its own, hence quoted twice.
    out += "    " + Quote(".balign 16\n.global " + label + "\n" + label + ":\n.incbin " +
                          Quote(files[i].path) + "\n.byte 0\n");
    out += "\n";
  }
  return out + "    \".text\\n\");\n";
}

}  // namespace probity::embed

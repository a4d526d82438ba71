// The words after the program's name: nouns, their verbs, the options of a verb, and what it does.
//
//   Command& list = noun.Verb("list", "Lists the cases that you may see, newest first");
//   auto& request = list.Keep<v1::ListCasesRequest>();
//   list.Text("--mission", *request.mutable_mission(), "code or missions/CODE");
//   list.OnRun([&request](Session& s) -> absl::Status { ... });
//
// command.cc is the one file that includes CLI11, whose header takes seconds to compile.
#ifndef PROBITY_CLIENTS_CLI_COMMAND_H_
#define PROBITY_CLIENTS_CLI_COMMAND_H_

#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "clients/cli/exit_code.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/generated_enum_reflection.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace probity::cli {

class Session;

// What may be said of an option beyond its name, value and help.
class Option {
 public:
  explicit Option(CLI::Option* option) : option_(option) {}

  Option Required() const;
  // Not together with `other`.
  Option Excludes(const Option& other) const;
  // Help shows the value that the variable has now, or this text.
  Option ShowDefault() const;
  Option ShowDefault(const std::string& text) const;
  // Taken from there if the command line has no other.
  Option Environment(const std::string& variable) const;

  Option Between(int least, int most) const;
  Option Between(double least, double most) const;
  Option OneOf(const std::vector<std::string>& words) const;
  Option ExistingFile() const;
  Option ExistingFolder() const;
  // `why_wrong` says what a value must be; empty if it is.
  Option Check(std::function<std::string(const std::string&)> why_wrong) const;

 private:
  CLI::Option* option_;
};

// An option's name starts with "--"; without it is an argument, told by its place. The variables of
// options are set while the words are read, and must live as long as the command: Keep makes them.
class Command {
 public:
  using Action = std::function<absl::Status(Session&)>;

  // The program itself. Its options may stand after any verb; --version shows `version`.
  Command(const std::string& name, const std::string& help, const std::string& footer,
          const std::string& version = "");
  ~Command();
  Command(const Command&) = delete;
  Command& operator=(const Command&) = delete;

  // A noun needs one of its verbs; its examples are lines of its help.
  Command& Noun(const std::string& name, const std::string& help, const std::string& examples);
  Command& Verb(const std::string& name, const std::string& help);

  template <typename T>
  T& Keep(T initial = T()) {
    auto value = std::make_shared<T>(std::move(initial));
    kept_.push_back(value);
    return *value;
  }

  Option Text(const std::string& name, std::string& value, const std::string& help = "");
  Option Number(const std::string& name, int& value, const std::string& help = "");
  Option Number(const std::string& name, double& value, const std::string& help = "");
  Option Flag(const std::string& name, bool& value, const std::string& help = "");
  Option Flag(const std::string& name, std::function<void()> set, const std::string& help = "");
  // May be given again, each time with one value.
  Option Texts(const std::string& name, std::vector<std::string>& values,
               const std::string& help = "");
  Option Texts(const std::string& name, std::function<void(const std::string&)> add,
               const std::string& help = "");
  // A value of an enum of the contract, as ParseEnum (enums.h) reads it.
  template <typename E>
  Option Enum(const std::string& name, std::function<void(E)> set, const std::string& help) {
    return EnumOf(
        name, *google::protobuf::GetEnumDescriptor<E>(),
        [set = std::move(set)](int value) { set(static_cast<E>(value)); }, help);
  }
  template <typename E>
  Option Enum(const std::string& name, E& value, const std::string& help) {
    return Enum<E>(
        name, [&value](E chosen) { value = chosen; }, help);
  }
  // One word that is told to `take` once `why_wrong` has nothing against it.
  Option Word(const std::string& name, std::function<std::string(const std::string&)> why_wrong,
              std::function<void(const std::string&)> take, const std::string& help);

  // What the command does when it is the one that was given.
  void OnRun(Action action);

  // Of the program, once. What the words ask for; if they ask for help or are wrong, that is told
  // on `out` or `err`, there is no action, and the program ends as `ends_as` says. A word that is
  // no noun or verb is told with those that there are.
  struct Choice {
    Action action;
    ExitCode ends_as = ExitCode::kOk;
  };
  Choice Choose(std::vector<std::string> words, std::ostream& out, std::ostream& err);

 private:
  Command(CLI::App& app, std::shared_ptr<Action> chosen);
  Command& Add(const std::string& name, const std::string& help);
  Option EnumOf(const std::string& name, const google::protobuf::EnumDescriptor& type,
                std::function<void(int)> set, const std::string& help);

  std::shared_ptr<CLI::App> program_;  // Of the program; it owns those of its commands.
  CLI::App& app_;
  std::shared_ptr<Action> chosen_;  // One for all commands of a program.
  std::vector<std::shared_ptr<void>> kept_;
  std::vector<std::unique_ptr<Command>> commands_;
};

}  // namespace probity::cli

#endif  // PROBITY_CLIENTS_CLI_COMMAND_H_

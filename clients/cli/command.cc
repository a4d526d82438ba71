#include "clients/cli/command.h"

#include <algorithm>
#include <utility>

#include "CLI/CLI.hpp"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/enums.h"
#include "clients/cli/text.h"

namespace probity::cli {
namespace {

// What CLI11 leaves unsaid: which word stands where a noun or a verb is needed, and what there is.
// Empty if those are right.
std::string WrongWord(const CLI::App& program) {
  const CLI::App* noun = nullptr;
  for (const CLI::App* given : program.get_subcommands()) noun = given;
  if (noun != nullptr && !noun->get_subcommands().empty()) return "";
  const CLI::App& above = noun == nullptr ? program : *noun;
  const std::string kind = noun == nullptr ? "noun" : absl::StrCat("verb of ", noun->get_name());
  std::vector<std::string> choices;
  for (const CLI::App* choice : above.get_subcommands({})) choices.push_back(choice->get_name());
  const std::vector<std::string> rest = program.remaining(/*recurse=*/true);
  constexpr char kMore[] = "\nRun with --help for more information.\n";
  if (rest.empty()) {
    return absl::StrCat("a ", kind, " is needed: ", absl::StrJoin(choices, ", "), kMore);
  }
  const std::string word = Printable(rest.front());
  if (absl::StartsWith(word, "-")) return absl::StrCat("there is no option ", word, kMore);
  return absl::StrCat("there is no ", kind, " ", word, ": ", absl::StrJoin(choices, ", "), kMore);
}

}  // namespace

Option Option::Required() const { return Option(option_->required()); }

Option Option::Excludes(const Option& other) const {
  return Option(option_->excludes(other.option_));
}

Option Option::ShowDefault() const { return Option(option_->capture_default_str()); }

Option Option::ShowDefault(const std::string& text) const {
  return Option(option_->default_str(text));
}

Option Option::Environment(const std::string& variable) const {
  return Option(option_->envname(variable));
}

Option Option::Between(int least, int most) const {
  return Option(option_->check(CLI::Range(least, most)));
}

Option Option::Between(double least, double most) const {
  return Option(option_->check(CLI::Range(least, most)));
}

Option Option::OneOf(const std::vector<std::string>& words) const {
  return Option(option_->check(CLI::IsMember(words)));
}

Option Option::ExistingFile() const { return Option(option_->check(CLI::ExistingFile)); }

Option Option::ExistingFolder() const { return Option(option_->check(CLI::ExistingDirectory)); }

Option Option::Check(std::function<std::string(const std::string&)> why_wrong) const {
  return Option(option_->check(CLI::Validator(std::move(why_wrong), "")));
}

Command::Command(const std::string& name, const std::string& help, const std::string& footer,
                 const std::string& version)
    : program_(std::make_shared<CLI::App>(help, name)),
      app_(*program_),
      chosen_(std::make_shared<Action>()) {
  app_.require_subcommand(1);
  app_.fallthrough();
  app_.footer(footer);
  if (!version.empty()) app_.set_version_flag("--version", version, "Print the version and exit");
}

Command::Command(CLI::App& app, std::shared_ptr<Action> chosen)
    : app_(app), chosen_(std::move(chosen)) {}

Command::~Command() = default;

Command& Command::Add(const std::string& name, const std::string& help) {
  commands_.push_back(
      std::unique_ptr<Command>(new Command(*app_.add_subcommand(name, help), chosen_)));
  return *commands_.back();
}

Command& Command::Noun(const std::string& name, const std::string& help,
                       const std::string& examples) {
  Command& noun = Add(name, help);
  noun.app_.require_subcommand(1);
  noun.app_.footer(absl::StrCat("Examples:\n", examples));
  return noun;
}

Command& Command::Verb(const std::string& name, const std::string& help) { return Add(name, help); }

Option Command::Text(const std::string& name, std::string& value, const std::string& help) {
  return Option(app_.add_option(name, value, help));
}

Option Command::Number(const std::string& name, int& value, const std::string& help) {
  return Option(app_.add_option(name, value, help));
}

Option Command::Number(const std::string& name, double& value, const std::string& help) {
  return Option(app_.add_option(name, value, help));
}

Option Command::Flag(const std::string& name, bool& value, const std::string& help) {
  return Option(app_.add_flag(name, value, help));
}

Option Command::Flag(const std::string& name, std::function<void()> set, const std::string& help) {
  return Option(app_.add_flag_callback(name, std::move(set), help));
}

Option Command::Texts(const std::string& name, std::vector<std::string>& values,
                      const std::string& help) {
  return Option(app_.add_option(name, values, help)->allow_extra_args(false));
}

Option Command::Texts(const std::string& name, std::function<void(const std::string&)> add,
                      const std::string& help) {
  const auto add_all = [add = std::move(add)](const std::vector<std::string>& values) {
    for (const std::string& value : values) add(value);
  };
  return Option(app_.add_option_function<std::vector<std::string>>(name, add_all, help)
                    ->allow_extra_args(false));
}

Option Command::Word(const std::string& name,
                     std::function<std::string(const std::string&)> why_wrong,
                     std::function<void(const std::string&)> take, const std::string& help) {
  CLI::Option* option = app_.add_option_function<std::string>(name, take, help);
  return Option(option->type_name("WORD")).Check(std::move(why_wrong));
}

Option Command::EnumOf(const std::string& name, const google::protobuf::EnumDescriptor& type,
                       std::function<void(int)> set, const std::string& help) {
  return Word(
      name,
      [&type](const std::string& text) {
        return ParseEnum(type, text).has_value() ? "" : "must be " + EnumChoices(type);
      },
      [&type, set = std::move(set)](const std::string& text) {
        set(ParseEnum(type, text).value_or(0));
      },
      help);
}

void Command::OnRun(Action action) {
  app_.callback([chosen = chosen_, action = std::move(action)] { *chosen = action; });
}

Command::Choice Command::Choose(std::vector<std::string> words, std::ostream& out,
                                std::ostream& err) {
  std::reverse(words.begin(), words.end());
  try {
    app_.parse(std::move(words));
  } catch (const CLI::ParseError& error) {
    if (const std::string text = WrongWord(app_); error.get_exit_code() != 0 && !text.empty()) {
      err << text;
      return {.action = nullptr, .ends_as = ExitCode::kUsage};
    }
    const bool asked_for_help = app_.exit(error, out, err) == 0;
    return {.action = nullptr, .ends_as = asked_for_help ? ExitCode::kOk : ExitCode::kUsage};
  }
  return {.action = *chosen_};
}

}  // namespace probity::cli

#include "guest/program.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "base/suggest.h"
#include "base/unicode.h"
#include "guest/command.h"
#include "guest/parser.h"
#include "guest/remote.h"

namespace guest {

namespace {

int usage_error(const Command* command, const UsageError& error) {
  print(STDERR_FILENO, usage_error_text(command, error) + "\n");
  return 2;
}

int run_time_error(const base::Error& error) {
  print(STDERR_FILENO, base::describe(error) + "\n");
  return error.exit_code;
}

int help(const Command* command) {
  return print(STDOUT_FILENO, help_text(command)) ? 0 : 1;
}

const Command* find_command(const std::string& name) {
  const std::string real = name == "ls" ? "list" : name;
  const auto found = std::ranges::find(commands(), real, &Command::name);
  return found == commands().end() ? nullptr : &*found;
}

int unknown_command(const std::string& word) {
  if (std::ranges::find(host_commands(), word) != host_commands().end()) {
    const auto error =
        base::fail(fmt::format("workmux {} is not supported from inside a sandbox", word), "Run it on the host.");
    return run_time_error(error.error());
  }
  std::vector<std::string> names = host_commands();
  for (const Command& command : commands()) {
    if (!command.hidden) names.push_back(command.name);
  }
  const std::string nearest = word.starts_with('_') ? "" : base::nearest_word(word, names);
  const std::string tip = nearest.empty() ? "" : fmt::format("a similar subcommand exists: '{}'", nearest);
  return usage_error(nullptr, {fmt::format("unrecognized subcommand '{}'", base::sanitise_line(word)), tip});
}

// The first option that only the host has.
std::optional<base::Error> refusal(const Command& command, const Arguments& arguments) {
  for (const Arguments::Given& given : arguments.given) {
    const auto option = std::ranges::find(command.options, given.option, &Option::name);
    if (!option->refused) continue;
    return base::fail(fmt::format("--{} is not supported from inside a sandbox", option->name), *option->refused)
        .error();
  }
  return std::nullopt;
}

int run_command(const Command& command, const Context& context) {
  Arguments arguments;
  if (!command.takes_all) {
    auto parsed = parse(command, context.words);
    if (!parsed) return usage_error(&command, parsed.error());
    if (parsed->wants_help) return help(&command);
    arguments = std::move(parsed->arguments);
  }
  if (const auto error = refusal(command, arguments)) return run_time_error(*error);
  const auto code = command.run(context, arguments);
  return code ? *code : run_time_error(code.error());
}

}  // namespace

int run_program(const std::vector<std::string>& words, const os::Environment& environment) {
  if (words.empty()) {
    print(STDERR_FILENO, help_text(nullptr));
    return 2;
  }
  const std::string& word = words.front();
  if (word == "--version" || word == "-V") return print(STDOUT_FILENO, "workmux " WORKMUX_VERSION "\n") ? 0 : 1;
  const bool named = word == "help" && words.size() > 1;
  if (word == "--help" || word == "-h" || (word == "help" && !named)) return help(nullptr);
  if (!named && word.starts_with('-') && word.size() > 1) {
    return usage_error(nullptr, {fmt::format("unexpected argument '{}' found", base::sanitise_line(word))});
  }
  const Command* command = find_command(named ? words[1] : word);
  if (command == nullptr) return unknown_command(named ? words[1] : word);
  if (named) return help(command);
  return run_command(*command, {environment, {words.begin() + 1, words.end()}});
}

}  // namespace guest

#include "cli/parser.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/suggest.h"
#include "base/text.h"
#include "base/unicode.h"
#include "cli/usage.h"

namespace cli {

namespace {

using Words = std::vector<std::string>;

UsageError usage_error(const CommandPath& path, std::string text, const std::string& tip = {}) {
  std::string whole = "error: " + std::move(text) + "\n\n";
  if (!tip.empty()) whole += "  tip: " + tip + "\n\n";
  return {whole + usage_line(path) + "\n\nFor more information, try '--help'."};
}

const Command* find_command(const std::vector<Command>& table, std::string_view name) {
  for (const Command& command : table) {
    if (command.name == name || std::ranges::find(command.aliases, name) != command.aliases.end()) return &command;
  }
  return nullptr;
}

UsageError unknown_command(const std::vector<Command>& table, const CommandPath& path, const std::string& word) {
  std::vector<std::string> names;
  for (const Command& command : table) {
    if (!command.hidden) names.push_back(command.name);
  }
  const std::string nearest = word.starts_with('_') ? "" : base::nearest_word(word, names);
  const std::string tip = nearest.empty() ? "" : fmt::format("a similar subcommand exists: '{}'", nearest);
  return usage_error(path, fmt::format("unrecognized subcommand '{}'", base::sanitise_line(word)), tip);
}

// Reads the words of one command.
class Reader {
 public:
  Reader(CommandPath path, const Words& words, size_t at) : path_(std::move(path)), words_(words), at_(at) {}

  Parsed read() {
    while (at_ < words_.size()) {
      const std::string& word = words_[at_++];
      if (word == "--") {
        take_rest();
        break;
      }
      if (word == "--help" || word == "-h") return HelpRequest{path_};
      std::optional<UsageError> error;
      if (word.starts_with("--")) {
        error = read_long(word.substr(2));
      } else if (word.starts_with('-') && word.size() > 1) {
        error = read_letters(word);
        if (help_) return HelpRequest{path_};
      } else {
        error = read_positional(word);
      }
      if (error) return *error;
    }
    if (auto error = check()) return *error;
    return Invocation{&command(), std::move(arguments_)};
  }

 private:
  const Command& command() const { return *path_.back(); }

  UsageError fail(std::string text, const std::string& tip = {}) const {
    return usage_error(path_, std::move(text), tip);
  }

  void take_rest() {
    if (command().trailing != Trailing::none) {
      arguments_.trailing.assign(words_.begin() + static_cast<std::ptrdiff_t>(at_), words_.end());
    } else {
      rest_ = Words(words_.begin() + static_cast<std::ptrdiff_t>(at_), words_.end());
    }
  }

  UsageError unexpected(const std::string& shown) const {
    std::vector<std::string> names;
    for (const Option& option : command().options) {
      if (!option.hidden) names.push_back("--" + option.name);
    }
    const std::string nearest = shown.starts_with("--") ? base::nearest_word(shown, names) : "";
    const std::string tip = nearest.empty() ? "" : fmt::format("a similar argument exists: '{}'", nearest);
    return fail(fmt::format("unexpected argument '{}' found", base::sanitise_line(shown)), tip);
  }

  std::optional<UsageError> read_long(const std::string& text) {
    const size_t equals = text.find('=');
    const std::string name = text.substr(0, equals);
    const auto& options = command().options;
    const auto option = std::ranges::find(options, name, &Option::name);
    if (option == options.end()) return unexpected("--" + name);
    std::optional<std::string> joined;
    if (equals != std::string::npos) joined = text.substr(equals + 1);
    return read_option(*option, joined);
  }

  std::optional<UsageError> read_letters(const std::string& word) {
    for (size_t i = 1; i < word.size(); ++i) {
      const auto& options = command().options;
      const auto option = std::ranges::find(options, word[i], &Option::letter);
      if (word[i] == 'h' && option == options.end()) {
        help_ = true;
        return std::nullopt;
      }
      if (option == options.end()) return unexpected(i == 1 ? word : std::string("-") + word[i]);
      std::optional<std::string> joined;
      const bool takes_rest = option->takes_value || (i + 1 < word.size() && word[i + 1] == '=');
      if (takes_rest && i + 1 < word.size()) joined = word.substr(word[i + 1] == '=' ? i + 2 : i + 1);
      if (auto error = read_option(*option, joined)) return error;
      if (takes_rest) break;
    }
    return std::nullopt;
  }

  std::optional<UsageError> read_option(const Option& option, std::optional<std::string> joined) {
    if (!option.takes_value) {
      if (joined) {
        return fail(fmt::format("unexpected value '{}' for '{}' found; no more were expected",
                                base::sanitise_line(*joined), display_name(option)));
      }
      joined = "";
    } else if (!joined && option.value_only_with_equals) {
      joined = "";
    } else if (!joined) {
      if (at_ >= words_.size()) {
        return fail(fmt::format("a value is required for '{}' but none was supplied", display_name(option)));
      }
      joined = words_[at_++];  // whatever it looks like (CLI-W20)
    }
    if (!option.repeats && arguments_.has(option.name)) {
      if (option.takes_value) {
        return fail(fmt::format("the argument '{}' cannot be used multiple times", display_name(option)));
      }
      return std::nullopt;
    }
    if (auto error = check_value(option, *joined)) return error;
    arguments_.given.push_back({option.name, *joined});
    return std::nullopt;
  }

  UsageError bad_value(const std::string& value, const std::string& name, const std::string& reason) const {
    return fail(fmt::format("invalid value '{}' for '{}'{}", base::sanitise_line(value), name, reason));
  }

  std::optional<UsageError> check_value(const Option& option, const std::string& value) const {
    if (!option.values.empty() && std::ranges::find(option.values, value) == option.values.end()) {
      return bad_value(value, display_name(option), "\n  [possible values: " + base::join(option.values, ", ") + "]");
    }
    if (!option.range) return std::nullopt;
    const auto number = base::parse_integer(value);
    if (!number) return bad_value(value, display_name(option), ": invalid digit found in string");
    if (*number < option.range->first || *number > option.range->second) {
      return bad_value(value, display_name(option),
                       fmt::format(": {} is not in {}..={}", *number, option.range->first, option.range->second));
    }
    return std::nullopt;
  }

  std::optional<UsageError> read_positional(const std::string& word) {
    const auto& positionals = command().positionals;
    const size_t index = arguments_.positionals.size();
    const bool room = index < positionals.size() || (!positionals.empty() && positionals.back().repeats);
    if (!room) return fail(fmt::format("unexpected argument '{}' found", base::sanitise_line(word)));
    const Positional& positional = positionals[std::min(index, positionals.size() - 1)];
    if (!positional.values.empty() && std::ranges::find(positional.values, word) == positional.values.end()) {
      return bad_value(word, display_name(positional),
                       "\n  [possible values: " + base::join(positional.values, ", ") + "]");
    }
    arguments_.positionals.push_back(word);
    return std::nullopt;
  }

  std::optional<UsageError> check() {
    for (const std::string& word : rest_) {
      if (auto error = read_positional(word)) return error;
    }
    for (const Arguments::Given& given : arguments_.given) {
      const auto option = std::ranges::find(command().options, given.option, &Option::name);
      if (auto error = check_conflicts(*option)) return error;
    }
    return check_required();
  }

  std::optional<UsageError> check_conflicts(const Option& option) const {
    const auto conflict = [&](const std::string& first, const std::string& second) {
      return fail(fmt::format("the argument '{}' cannot be used with '{}'", first, second));
    };
    for (const std::string& name : option.conflicts) {
      for (const Option& other : command().options) {
        if (other.name == name && arguments_.has(name)) return conflict(display_name(option), display_name(other));
      }
      const auto& positionals = command().positionals;
      for (size_t i = 0; i < std::min(positionals.size(), arguments_.positionals.size()); ++i) {
        if (positionals[i].name == name) return conflict(display_name(option), display_name(positionals[i]));
      }
    }
    return std::nullopt;
  }

  std::optional<UsageError> check_required() const {
    Words missing;
    for (const Option& option : command().options) {
      if (!arguments_.has(option.name) || option.requires_option.empty() || arguments_.has(option.requires_option)) {
        continue;
      }
      const auto required = std::ranges::find(command().options, option.requires_option, &Option::name);
      if (required != command().options.end()) missing.push_back(display_name(*required));
    }
    for (size_t i = arguments_.positionals.size(); i < command().positionals.size(); ++i) {
      const Positional& positional = command().positionals[i];
      const bool replaced =
          std::ranges::any_of(positional.required_unless, [&](const auto& name) { return arguments_.has(name); });
      if (positional.required && !replaced) missing.push_back(display_name(positional));
    }
    if (command().trailing == Trailing::required && arguments_.trailing.empty()) missing.push_back("<COMMAND>...");
    if (missing.empty()) return std::nullopt;
    return fail("the following required arguments were not provided:\n  " + base::join(missing, "\n  "));
  }

  CommandPath path_;
  const Words& words_;
  size_t at_;
  Arguments arguments_;
  Words rest_;
  bool help_ = false;
};

// `workmux help [COMMAND...]`
Parsed help_for(const std::vector<Command>& table, const Words& words, size_t at) {
  CommandPath path;
  const std::vector<Command>* level = &table;
  for (; at < words.size(); ++at) {
    const Command* command = find_command(*level, words[at]);
    if (command == nullptr) return unknown_command(*level, path, words[at]);
    path.push_back(command);
    level = &command->subcommands;
  }
  return HelpRequest{path};
}

}  // namespace

Parsed parse(const std::vector<Command>& table, const Words& words) {
  CommandPath path;
  const std::vector<Command>* level = &table;
  size_t at = 0;
  while (true) {
    if (at >= words.size()) return HelpRequest{path, false};
    const std::string& word = words[at];
    if (word == "--help" || word == "-h") return HelpRequest{path};
    if (path.empty() && (word == "--version" || word == "-V")) return VersionRequest{};
    if (word == "help") return path.empty() ? help_for(table, words, at + 1) : Parsed(HelpRequest{path});
    if (word.starts_with('-') && word.size() > 1) {
      return usage_error(path, fmt::format("unexpected argument '{}' found", base::sanitise_line(word)));
    }
    const Command* command = find_command(*level, word);
    if (command == nullptr) return unknown_command(*level, path, word);
    path.push_back(command);
    ++at;
    if (command->subcommands.empty()) return Reader(path, words, at).read();
    level = &command->subcommands;
  }
}

}  // namespace cli

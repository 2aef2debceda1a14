#include "cli/completion.h"

#include <algorithm>
#include <array>
#include <optional>

namespace cli {

namespace {

using Words = std::vector<std::string>;

struct PositionalSource {
  std::string_view command;  // names joined by blanks
  WordSource source;
  bool every = true;  // for all words, not only the first
};

constexpr std::array kPositionals = {
    PositionalSource{"open", WordSource::handles},          PositionalSource{"close", WordSource::handles},
    PositionalSource{"merge", WordSource::handles},         PositionalSource{"remove", WordSource::handles},
    PositionalSource{"rename", WordSource::handles, false}, PositionalSource{"path", WordSource::handles},
    PositionalSource{"list", WordSource::handles},          PositionalSource{"sandbox stop", WordSource::handles},
    PositionalSource{"sandbox prune", WordSource::handles}, PositionalSource{"send", WordSource::agent_targets, false},
    PositionalSource{"capture", WordSource::agent_targets}, PositionalSource{"status", WordSource::agent_targets},
    PositionalSource{"wait", WordSource::agent_targets},    PositionalSource{"run", WordSource::agent_targets, false},
    PositionalSource{"add", WordSource::free_branches},     PositionalSource{"set-base", WordSource::branches},
};

WordSource source_of(const Option& option) {
  if (option.path) return WordSource::files;
  if (option.name == "base") return WordSource::branches;
  if (option.name == "into") return WordSource::local_branches;
  if (option.name == "layout") return WordSource::layouts;
  if (option.name == "agent") return WordSource::agents;
  return WordSource::none;
}

const Command* find_command(const std::vector<Command>& table, std::string_view name) {
  for (const Command& command : table) {
    if (command.name == name || std::ranges::find(command.aliases, name) != command.aliases.end()) return &command;
  }
  return nullptr;
}

// The words of one command, read far enough to know what comes next.
struct Reading {
  const Command& command;
  std::string path;                 // "sandbox stop"
  const Option* pending = nullptr;  // its value comes next
  Words positionals = {};
  Words given = {};  // names of options
  bool only_positionals = false;
  bool in_trailing = false;

  const Option* find(std::string_view name) const {
    const auto found = std::ranges::find(command.options, name, &Option::name);
    return found == command.options.end() ? nullptr : &*found;
  }

  void note(const Option& option, bool has_value) {
    given.push_back(option.name);
    if (option.takes_value && !option.value_only_with_equals && !has_value) pending = &option;
  }

  void take_letters(std::string_view letters) {
    for (size_t i = 0; i < letters.size(); ++i) {
      const auto option = std::ranges::find(command.options, letters[i], &Option::letter);
      if (option == command.options.end()) return;
      note(*option, i + 1 < letters.size());
      if (option->takes_value) return;
    }
  }

  void take(const std::string& word) {
    if (pending != nullptr) {
      pending = nullptr;
    } else if (only_positionals) {
      positionals.push_back(word);
    } else if (word == "--") {
      (command.trailing == Trailing::none ? only_positionals : in_trailing) = true;
    } else if (word.starts_with("--")) {
      const size_t equals = word.find('=');
      const Option* option = find(std::string_view(word).substr(2, equals == std::string::npos ? equals : equals - 2));
      if (option != nullptr) note(*option, equals != std::string::npos);
    } else if (word.starts_with('-') && word.size() > 1) {
      take_letters(std::string_view(word).substr(1));
    } else {
      positionals.push_back(word);
    }
  }
};

void offer(Completion& result, std::string_view word, std::string_view description) {
  if (word.starts_with(result.typed)) {
    result.candidates.push_back({result.joined + std::string(word), std::string(description)});
  }
}

Completion complete_value(const Option& option, std::string typed, std::string joined) {
  Completion result{.candidates = {},
                    .source = source_of(option),
                    .joined = std::move(joined),
                    .typed = std::move(typed),
                    .taken = {}};
  for (const std::string& value : option.values) offer(result, value, "");
  return result;
}

bool is_ruled_out(const Reading& reading, const Option& option) {
  if (option.hidden) return true;
  const auto given = [&](const std::string& name) {
    return std::ranges::find(reading.given, name) != reading.given.end();
  };
  if (!option.repeats && given(option.name)) return true;
  if (std::ranges::any_of(option.conflicts, given)) return true;
  return std::ranges::any_of(reading.command.options, [&](const Option& other) {
    return given(other.name) && std::ranges::find(other.conflicts, option.name) != other.conflicts.end();
  });
}

Completion complete_options(const Reading& reading, const std::string& typed) {
  Completion result{.typed = typed};
  for (const Option& option : reading.command.options) {
    if (!is_ruled_out(reading, option)) offer(result, "--" + option.name, option.help);
  }
  offer(result, "--help", "Print help");
  return result;
}

Completion complete_positional(const Reading& reading, const std::string& typed) {
  const auto& positionals = reading.command.positionals;
  const size_t index = reading.positionals.size();
  const bool room = index < positionals.size() || (!positionals.empty() && positionals.back().repeats);
  if (!room) return typed.empty() && !reading.only_positionals ? complete_options(reading, typed) : Completion{};
  Completion result{.typed = typed, .taken = reading.positionals};
  for (const std::string& value : positionals[std::min(index, positionals.size() - 1)].values) offer(result, value, "");
  for (const PositionalSource& row : kPositionals) {
    if (row.command == reading.path && (row.every || index == 0)) result.source = row.source;
  }
  return result;
}

Completion complete_command_words(Reading reading, const Words& words, size_t at) {
  for (; at + 1 < words.size(); ++at) reading.take(words[at]);
  const std::string& typed = words.back();
  if (reading.in_trailing) return {.source = WordSource::files, .typed = typed};
  if (reading.pending != nullptr) return complete_value(*reading.pending, typed, "");
  if (reading.only_positionals || !typed.starts_with('-')) return complete_positional(reading, typed);
  const size_t equals = typed.find('=');
  if (!typed.starts_with("--") || equals == std::string::npos) return complete_options(reading, typed);
  const Option* option = reading.find(std::string_view(typed).substr(2, equals - 2));
  if (option == nullptr || !option->takes_value) return {};
  return complete_value(*option, typed.substr(equals + 1), typed.substr(0, equals + 1));
}

enum class Level { program, command };
Completion complete_names(const std::vector<Command>& table, const std::string& typed, Level level) {
  Completion result{.typed = typed};
  for (const Command& command : table) {
    if (!command.hidden) offer(result, command.name, command.summary);
  }
  if (level == Level::program) offer(result, "help", "Print the help of a command");
  if (typed.starts_with('-')) {
    offer(result, "--help", "Print help");
    if (level == Level::program) offer(result, "--version", "Print version");
  }
  return result;
}

}  // namespace

Completion complete(const std::vector<Command>& table, const Words& words) {
  if (words.empty()) return {};
  const std::vector<Command>* level = &table;
  std::string path;
  const bool help = words.size() > 1 && words[0] == "help";
  for (size_t at = help ? 1 : 0; at + 1 < words.size(); ++at) {
    const Command* command = find_command(*level, words[at]);
    if (command == nullptr) return {};
    path += (path.empty() ? "" : " ") + command->name;
    if (command->subcommands.empty()) {
      return help ? Completion{} : complete_command_words({.command = *command, .path = path}, words, at + 1);
    }
    level = &command->subcommands;
  }
  return complete_names(*level, words.back(), level == &table && !help ? Level::program : Level::command);
}

}  // namespace cli

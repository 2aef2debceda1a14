#include "agent/command_line.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/shell.h"
#include "base/text.h"

namespace agent {

namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// "VAR=value" in front of a command (AGT 2.2).
bool is_assignment(std::string_view word) {
  return !word.empty() && (is_letter(word.front()) || word.front() == '_') && word.contains('=');
}

bool takes_value(std::string_view env_option) {
  return env_option == "-u" || env_option == "-S" || env_option == "-P" || env_option == "--unset";
}

// An "&" that belongs to a redirection ("2>&1", "&>log") ends nothing.
bool is_redirecting_ampersand(std::string_view line, size_t at) {
  const bool behind = at > 0 && (line[at - 1] == '>' || line[at - 1] == '<');
  const bool ahead = at + 1 < line.size() && line[at + 1] == '>';
  return line[at] == '&' && (behind || ahead);
}

bool ends_command(std::string_view line, size_t at) {
  return std::string_view(";&|\n").contains(line[at]) && !is_redirecting_ampersand(line, at);
}

// The word that begins at `at`.
Word read_word(std::string_view line, size_t at) {
  Word word{.begin = at, .end = at, .text = {}};
  char quote = 0;
  size_t i = at;
  for (; i < line.size(); ++i) {
    const char c = line[i];
    const bool has_next = i + 1 < line.size();
    if (quote == 0 && (is_blank(c) || ends_command(line, i))) break;
    if (quote != 0 && c == quote) {
      quote = 0;
    } else if (quote == 0 && (c == '\'' || c == '"')) {
      quote = c;
    } else if (c == '\\' && has_next && quote == 0) {
      word.text += line[++i];
    } else if (c == '\\' && has_next && quote == '"' && std::string_view("\\\"$`").contains(line[i + 1])) {
      word.text += line[++i];
    } else {
      word.text += c;
    }
  }
  word.end = i;
  return word;
}

// Index of the executable among the words; words.size() when there is none.
size_t executable_index(const std::vector<Word>& words) {
  size_t i = 0;
  while (i < words.size() && is_assignment(words[i].text)) ++i;
  if (i == words.size() || stem_of(words[i].text) != "env") return i;
  const size_t env = i++;
  while (i < words.size()) {
    const std::string& word = words[i].text;
    if (takes_value(word)) {
      i += 2;
    } else if (word.starts_with('-') || is_assignment(word)) {
      ++i;
    } else {
      return i;
    }
  }
  return env;
}

std::string splice(std::string_view line, size_t begin, size_t end, std::string_view text) {
  return fmt::format("{}{}{}", line.substr(0, begin), text, line.substr(end));
}

// The script of a line `sh -c SCRIPT`, as the word that holds it.
std::optional<Word> wrapped_script(const std::vector<Word>& words, size_t executable) {
  if (executable + 2 >= words.size() || words[executable + 1].text != "-c") return std::nullopt;
  if (!is_posix_shell(words[executable].text)) return std::nullopt;
  return words[executable + 2];
}

// In single quotes, with backslashes outside of them: fish reads those inside in its own way, POSIX shells do not mind.
std::string quote_for_fish_too(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'')
      quoted += "'\\''";
    else if (c == '\\')
      quoted += "'\\\\'";
    else
      quoted += c;
  }
  return quoted + "'";
}

}  // namespace

std::vector<Word> words_of(std::string_view line) {
  std::vector<Word> words;
  for (size_t i = 0; i < line.size();) {
    if (is_blank(line[i])) {
      ++i;
      continue;
    }
    if (line[i] == '#' || ends_command(line, i)) break;  // "#": the rest is a comment
    words.push_back(read_word(line, i));
    i = words.back().end;
  }
  return words;
}

std::optional<Word> executable_of(std::string_view line) {
  const std::vector<Word> words = words_of(line);
  const size_t index = executable_index(words);
  if (index >= words.size()) return std::nullopt;
  return words[index];
}

std::string stem_of(std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  const size_t dot = name.rfind('.');
  return std::string(dot == std::string_view::npos || dot == 0 ? name : name.substr(0, dot));
}

std::string executable_stem(std::string_view line) {
  const auto executable = executable_of(line);
  return executable ? stem_of(executable->text) : std::string();
}

std::string insert_flags(std::string_view line, std::string_view flags) {
  if (flags.empty()) return std::string(line);
  const std::vector<Word> words = words_of(line);
  const size_t index = executable_index(words);
  if (index >= words.size()) return std::string(line);
  if (const auto script = wrapped_script(words, index)) {
    // One level only: a script that starts a shell again is the user's own.
    const auto inner = executable_of(script->text);
    if (!inner) return std::string(line);
    const std::string edited = splice(script->text, inner->end, inner->end, fmt::format(" {}", flags));
    return splice(line, script->begin, script->end, quote_for_fish_too(edited));
  }
  return splice(line, words[index].end, words[index].end, fmt::format(" {}", flags));
}

std::string insert_subcommand(std::string_view line, std::string_view subcommand) {
  if (subcommand.empty()) return std::string(line);
  const std::vector<Word> words = words_of(line);
  const size_t index = executable_index(words);
  if (index >= words.size()) return std::string(line);
  if (index + 1 < words.size() && !words[index + 1].text.starts_with('-')) return std::string(line);
  return splice(line, words[index].end, words[index].end, fmt::format(" {}", subcommand));
}

std::string substitute_agent(std::string_view line, std::string_view agent_command) {
  const auto executable = executable_of(line);
  if (!executable || executable->text != kAgentPlaceholder) return std::string(line);
  return splice(line, executable->begin, executable->end, base::trim(agent_command));
}

bool is_agent_pane(std::string_view command, std::string_view effective_agent, std::string_view type) {
  const auto executable = executable_of(command);
  if (!executable) return false;
  if (executable->text == kAgentPlaceholder) return true;
  const std::string stem = stem_of(executable->text);
  return find_profile(stem) != nullptr || stem == executable_stem(effective_agent) || (!type.empty() && stem == type);
}

std::string append_argument(std::string_view line, std::string_view argument) {
  const std::vector<Word> words = words_of(line);
  if (words.empty()) return std::string(line);
  return splice(line, words.back().end, words.back().end, fmt::format(" {}", argument));
}

bool is_posix_shell(std::string_view shell) {
  std::string name = stem_of(shell);
  if (name.starts_with('-')) name.erase(0, 1);
  constexpr auto kShells = std::to_array<std::string_view>({"bash", "zsh", "sh", "dash", "ksh", "ash"});
  return std::ranges::find(kShells, name) != kShells.end();
}

std::string for_shell(std::string_view line, std::string_view shell) {
  if (shell.empty() || is_posix_shell(shell)) return std::string(line);
  const std::string name = stem_of(shell);
  const std::string_view blank = line.starts_with(' ') ? " " : "";
  const std::string_view script = line.substr(blank.size());
  if (name == "pwsh" || name == "powershell" || name == "elvish")
    return fmt::format("{}sh -c '{}'", blank, base::replace_all(script, "'", "''"));
  if (name == "nu") {
    std::string fence = "#";
    while (script.contains("'" + fence)) fence += '#';
    return fmt::format("{}sh -c r{}'{}'{}", blank, fence, script, fence);
  }
  return fmt::format("{}sh -c {}", blank, quote_for_fish_too(script));
}

}  // namespace agent

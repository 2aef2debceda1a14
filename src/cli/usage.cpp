#include "cli/usage.h"

#include <algorithm>

#include "base/text.h"
#include "base/unicode.h"

namespace cli {

namespace {

std::string value_name(const Option& option) {
  std::string name = option.name;
  for (char& c : name) c = c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return name;
}

std::string option_column(const Option& option) {
  std::string text = option.letter != 0 ? std::string("-") + option.letter + ", " : std::string("    ");
  return text + display_name(option) + (option.repeats ? "..." : "");
}

std::string option_help(const Option& option) {
  std::string text = option.help;
  if (!option.values.empty()) text += " [possible values: " + base::join(option.values, ", ") + "]";
  return text;
}

struct Row {
  std::string left;
  std::string right;
};

std::string table_text(const std::vector<Row>& rows) {
  size_t width = 0;
  for (const Row& row : rows) width = std::max(width, base::display_width(row.left));
  std::string text;
  for (const Row& row : rows) text += "  " + base::pad_to_width(row.left, width) + "  " + row.right + "\n";
  return text;
}

void add_commands_by_group(std::string& text, const std::vector<Command>& table) {
  std::vector<std::string> groups;
  size_t width = 0;
  for (const Command& command : table) {
    if (command.hidden) continue;
    width = std::max(width, command.name.size());
    if (std::ranges::find(groups, command.group) == groups.end()) groups.push_back(command.group);
  }
  for (const std::string& group : groups) {
    text += "\n" + group + ":\n";
    for (const Command& command : table) {
      if (command.hidden || command.group != group) continue;
      text += "  " + base::pad_to_width(command.name, width) + "  " + command.summary;
      if (!command.aliases.empty()) text += " [alias: " + base::join(command.aliases, ", ") + "]";
      text += "\n";
    }
  }
}

}  // namespace

std::string display_name(const Option& option) {
  std::string name = "--" + option.name;
  if (option.value_only_with_equals) return name + "[=<" + value_name(option) + ">]";
  return option.takes_value ? name + " <" + value_name(option) + ">" : name;
}

std::string display_name(const Positional& positional) {
  const std::string name = positional.required ? "<" + positional.name + ">" : "[" + positional.name + "]";
  return positional.repeats ? name + "..." : name;
}

std::string usage_line(const CommandPath& path) {
  std::string text = "Usage: workmux";
  for (const Command* command : path) text += " " + command->name;
  const Command* last = path.empty() ? nullptr : path.back();
  if (last == nullptr || (!last->subcommands.empty() && last->run == nullptr)) return text + " <COMMAND>";
  if (!last->options.empty()) text += " [OPTIONS]";
  for (const Positional& positional : last->positionals) text += " " + display_name(positional);
  if (last->trailing == Trailing::optional) text += " [-- <COMMAND>...]";
  if (last->trailing == Trailing::required) text += " -- <COMMAND>...";
  return text;
}

std::string help_text(const std::vector<Command>& table, const CommandPath& path) {
  if (path.empty()) {
    std::string text = "Git worktrees, terminal windows and sandboxes for coding agents\n\n" + usage_line(path) + "\n";
    add_commands_by_group(text, table);
    return text + "\nOptions:\n  -h, --help     Print help\n  -V, --version  Print version\n";
  }
  const Command& command = *path.back();
  std::string text = command.summary + "\n";
  if (!command.details.empty()) text += "\n" + command.details + "\n";
  text += "\n" + usage_line(path) + "\n";
  std::vector<Row> rows;
  for (const Command& sub : command.subcommands) {
    if (!sub.hidden) rows.push_back({sub.name, sub.summary});
  }
  if (!rows.empty()) text += "\nCommands:\n" + table_text(rows);
  rows.clear();
  for (const Positional& positional : command.positionals) rows.push_back({display_name(positional), positional.help});
  if (!rows.empty()) text += "\nArguments:\n" + table_text(rows);
  rows.clear();
  for (const Option& option : command.options) {
    if (!option.hidden) rows.push_back({option_column(option), option_help(option)});
  }
  rows.push_back({"-h, --help", "Print help"});
  return text + "\nOptions:\n" + table_text(rows);
}

}  // namespace cli
